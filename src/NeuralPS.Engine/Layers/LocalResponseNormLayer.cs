using NeuralPS.Engine.Tensors;

namespace NeuralPS.Engine.Layers;

/// <summary>
/// Local response normalisation across channels, as in AlexNet (Krizhevsky, Sutskever, Hinton 2012):
/// y_i = x_i / (k + alpha sum_j x_j^2)^beta, where j runs over the <see cref="Size"/> channels around i of the same pixel, as far as
/// there are: from i - size / 2 to i + (size - 1) / 2, both rounded down. Alpha is not divided by the size, as in the paper, in
/// TensorFlow and in Keras; PyTorch and Caffe divide it. The shape stays, and nothing is learned.
/// </summary>
public sealed record LocalResponseNormLayer : Layer
{
    /// <summary>Channels of the sum, at least 1.</summary>
    public int Size { get; init; } = 5;

    /// <summary>What the sum of squares is multiplied with, at least 0.</summary>
    public double Alpha { get; init; } = 1e-4;

    /// <summary>The exponent, at least 0.</summary>
    public double Beta { get; init; } = 0.75;

    /// <summary>What is added to the sum, above 0.</summary>
    public double K { get; init; } = 2;

    /// <inheritdoc/>
    public override string Kind => "lrn";

    /// <inheritdoc/>
    public override string Summary => FormattableString.Invariant($"size {Size}, alpha {Alpha}, beta {Beta}, k {K}");

    /// <inheritdoc/>
    public override Shape GetOutputShape(Shape input) => input;

    /// <inheritdoc/>
    internal override void Validate()
    {
        if (Size < 1 || !(Alpha >= 0 && Alpha <= float.MaxValue) || !(Beta >= 0 && Beta <= 100) || !(K > 0 && K <= float.MaxValue))
        {
            throw new EngineException(
                "ResponseNormOutOfRange",
                FormattableString.Invariant(
                    $"Local response normalisation '{Name}' has the size {Size}, alpha {Alpha}, beta {Beta} and k {K}; ")
                + "the size must be at least 1, alpha at least 0, beta from 0 to 100, and k above 0.");
        }
    }

    /// <inheritdoc/>
    internal override Operation Compile(CompileContext context) => new LocalResponseNormOperation(this, context);
}
