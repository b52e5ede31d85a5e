namespace NeuralPS.Engine.Losses;

/// <summary>
/// The loss of each output of a network, and how much it counts: L = w1 L1 + w2 L2 + ... A single loss serves all outputs.
/// </summary>
public sealed class LossSet
{
    /// <summary>Joins losses.</summary>
    /// <param name="losses">One for all outputs, or one for each in their order.</param>
    /// <param name="weights">The weight of each output, at least 0; empty where each counts 1.</param>
    /// <exception cref="EngineException"><c>LossWeightOutOfRange</c>: a weight is negative or not finite, or all are 0.</exception>
    public LossSet(IReadOnlyList<Loss> losses, IReadOnlyList<double>? weights = null)
    {
        ArgumentNullException.ThrowIfNull(losses);
        ArgumentOutOfRangeException.ThrowIfZero(losses.Count);
        Losses = losses;
        Weights = weights ?? [];
        if (Weights.Count > 0 && (Weights.Any(weight => !(weight >= 0 && double.IsFinite(weight))) || Weights.All(weight => weight == 0)))
        {
            throw new EngineException(
                "LossWeightOutOfRange",
                $"The weights of the losses are {string.Join(", ", Weights)}; each must be a finite number of at least 0, and one above 0.");
        }
    }

    /// <summary>One for all outputs, or one for each.</summary>
    public IReadOnlyList<Loss> Losses { get; }

    /// <summary>The weight of each output; empty where each counts 1.</summary>
    public IReadOnlyList<double> Weights { get; }

    /// <summary>One loss for all outputs.</summary>
    public static implicit operator LossSet?(Loss? loss) => FromLoss(loss);

    /// <summary>One loss for all outputs; null for null.</summary>
    public static LossSet? FromLoss(Loss? loss) => loss is null ? null : new LossSet([loss]);

    /// <summary>The names, such as <c>CrossEntropy, SquaredError</c>.</summary>
    public override string ToString() => string.Join(", ", Losses.Select(loss => loss.ToString()));
}
