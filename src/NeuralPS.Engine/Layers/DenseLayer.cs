using NeuralPS.Engine.Activations;
using NeuralPS.Engine.Initializers;
using NeuralPS.Engine.Tensors;

namespace NeuralPS.Engine.Layers;

/// <summary>
/// A fully connected layer: a = g(W x + b), with W of shape [units, inputs], a row per unit.
/// Input shape (inputs), output shape (units).
/// </summary>
/// <param name="Units">Outputs, at least 1.</param>
public sealed record DenseLayer(int Units) : Layer, IActivated
{
    /// <summary>g, the activation.</summary>
    public Activation Activation { get; init; } = LinearActivation.Instance;

    /// <summary>False for a layer without b.</summary>
    public bool UseBias { get; init; } = true;

    /// <summary>How W starts; null for what suits the activation (He for the ReLU family, Xavier for the others).</summary>
    public Initializer? WeightInitializer { get; init; }

    /// <summary>How b starts.</summary>
    public Initializer BiasInitializer { get; init; } = ZerosInitializer.Instance;

    /// <summary>The penalty on W, added to the loss.</summary>
    public Penalty Penalty { get; init; }

    /// <summary>The penalty on mean activations, added to the loss; needs the activation Sigmoid.</summary>
    public SparsityPenalty Sparsity { get; init; }

    /// <inheritdoc/>
    public override string Kind => "dense";

    /// <inheritdoc/>
    public override string Summary => string.Join(", ", new[]
    {
        Activation is LinearActivation ? null : Activation.Name,
        Sparsity.IsNone ? null : FormattableString.Invariant($"sparsity {Sparsity.Rho}, weight {Sparsity.Beta}"),
    }.OfType<string>());

    /// <inheritdoc/>
    public override Shape GetOutputShape(Shape input)
    {
        if (input.Rank != 1)
        {
            throw new ShapeException(
                "DenseNeedsFlatInput",
                $"Dense layer '{Name}' takes flat samples, but its input has the shape {input}. "
                + "Put a flatten layer (Add-FlattenLayer) before it.");
        }

        return new Shape(Units);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<ParameterSpecification> GetParameters(Shape input)
    {
        var weight = new ParameterSpecification(
            "weight", new Shape(Units, input.Length), WeightInitializer ?? Initializer.For(Activation), input.Length, Units);
        return UseBias
            ? [weight, new ParameterSpecification("bias", new Shape(Units), BiasInitializer, input.Length, Units)]
            : [weight];
    }

    /// <inheritdoc/>
    public override long GetMultiplyAdds(Shape input) => (long)Units * input.Length;

    /// <inheritdoc/>
    internal override void Validate()
    {
        if (Units < 1)
        {
            throw new EngineException("UnitsOutOfRange", $"Dense layer '{Name}' has {Units} units; it needs at least 1.");
        }

        Penalty.Validate(Name);
        Sparsity.Validate(Name, Activation);
    }

    /// <inheritdoc/>
    internal override Operation Compile(CompileContext context) => new DenseOperation(this, context);
}
