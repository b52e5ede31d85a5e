using NeuralPS.Engine.Kernels;

namespace NeuralPS.Engine.Layers;

/// <summary>
/// Where the samples of a batch lie outside of the plan, for the one operation that reads them there. Gathering them first would read
/// each from memory, write it, and have every other thread fetch it from the one that wrote it.
/// </summary>
internal sealed unsafe class SampleRows(int batch)
{
    private readonly PinnedTable<int> _starts = new(batch, _ => 0);

    /// <summary>The array that holds the samples; null where they stand at an <see cref="Address"/>, or in the plan itself.</summary>
    public float[]? Array { get; private set; }

    /// <summary>The memory that holds the samples; null where it is an <see cref="Array"/>, or the plan's own.</summary>
    public float* Address { get; private set; }

    /// <summary>True when the samples are to be read from where they lie, false when they stand in the plan.</summary>
    public bool AreOutside => Array is not null || Address != null;

    /// <summary>The position of each sample's first value, to be set before the operation runs.</summary>
    public int* Starts => _starts.Data;

    /// <summary>The samples lie in <paramref name="array"/>.</summary>
    public void PlaceIn(float[] array)
    {
        Array = array;
        Address = null;
    }

    /// <summary>The samples lie in memory that stays where it is until the operation has run.</summary>
    public void PlaceAt(float* address)
    {
        Array = null;
        Address = address;
    }

    /// <summary>The samples stand in the plan.</summary>
    public void PlaceInPlan()
    {
        Array = null;
        Address = null;
    }
}
