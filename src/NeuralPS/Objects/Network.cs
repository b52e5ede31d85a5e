using Eng = NeuralPS.Engine;

namespace NeuralPS;

/// <summary>
/// A network as PowerShell sees it. Immutable: cmdlets that change a network return a new one.
/// </summary>
/// <remarks>The engine's own type lives behind a private load context, where PowerShell cannot name it.</remarks>
public sealed class Network
{
    internal Network(Eng.Networks.Network value)
    {
        Value = value;
        InputShape = [.. value.InputShape.Dimensions];
        InputNames = [.. value.Inputs.Select(input => input.Name)];
        OutputNames = [.. value.Outputs.Select(output => output.Name)];
        OutputShape = [.. value.OutputShape.Dimensions];
        Layers = [.. value.Layers.Select(layer => new NetworkLayer(layer))];
        ClassNames = value.ClassNames is { } names ? [.. names] : [];
    }

    /// <summary>The name.</summary>
    public string Name => Value.Name;

    /// <summary>The shape of one input sample, at the first input.</summary>
    public int[] InputShape { get; }

    /// <summary>The names of the inputs.</summary>
    public string[] InputNames { get; }

    /// <summary>The names of the layers that no other reads: the outputs. The last is the main one.</summary>
    public string[] OutputNames { get; }

    /// <summary>The shape of the main output for one sample.</summary>
    public int[] OutputShape { get; }

    /// <summary>The number of weights that it learns.</summary>
    public long ParameterCount => Value.ParameterCount;

    /// <summary>The number of weights that it has but does not learn, such as running statistics.</summary>
    public long NonTrainableCount => Value.NonTrainableCount;

    /// <summary>Multiplications with addition for one sample.</summary>
    public long MultiplyAdds => Value.MultiplyAdds;

    /// <summary>The layers, first to last.</summary>
    public NetworkLayer[] Layers { get; }

    /// <summary>True once every weight has a value.</summary>
    public bool IsInitialized => Value.IsInitialized;

    /// <summary>True once it was trained.</summary>
    public bool IsTrained => Value.IsTrained;

    /// <summary>A record for each epoch of training.</summary>
    public System.Management.Automation.PSObject[] History => field ??= [.. Value.History.Select(EpochRecord.Create)];

    /// <summary>The classes that it tells apart; empty for numbers and before training.</summary>
    public string[] ClassNames { get; }

    /// <summary>The loss that it was trained with, or null.</summary>
    public string? Loss => Value.LossName;

    /// <summary>The optimizer that it was trained with, or null.</summary>
    public string? Optimizer => Value.State?.Optimizer.Name;

    /// <summary>The seed that it was trained with, or null.</summary>
    public ulong? Seed => Value.State?.Seed;

    /// <summary>Why its training ended, or null.</summary>
    public StopReason? StopReason => Value.State?.End is { } end ? StopReasons.Of(end.ToString()) : null;

    /// <summary>The table of layers, as text.</summary>
    public string Summary => Eng.Inspection.NetworkTable.Render(Value);

    /// <summary>The engine's network.</summary>
    internal Eng.Networks.Network Value { get; }

    /// <inheritdoc/>
    public override string ToString() =>
        FormattableString.Invariant(
            $"{Name}: {string.Join('x', InputShape)} -> {string.Join('x', OutputShape)}, {Layers.Length} layers, {ParameterCount:N0} parameters");
}
