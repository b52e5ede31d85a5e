using NeuralPS.Sweeps.Randomness;
using NeuralPS.Sweeps.Samplers.Parzen;
using NeuralPS.Sweeps.Space;
using NeuralPS.Sweeps.Trials;

namespace NeuralPS.Sweeps.Samplers;

/// <summary>
/// The tree-structured Parzen estimator (Bergstra and others, "Algorithms for hyper-parameter optimization", 2011), over all parameters
/// together (Falkner and others, "BOHB", 2018): of points drawn where good trials are dense, the one where the others are thinnest.
/// Trials whose results are not known yet count as others (constant liar), so that trials side by side do not crowd together. Pruned
/// trials are behind complete ones, by the step that they reached and then by their value there; failed ones are behind all; feasible ones
/// are before those that violate constraints. With several objectives the good trials are those that few dominate (MOTPE). Parameters
/// that only the trial asks for are chosen one by one, by the trials that have them. In a finite space no point comes again before all
/// have been.
/// </summary>
public sealed class TpeSampler : Sampler
{
    private const int GoodLimit = 25;
    private const int ConditionalLimit = 32;
    private const int CandidateLimit = 100_000;
    private const double PriorOfGood = 0.7;
    private const double PriorOfOthers = 1;

    // The best of the good trials weighs nine times the last: measured on standard functions, with late results more than without.
    private const double BestWeight = 8;

    private readonly SobolSampler _startup = new();
    private readonly DuplicateIndex _earlier = new();
    private readonly Dictionary<(string Name, Domain Domain), Observations> _conditional = [];
    private Observations? _observations;

    /// <summary>Creates the sampler.</summary>
    /// <param name="startupTrials">See <see cref="StartupTrials"/>.</param>
    /// <param name="candidateCount">See <see cref="CandidateCount"/>.</param>
    /// <exception cref="SweepException">BadSamplerOption.</exception>
    public TpeSampler(int startupTrials = 10, int candidateCount = 40)
    {
        StartupTrials = SamplerGuard.AtLeast(startupTrials, 0, Name, nameof(StartupTrials));
        CandidateCount = SamplerGuard.Between(candidateCount, 1, CandidateLimit, Name, nameof(CandidateCount));
    }

    /// <summary>
    /// How many trials are points of a scrambled Sobol sequence before the first that may depend on results. It does when results of half
    /// as many trials are known.
    /// </summary>
    public int StartupTrials { get; }

    /// <summary>How many points are drawn for each trial; up to 100,000.</summary>
    public int CandidateCount { get; }

    /// <inheritdoc/>
    public override string Name => "TPE";

    private int NeededTrials => Math.Max(1, StartupTrials / 2);

    /// <inheritdoc/>
    public override bool UsesHistory(int number) => number >= StartupTrials;

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, double> Sample(SamplerContext context)
    {
        ArgumentNullException.ThrowIfNull(context);

        // Before, the history may hold more or fewer trials, as they happened to finish: it must not be looked at.
        if (!UsesHistory(context.Number) || context.Space.Count == 0)
        {
            return _startup.Sample(context);
        }

        if (_observations is null || !_observations.IsFor(context.Space))
        {
            _observations = new([.. context.Space.Keys], [.. context.Space.Values.Select(domain => new Axis(domain))]);
        }

        _observations.Update(context);
        if (_observations.UsableCount < NeededTrials)
        {
            return _startup.Sample(context);
        }

        TrialRandom random = new(context.Seed, context.Number, "TPE");
        double[][] candidates = Propose(_observations, context.Pending, ref random);
        return FiniteSpace.ToParameters(context.Space, ChooseNew(context, candidates, ref random));
    }

    /// <inheritdoc/>
    public override double SampleOne(SamplerContext context, string name, Domain domain)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(domain);
        TrialRandom random = new(context.Seed, context.Number, "TPE:" + name);
        if (UsesHistory(context.Number))
        {
            if (!_conditional.TryGetValue((name, domain), out Observations? own))
            {
                // Ranges that depend on other parameters are all different: what is remembered of them must not grow with the sweep.
                if (_conditional.Count == ConditionalLimit)
                {
                    _conditional.Clear();
                }

                _conditional[(name, domain)] = own = new([name], [new Axis(domain)]);
            }

            own.Update(context);
            if (own.UsableCount >= NeededTrials)
            {
                // Pending trials may or may not have asked for the parameter yet: none of them counts.
                return Propose(own, [], ref random)[0][0];
            }
        }

        return domain.FromUnit(random.NextUniform());
    }

    /// <summary>Points in the order of their promise, the best first.</summary>
    private double[][] Propose(Observations known, IReadOnlyList<Trial> pending, ref TrialRandom random)
    {
        int count = Math.Min((int)Math.Ceiling(0.1 * known.Count), GoodLimit);
        (int Place, double Weight)[] best = known.GetBest(count);
        double[][] good = [.. best.Select(trial => known.GetPoint(trial.Place))];
        List<double[]> others = known.GetOthers([.. best.Select(trial => trial.Place)]);
        foreach (Trial trial in pending)
        {
            if (known.ToPoint(trial) is double[] point)
            {
                others.Add(point);
            }
        }

        Kernels below = new(known.Axes, good, GetWeights(best), PriorOfGood, Bandwidth.OfGood(known.Axes, good));
        Kernels above = new(known.Axes, [.. others], null, PriorOfOthers, Bandwidth.OfOthers(known.Axes, others.Count));
        double[][] candidates = new double[CandidateCount][];
        double[] scores = new double[CandidateCount];
        double[] scratch = new double[Math.Max(good.Length, others.Count) + 1];
        for (int i = 0; i < candidates.Length; i++)
        {
            candidates[i] = new double[known.Axes.Length];
            below.Draw(ref random, candidates[i]);
            scores[i] = above.GetLogDensity(candidates[i], scratch) - below.GetLogDensity(candidates[i], scratch);
        }

        Array.Sort(scores, candidates);
        return candidates;
    }

    /// <summary>By rank, and by what each adds to the front if there are several objectives; 1 in the mean.</summary>
    private static double[] GetWeights((int Place, double Weight)[] best)
    {
        double[] weights = new double[best.Length];
        double sum = 0;
        for (int i = 0; i < weights.Length; i++)
        {
            weights[i] = best[i].Weight * (1 + (BestWeight * (weights.Length - 1 - i) / Math.Max(1, weights.Length - 1)));
            sum += weights[i];
        }

        for (int i = 0; i < weights.Length; i++)
        {
            weights[i] *= weights.Length / sum;
        }

        return weights;
    }

    private double[] ChooseNew(SamplerContext context, double[][] candidates, ref TrialRandom random)
    {
        if (context.Space.PointCount is not long count || _earlier.CountDistinct(context) >= count)
        {
            return candidates[0];
        }

        bool IsNew(double[] point) => _earlier.Find(context, point) is null;
        return candidates.FirstOrDefault(IsNew)
            ?? FiniteSpace.FindNew([.. context.Space.Values], count, ref random, IsNew)
            ?? candidates[0];
    }
}
