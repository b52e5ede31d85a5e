using Eng = NeuralPS.Engine;

namespace NeuralPS;

/// <summary>A network of the literature that New-Network builds by name: a flat record for tables.</summary>
public sealed class NetworkPreset
{
    internal NetworkPreset(Eng.Presets.NetworkPreset preset)
    {
        Name = preset.Name;
        ParameterCount = preset.ParameterCount;
        InputShape = [.. preset.InputShape.Dimensions];
        ClassCount = preset.ClassCount;
        Description = preset.Description;
        Source = preset.Source;
        Input = preset.InputDescription;
    }

    /// <summary>The name.</summary>
    public string Name { get; }

    /// <summary>The published number of parameters.</summary>
    public long ParameterCount { get; }

    /// <summary>The usual shape of one input sample.</summary>
    public int[] InputShape { get; }

    /// <summary>The usual number of classes; null for networks whose outputs are no classes.</summary>
    public int? ClassCount { get; }

    /// <summary>What it is.</summary>
    public string Description { get; }

    /// <summary>Where the architecture was published.</summary>
    public string Source { get; }

    /// <summary>Which input shapes it takes, in words.</summary>
    public string Input { get; }

    /// <inheritdoc/>
    public override string ToString() => Name;
}
