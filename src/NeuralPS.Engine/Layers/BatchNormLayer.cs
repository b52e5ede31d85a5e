using NeuralPS.Engine.Activations;
using NeuralPS.Engine.Initializers;
using NeuralPS.Engine.Tensors;

namespace NeuralPS.Engine.Layers;

/// <summary>
/// Batch normalisation: a = g(scale (x - mean) / sqrt(variance + epsilon) + shift), for each feature of flat rows, and for each
/// channel of images. In training mean and variance are those of the batch, with the variance divided by the number of values;
/// otherwise running ones, which each step of training moves: running = momentum * running + (1 - momentum) * batch, where the batch's
/// variance is the unbiased one, divided by the number of values less one. The shape stays.
/// </summary>
/// <remarks>
/// As in the paper (Ioffe, Szegedy 2015) and in PyTorch, whose momentum is 1 less this one. Keras writes the momentum as here, but
/// keeps the biased variance.
/// </remarks>
public sealed record BatchNormLayer : Layer, IActivated
{
    /// <summary>The part of themselves that the running statistics keep at each step of training, from 0 to 1.</summary>
    public double Momentum { get; init; } = 0.9;

    /// <summary>What is added to the variance before the root.</summary>
    public double Epsilon { get; init; } = 1e-5;

    /// <summary>False for a layer without scale (gamma; 1 instead).</summary>
    public bool UseScale { get; init; } = true;

    /// <summary>False for a layer without shift (beta; 0 instead).</summary>
    public bool UseShift { get; init; } = true;

    /// <summary>g, the activation.</summary>
    public Activation Activation { get; init; } = LinearActivation.Instance;

    /// <inheritdoc/>
    public override string Kind => "batchnorm";

    /// <inheritdoc/>
    public override string Summary => NormSettings.Summarise(UseScale, UseShift, Activation);

    /// <inheritdoc/>
    public override Shape GetOutputShape(Shape input) => input;

    /// <inheritdoc/>
    public override IReadOnlyList<ParameterSpecification> GetParameters(Shape input)
    {
        var shape = new Shape(input[input.Rank - 1]);
        var parameters = NormSettings.GetParameters(shape, UseScale, UseShift);
        parameters.Add(new ParameterSpecification("mean", shape, ZerosInitializer.Instance, 1, 1) { IsTrainable = false });
        parameters.Add(new ParameterSpecification("variance", shape, new ConstantInitializer(1), 1, 1) { IsTrainable = false });
        return parameters;
    }

    /// <inheritdoc/>
    internal override void Validate()
    {
        NormSettings.ValidateEpsilon(Epsilon, "Batch", Name);
        if (!(Momentum >= 0 && Momentum <= 1))
        {
            throw new EngineException(
                "MomentumOutOfRange",
                FormattableString.Invariant($"Batch normalisation '{Name}' has the momentum {Momentum}; it must be from 0 to 1."));
        }
    }

    /// <inheritdoc/>
    internal override Operation Compile(CompileContext context) => new BatchNormOperation(this, context);
}
