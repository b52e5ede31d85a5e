namespace NeuralPS.Engine.Layers;

/// <summary>
/// What is added to the loss for large weights, never for biases: L1 sum |w| (lasso) + L2/2 sum w^2 (ridge).
/// Its gradient adds L1 sign(w) + L2 w.
/// </summary>
/// <param name="L1">The factor of the absolute values, at least 0.</param>
/// <param name="L2">The factor of half the squares, at least 0.</param>
public readonly record struct Penalty(double L1, double L2)
{
    /// <summary>True when nothing is added.</summary>
    public bool IsNone => L1 == 0 && L2 == 0;

    /// <summary>Checks the factors.</summary>
    /// <exception cref="EngineException">A factor is negative or not finite.</exception>
    internal void Validate(string layer)
    {
        if (!(L1 >= 0) || !(L2 >= 0) || double.IsInfinity(L1) || double.IsInfinity(L2))
        {
            throw new EngineException(
                "PenaltyOutOfRange",
                FormattableString.Invariant(
                    $"Layer '{layer}' has the penalties L1 = {L1} and L2 = {L2}; each must be a finite number of at least 0."));
        }
    }
}
