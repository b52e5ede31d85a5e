using NeuralPS.Engine.Data;
using NeuralPS.Engine.Layers;
using NeuralPS.Engine.Losses;
using NeuralPS.Engine.Networks;
using NeuralPS.Engine.Randomness;
using NeuralPS.Engine.Threading;

namespace NeuralPS.Engine.Training;

/// <summary>
/// Compares the gradients of backpropagation with difference quotients of the loss:
/// dL/dw against (L(w + h) - L(w - h)) / 2h, extrapolated from h and h/2 (Richardson).
/// </summary>
public static unsafe class GradientCheck
{
    /// <summary>Checks the gradient of every weight tensor.</summary>
    /// <param name="network">The network; missing weights are initialised by the seed.</param>
    /// <param name="dataset">The samples of one batch: all of them.</param>
    /// <param name="loss">The loss; null for the network's own or the implied one.</param>
    /// <param name="penalty">The penalty on the weights of layers that have none of their own; part of the loss here.</param>
    /// <param name="elements">The number of elements to try per tensor, drawn by the seed.</param>
    /// <param name="seed">The seed of weights, dropout masks and the choice of elements.</param>
    public static IReadOnlyList<GradientCheckResult> Run(
        Network network, Dataset dataset, LossSet? loss = null, Penalty penalty = default, int elements = 20, ulong seed = 0)
    {
        NetworkChecks.RequireInput(network, dataset);
        Network ready = network.Initialize(seed, onlyMissing: true);
        var objective = new Objective(ready, dataset, loss);
        using Plan plan = Plan.Create(ready, dataset.Count, isTraining: true, objective.Strips);
        using var pool = new WorkerPool(1);
        plan.LoadWeights(ready.Weights);
        Penalty[] penalties = Trainer.ChoosePenalties(ready, plan, penalty);
        var function = new Function(plan, dataset, objective, penalties, seed, pool);
        function.Evaluate(withGradient: true);
        var results = new List<GradientCheckResult>();
        for (int p = 0; p < plan.Parameters.Length; p++)
        {
            if (plan.Parameters[p].IsTrainable)
            {
                results.Add(Check(plan.Parameters[p], p, penalties[p], function, elements, seed));
            }
        }

        return results;
    }

    private static GradientCheckResult Check(
        Parameter parameter, int index, Penalty penalty, Function function, int elements, ulong seed)
    {
        var analytic = new float[parameter.Shape.Length];
        parameter.Unpack(parameter.Gradient, analytic);
        var weights = new float[parameter.Shape.Length];
        parameter.Unpack(parameter.Data, weights);
        double scale = Math.Sqrt(analytic.Average(g => (double)g * g));
        var random = new RandomStream(seed, RandomPurpose.GradientCheck, index);
        int count = Math.Min(elements, weights.Length);
        double worst = 0;
        int kinks = 0;
        for (int k = 0; k < count; k++)
        {
            int i = count == weights.Length ? k : random.GetInteger(k, weights.Length);
            double expected = analytic[i] + (penalty.L2 * weights[i]) + (penalty.L1 * Math.Sign(weights[i]));
            (double numeric, double noise, bool isKink) = Differentiate(parameter, weights, i, function, scale);
            if (Math.Max(Math.Abs(expected), Math.Abs(numeric)) < noise)
            {
                // Zero, as far as the quotients can tell: of a bias before a normalisation, or of a unit that is off.
                continue;
            }

            if (isKink)
            {
                kinks++;
                continue;
            }

            double error = Math.Abs(expected - numeric) / Math.Max(Math.Max(Math.Abs(expected), Math.Abs(numeric)), Math.Max(scale, 1e-4));
            worst = Math.Max(worst, error);
        }

        return new GradientCheckResult(parameter.Name, count - kinks, kinks, worst);
    }

    // On a smooth stretch the quotients for h and h/2 agree, and the bend L(w + h) - 2 L(w) + L(w - h), divided by h, halves with h.
    // Where either fails by far, a kink (as of ReLU) lies within reach: the derivative is one-sided there. The loss is known to some
    // units in the last place of float32, which the quotients enlarge: slopes below that noise are indistinguishable from zero.
    private static (double Slope, double Noise, bool IsKink) Differentiate(
        Parameter parameter, float[] weights, int i, Function function, double scale)
    {
        float original = weights[i];
        float h = 0.01f * Math.Max(1, Math.Abs(original));
        double centre = function.Evaluate(withGradient: false);
        (double wide, double wideBend) = Quotient(h);
        (double narrow, double narrowBend) = Quotient(h / 2);
        weights[i] = original;
        parameter.Pack(weights, parameter.Data);
        function.Refresh();
        double tolerance = 0.01 * Math.Max(Math.Abs(narrow), Math.Max(scale, 1e-4));
        bool isKink = Math.Abs(wide - narrow) > tolerance || Math.Abs(narrowBend - (wideBend / 2)) > tolerance;
        return (narrow + ((narrow - wide) / 3), 4e-7 * Math.Max(1, Math.Abs(centre)) / h, isKink);

        (double Slope, double Bend) Quotient(float step)
        {
            weights[i] = original + step;
            double above = (double)weights[i] - original;
            parameter.Pack(weights, parameter.Data);
            double high = function.Evaluate(withGradient: false);
            weights[i] = original - step;
            double below = (double)original - weights[i];
            parameter.Pack(weights, parameter.Data);
            double low = function.Evaluate(withGradient: false);
            return ((high - low) / (above + below), ((high - centre) / above) - ((centre - low) / below));
        }
    }

    /// <summary>The function that is differentiated: the mean loss of the batch, plus penalties.</summary>
    private sealed class Function
    {
        private readonly Plan _plan;
        private readonly Dataset _dataset;
        private readonly TargetSource[] _targets;
        private readonly ObjectiveStep _objective;
        private readonly Penalty[] _penalties;
        private readonly Step _step;
        private readonly int[] _order;

        public Function(Plan plan, Dataset dataset, Objective objective, Penalty[] penalties, ulong seed, WorkerPool pool)
        {
            _plan = plan;
            _dataset = dataset;
            _targets = objective.CreateTargets(dataset);
            _objective = new ObjectiveStep(plan, objective);
            _penalties = penalties;
            // The same address for every evaluation: dropout drops the same elements.
            _step = new Step { Rows = dataset.Count, IsTraining = true, Pool = pool, Seed = seed, Epoch = 1 };
            _order = [.. Enumerable.Range(0, dataset.Count)];
            new BatchLoader(plan.Inputs).Load(dataset.Inputs, _order, 0, dataset.Count, pool);
        }

        public void Refresh() => _plan.OnParametersChanged(_step);

        public double Evaluate(bool withGradient)
        {
            Refresh();
            _plan.Forward(_step);
            double loss = _objective.Run(_targets, _order, 0, _dataset.Count, withGradient, 0, _step.Pool) / _dataset.Count;
            foreach (SparsityTerm sparsity in _plan.SparsityTerms)
            {
                sparsity.StartGathering();
                sparsity.Gather(_dataset.Count);
                sparsity.EndGathering();
                loss += sparsity.Penalty;
            }

            if (withGradient)
            {
                _plan.Backward(_step);
            }

            return loss + PenaltySum.Measure(_plan.Parameters, _penalties);
        }
    }
}

/// <summary>The check of one weight tensor.</summary>
/// <param name="Tensor">The name, such as <c>dense1.weight</c>.</param>
/// <param name="Checked">Elements that were compared.</param>
/// <param name="Kinks">Elements that were left out, since the loss has a kink within reach of the difference quotient.</param>
/// <param name="MaximumError">The largest difference, relative to the larger of the two and the tensor's mean gradient.</param>
public sealed record GradientCheckResult(string Tensor, int Checked, int Kinks, double MaximumError);
