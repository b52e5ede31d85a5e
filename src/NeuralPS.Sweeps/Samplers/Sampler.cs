using NeuralPS.Sweeps.Space;

namespace NeuralPS.Sweeps.Samplers;

/// <summary>
/// Chooses the parameters of trials, as a pure function of a <see cref="SamplerContext"/>. A sampler may remember what it worked out
/// from the beginning of the history, as long as the answer is the same without. One thread at a time.
/// </summary>
public abstract class Sampler
{
    /// <summary>The name by which users choose it, such as <c>TPE</c>.</summary>
    public abstract string Name { get; }

    /// <summary>Whether trials depend on results. Trials of a sampler that does not need them never wait for others.</summary>
    public abstract bool UsesHistory(int number);

    /// <summary>How many trials there are at most; null for any number.</summary>
    /// <param name="space">The parameters of the sweep.</param>
    public virtual long? GetTrialLimit(SearchSpace space) => null;

    /// <summary>Checks that the space suits the sampler.</summary>
    /// <exception cref="SweepException">BadSpace: names the parameter and the remedy.</exception>
    public virtual void Validate(SearchSpace space)
    {
    }

    /// <summary>The internal values of all parameters of the space for a trial.</summary>
    public abstract IReadOnlyDictionary<string, double> Sample(SamplerContext context);

    /// <summary>The internal value of a parameter that only the trial itself asks for.</summary>
    /// <param name="context">The context of the trial.</param>
    /// <param name="name">The name of the parameter, not one of the space's.</param>
    /// <param name="domain">Its domain.</param>
    public abstract double SampleOne(SamplerContext context, string name, Domain domain);
}
