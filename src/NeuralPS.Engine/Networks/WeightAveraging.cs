namespace NeuralPS.Engine.Networks;

/// <summary>How the weights of a training are averaged: the averages are what is measured and what comes out.</summary>
/// <param name="Method">Which average.</param>
public sealed record WeightAveraging(AveragingMethod Method)
{
    /// <summary>The part that an exponential average keeps with each update, at least 0 and below 1.</summary>
    public double Decay { get; init; } = 0.999;

    /// <summary>The first epoch whose weights count, from 1.</summary>
    public int Start { get; init; } = 1;

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"{Method} (decay {Decay}, start {Start})");

    /// <summary>Checks the settings.</summary>
    /// <exception cref="EngineException"><c>AveragingDecayOutOfRange</c>, <c>AveragingStartOutOfRange</c>.</exception>
    internal void Validate()
    {
        if (!(Decay >= 0) || !(Decay < 1))
        {
            throw new EngineException(
                "AveragingDecayOutOfRange", FormattableString.Invariant($"The decay of averaging is {Decay}; it must be at least 0 and below 1."));
        }

        if (Start < 1)
        {
            throw new EngineException(
                "AveragingStartOutOfRange", FormattableString.Invariant($"Averaging starts with epoch {Start}; it must be at least 1."));
        }
    }

    /// <summary>How much of the newest weights goes into the average.</summary>
    /// <param name="count">Weights that are in the average already.</param>
    /// <remarks>
    /// While few weights are in an exponential average, it would be stuck at the first: its decay rises from 0.1 as (1 + n) / (10 + n).
    /// </remarks>
    internal double GetShare(long count) => Method == AveragingMethod.Uniform
        ? 1.0 / (count + 1)
        : count == 0 ? 1 : 1 - Math.Min(Decay, (1.0 + count) / (10.0 + count));
}

/// <summary>Which average of weights.</summary>
public enum AveragingMethod
{
    /// <summary>None: the weights themselves.</summary>
    None,

    /// <summary>An exponential moving average over the updates: a = d a + (1 - d) w.</summary>
    Exponential,

    /// <summary>The mean over the ends of epochs: stochastic weight averaging.</summary>
    Uniform,
}
