namespace NeuralPS.Engine.Optimizers.FullBatch;

/// <summary>A function of a vector that is minimised, with its gradient: the same vector gives the same bits.</summary>
internal interface IObjective
{
    /// <summary>The number of variables.</summary>
    int Length { get; }

    /// <summary>The value at x; NaN or infinite where the function is not defined.</summary>
    /// <param name="x">The variables.</param>
    /// <param name="gradient">Receives the gradient, unless the value is not finite.</param>
    double Evaluate(ReadOnlySpan<float> x, Span<float> gradient);
}
