using NeuralPS.Engine.Activations;
using NeuralPS.Engine.Tensors;

namespace NeuralPS.Engine.Layers;

/// <summary>
/// Joins the outputs of several layers, a = g(z). Add, Multiply and Average work element by element on values of one shape;
/// Concatenate puts their last dimensions, the channels or features, one after the other.
/// </summary>
/// <param name="Method">How z follows from the values.</param>
public sealed record MergeLayer(MergeMethod Method) : Layer, IActivated
{
    /// <summary>The activation g.</summary>
    public Activation Activation { get; init; } = LinearActivation.Instance;

    /// <inheritdoc/>
    public override string Kind => "merge";

    /// <inheritdoc/>
    public override string Summary =>
        Method.ToString().ToLowerInvariant() + (Activation is LinearActivation ? "" : $", {Activation.Name}");

    /// <inheritdoc/>
    internal override (int Least, int Most) SourceCount => (2, int.MaxValue);

    /// <inheritdoc/>
    public override Shape GetOutputShape(Shape input) => input;

    /// <inheritdoc/>
    internal override Shape GetOutputShape(IReadOnlyList<Shape> inputs)
    {
        Shape first = inputs[0];
        foreach (Shape other in inputs)
        {
            if (Method == MergeMethod.Concatenate ? !FitBesideEachOther(first, other) : !first.Equals(other))
            {
                throw new ShapeException(
                    "MergeShapes",
                    $"Merge layer '{Name}' cannot {Describe()} values of the shapes {string.Join(" and ", inputs)}: "
                    + (Method == MergeMethod.Concatenate
                        ? "all dimensions but the last, the channels, must be equal. Bring them to one height and width, with padding, cropping, pooling or a stride."
                        : "they must be equal. Bring them to one shape, for example with a 1x1 convolution or a dense layer, or concatenate them."));
            }
        }

        if (Method != MergeMethod.Concatenate)
        {
            return first;
        }

        long last = inputs.Sum(shape => (long)shape[shape.Rank - 1]);
        return last > int.MaxValue
            ? throw new ShapeException("ShapeTooLarge", $"The concatenation has {last:N0} channels. Use smaller layers.")
            : new Shape([.. first.Dimensions[..^1], (int)last]);
    }

    /// <inheritdoc/>
    internal override Operation Compile(CompileContext context) =>
        Method == MergeMethod.Concatenate ? new ConcatenateOperation(this, context) : new MergeOperation(this, context);

    private static bool FitBesideEachOther(Shape first, Shape other) =>
        first.Rank == other.Rank && first.Dimensions[..^1].AsSpan().SequenceEqual(other.Dimensions[..^1].AsSpan());

    private string Describe() => Method.ToString().ToLowerInvariant();
}

/// <summary>How values are joined.</summary>
public enum MergeMethod
{
    /// <summary>The sum, element by element: the shortcut of a residual block.</summary>
    Add,

    /// <summary>The product, element by element: a gate.</summary>
    Multiply,

    /// <summary>The mean, element by element.</summary>
    Average,

    /// <summary>One after the other along the last dimension: the branches of an inception module.</summary>
    Concatenate,
}
