using NeuralPS.Engine.Data;
using NeuralPS.Engine.Layers;
using NeuralPS.Engine.Losses;
using NeuralPS.Engine.Networks;
using NeuralPS.Engine.Randomness;
using NeuralPS.Engine.Threading;

namespace NeuralPS.Engine.Training;

/// <summary>
/// Compares the gradients of backpropagation with difference quotients of the loss:
/// dL/dw against (L(w + h) - L(w - h)) / 2h, extrapolated from h and h/2 (Richardson), with an h that avoids the kinks of ReLU and the like.
/// </summary>
public static unsafe class GradientCheck
{
    // Tensors with smaller gradients are compared as if theirs were as large: float32 does not tell more.
    private const double SmallestScale = 1e-4;

    // Weights whose rounding is measured: one may have nothing to say.
    private const int RoundingTries = 5;

    /// <summary>Checks the gradient of every weight tensor.</summary>
    /// <param name="network">The network; missing weights are initialised by the seed.</param>
    /// <param name="dataset">The samples of one batch: all of them.</param>
    /// <param name="loss">The loss; null for the network's own or the implied one.</param>
    /// <param name="penalty">The penalty on the weights of layers that have none of their own; part of the loss here.</param>
    /// <param name="elements">The number of elements to try per tensor, at least 1, drawn by the seed.</param>
    /// <param name="seed">The seed of weights, dropout masks and the choice of elements.</param>
    public static IReadOnlyList<GradientCheckResult> Run(
        Network network, Dataset dataset, LossSet? loss = null, Penalty penalty = default, int elements = 20, ulong seed = 0)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(elements, 1);
        NetworkChecks.RequireInput(network, dataset);
        Network ready = network.Initialize(seed, onlyMissing: true);
        var objective = new Objective(ready, dataset, loss);
        using Plan plan = Plan.Create(ready, dataset.Count, isTraining: true, objective.Strips);
        using var pool = new WorkerPool(1);
        plan.LoadWeights(ready.Weights);
        Penalty[] penalties = Trainer.ChoosePenalties(ready, plan, penalty);
        var function = new GradientCheckFunction(plan, dataset, objective, penalties, seed, pool);
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
        Parameter parameter, int index, Penalty penalty, GradientCheckFunction function, int elements, ulong seed)
    {
        var analytic = new float[parameter.Shape.Length];
        parameter.Unpack(parameter.Gradient, analytic);
        var weights = new float[parameter.Shape.Length];
        parameter.Unpack(parameter.Data, weights);
        double scale = Math.Max(SmallestScale, Math.Sqrt(analytic.Average(g => (double)g * g)));
        var random = new RandomStream(seed, RandomPurpose.GradientCheck, index);
        int count = Math.Min(elements, weights.Length);
        int Choose(int k) => count == weights.Length ? k : random.GetInteger(k, weights.Length);
        double rounding = Enumerable.Range(0, Math.Min(count, RoundingTries))
            .Max(k => DifferenceQuotient.MeasureRounding(parameter, weights, Choose(k), function));
        double worst = 0;
        int kinks = 0;
        for (int k = 0; k < count; k++)
        {
            int i = Choose(k);
            double expected = analytic[i] + (penalty.L2 * weights[i]) + (penalty.L1 * Math.Sign(weights[i]));
            DifferenceQuotient slope = DifferenceQuotient.Measure(parameter, weights, i, function, scale, rounding);
            if (Math.Max(Math.Abs(expected), Math.Abs(slope.Value)) < slope.Noise)
            {
                // Zero, as far as the quotients can tell: of a bias before a normalisation, or of a unit that is off.
                continue;
            }

            if (slope.IsKink)
            {
                kinks++;
                continue;
            }

            double error = Math.Abs(expected - slope.Value) / Math.Max(Math.Abs(expected), Math.Max(Math.Abs(slope.Value), scale));
            worst = Math.Max(worst, error);
        }

        return new GradientCheckResult(parameter.Name, count - kinks, kinks, worst);
    }
}

/// <summary>The check of one weight tensor.</summary>
/// <param name="Tensor">The name, such as <c>dense1.weight</c>.</param>
/// <param name="Checked">Elements that were compared.</param>
/// <param name="Kinks">Elements that were left out, since the loss has a kink within reach of the difference quotient.</param>
/// <param name="MaximumError">The largest difference, relative to the larger of the two and the tensor's mean gradient.</param>
public sealed record GradientCheckResult(string Tensor, int Checked, int Kinks, double MaximumError);
