using Eng = NeuralPS.Engine;

namespace NeuralPS;

/// <summary>Samples with labels, targets or neither, as PowerShell sees them. Immutable.</summary>
/// <remarks>The engine's own type lives behind a private load context, where PowerShell cannot name it.</remarks>
public sealed class Dataset
{
    internal Dataset(Eng.Data.Dataset value)
    {
        Value = value;
        InputShape = [.. value.InputShape.Dimensions];
        ClassNames = [.. value.ClassNames];
    }

    /// <summary>The name.</summary>
    public string Name => Value.Name;

    /// <summary>The number of samples.</summary>
    public int Count => Value.Count;

    /// <summary>The shape of one sample.</summary>
    public int[] InputShape { get; }

    /// <summary>The classes; empty for numbers.</summary>
    public string[] ClassNames { get; }

    /// <summary>The number of values to predict for a sample: 0 without labels and targets.</summary>
    public int TargetLength => Value.HasLabels ? 1 : Value.Targets?.RowShape.Length ?? 0;

    /// <summary>True when the samples have weights in losses.</summary>
    public bool IsWeighted => Value.Weights is not null;

    /// <summary>Labels, targets, or nothing.</summary>
    public string Kind => Value.HasLabels ? "classification" : Value.Targets is null ? "inputs only" : "regression";

    /// <summary>Where the inputs are: in memory, or on disk, to be read as they are needed.</summary>
    public DataStorage Storage => Value.Inputs.IsOnDisk ? DataStorage.Disk : DataStorage.Memory;

    /// <summary>The engine's data set.</summary>
    internal Eng.Data.Dataset Value { get; }

    /// <summary>The inputs of one sample, row-major.</summary>
    public float[] GetInput(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
        var row = new float[Value.InputShape.Length];
        Value.Inputs.CopyRow(index, row);
        return row;
    }

    /// <summary>How much one sample counts in losses: 1 without weights.</summary>
    public float GetWeight(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
        return Value.Weights is { } weights ? weights.Span[index] : 1;
    }

    /// <summary>The class index of one sample, or its targets, or null.</summary>
    public object? GetLabel(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
        if (Value.HasLabels)
        {
            return ClassNames[Value.Labels![index]];
        }

        if (Value.Targets is not { } targets)
        {
            return null;
        }

        var row = new float[targets.RowShape.Length];
        targets.CopyRow(index, row);
        return row.Length == 1 ? row[0] : row;
    }

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"{Name}: {Count:N0} samples of {string.Join('x', InputShape)}, {Kind}")
        + (Storage == DataStorage.Disk ? ", on disk" : "");
}
