using NeuralPS.Engine.Networks;
using NeuralPS.Engine.Tensors;

namespace NeuralPS.Engine.Presets;

/// <summary>A network of the literature by name: what it is, where it comes from, and how it is built.</summary>
public sealed class NetworkPreset
{
    private readonly InputRule _input;
    private readonly Func<Network, int, Network> _build;

    /// <summary>Creates a preset.</summary>
    /// <param name="name">The name.</param>
    /// <param name="input">Which input shapes it takes.</param>
    /// <param name="build">Adds the layers to a network without any; the second argument is the number of classes, 0 for none.</param>
    internal NetworkPreset(string name, InputRule input, Func<Network, int, Network> build)
    {
        Name = name;
        _input = input;
        _build = build;
    }

    /// <summary>The name, as the field has it.</summary>
    public string Name { get; }

    /// <summary>What it is, in a line.</summary>
    public required string Description { get; init; }

    /// <summary>Where the architecture was published.</summary>
    public required string Source { get; init; }

    /// <summary>The published number of parameters: of the usual input shape and the usual number of classes.</summary>
    public required long ParameterCount { get; init; }

    /// <summary>The usual input shape.</summary>
    public required Shape InputShape { get; init; }

    /// <summary>The usual number of classes; null for networks whose outputs are no classes.</summary>
    public int? ClassCount { get; init; }

    /// <summary>Which input shapes the architecture takes, in words.</summary>
    public string InputDescription => _input.Description;

    /// <summary>Builds the network, without weights.</summary>
    /// <param name="inputShape">The shape of one sample; null for the usual one.</param>
    /// <param name="classes">The number of classes, at least 2; null for the usual one.</param>
    /// <param name="name">The name of the network; null for that of the preset.</param>
    /// <exception cref="ShapeException">The architecture does not take such samples (PresetInputShape).</exception>
    /// <exception cref="EngineException">It has no classes, or there are fewer than 2 (PresetClasses).</exception>
    public Network Build(Shape? inputShape = null, int? classes = null, string? name = null)
    {
        Shape shape = inputShape ?? InputShape;
        if (!_input.Allows(shape))
        {
            throw new ShapeException(
                "PresetInputShape",
                $"Preset {Name} does not take samples of shape {shape}. It takes {InputDescription}; usual is "
                + $"-InputShape {string.Join(", ", InputShape.Dimensions)}, which is also what it takes without the parameter.");
        }

        if (classes is { } given && (ClassCount is null || given < 2))
        {
            throw new EngineException(
                "PresetClasses",
                ClassCount is null
                    ? $"The outputs of preset {Name} are no classes, so it cannot have {given} of them. Leave -ClassCount out."
                    : $"Preset {Name} cannot have {given} classes; it needs at least 2, and usually has {ClassCount}.");
        }

        return _build(Network.Create(shape, name ?? Name), classes ?? ClassCount ?? 0);
    }
}
