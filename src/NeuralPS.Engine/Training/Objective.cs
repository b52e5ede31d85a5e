using System.Collections.Immutable;
using NeuralPS.Engine.Data;
using NeuralPS.Engine.Layers;
using NeuralPS.Engine.Losses;
using NeuralPS.Engine.Metrics;
using NeuralPS.Engine.Networks;
using NeuralPS.Engine.Tensors;

namespace NeuralPS.Engine.Training;

/// <summary>
/// What is minimised: the sum of the losses of a network's outputs, each with its weight. Labels are compared with every output, as
/// auxiliary classifiers want it; numeric targets are shared out among the outputs in order, or given whole to each that has their length.
/// </summary>
internal sealed class Objective
{
    /// <summary>Decides for a network and its data.</summary>
    /// <param name="network">The network.</param>
    /// <param name="dataset">The data, with labels or targets.</param>
    /// <param name="losses">The losses; null for the network's own, else those that its outputs and the data imply.</param>
    /// <exception cref="EngineException">
    /// <c>LossCount</c>: there are neither one loss nor as many as outputs; <c>LossDoesNotFit</c>: a loss can learn nothing from an output.
    /// </exception>
    public Objective(Network network, Dataset dataset, LossSet? losses)
    {
        NetworkLayer[] outputs = [.. network.Outputs];
        losses ??= network.Losses;
        RequireCount("LossCount", "loss", losses?.Losses.Count ?? 0, network);
        RequireCount("LossWeightCount", "loss weight", losses?.Weights.Count ?? 0, network, allowsOne: false);
        int total = network.Layers.IsEmpty ? network.InputShape.Length : outputs.Sum(output => output.OutputShape.Length);
        if (outputs.Length == 0)
        {
            Parts = [CreatePart("input", network.InputShape, null, 0, total, dataset, losses, 0)];
        }
        else
        {
            var parts = ImmutableArray.CreateBuilder<ObjectivePart>();
            int first = 0;
            for (int i = 0; i < outputs.Length; i++)
            {
                parts.Add(CreatePart(
                    outputs[i].Name, outputs[i].OutputShape, outputs[i].Layer, first, total, dataset, losses, i));
                first += outputs[i].OutputShape.Length;
            }

            Parts = parts.ToImmutable();
        }

        Losses = new LossSet([.. Parts.Select(part => part.Loss)], losses?.Weights);
    }

    /// <summary>The outputs in order; the last is the main one.</summary>
    public ImmutableArray<ObjectivePart> Parts { get; }

    /// <summary>The losses, one for each output.</summary>
    public LossSet Losses { get; }

    /// <summary>For each output, true when plans leave out its last activation.</summary>
    public IReadOnlyList<bool> Strips => [.. Parts.Select(part => part.Head.Strips)];

    /// <summary>The targets of a data set, for each output.</summary>
    /// <exception cref="ShapeException">They do not fit.</exception>
    /// <exception cref="DataException">There are none.</exception>
    public TargetSource[] CreateTargets(Dataset dataset, double smoothing = 0, ClassWeights? classWeights = null) =>
        [.. Parts.Select(part => new TargetSource(dataset, part, smoothing, classWeights))];

    /// <summary>The metrics of all outputs.</summary>
    /// <param name="chosen">Those that were asked for, each for the outputs that it fits; null for what suits each output.</param>
    /// <param name="targets">The targets for each output.</param>
    /// <param name="dataset">The data, for messages.</param>
    /// <exception cref="EngineException"><c>MetricDoesNotFit</c>.</exception>
    public IReadOnlyList<Metric> ChooseMetrics(IReadOnlyList<Metric>? chosen, TargetSource[] targets, Dataset dataset)
    {
        if (Parts.Length == 1)
        {
            IReadOnlyList<Metric> metrics = chosen ?? MetricCatalog.Default(targets[0].IsClassification);
            LossChoice.RequireFitting(metrics, targets[0].IsClassification, dataset);
            return metrics;
        }

        foreach (Metric metric in chosen ?? [])
        {
            if (targets.All(target => target.IsClassification != metric.IsClassification))
            {
                LossChoice.RequireFitting([metric], !metric.IsClassification, dataset);
            }
        }

        return
        [
            .. Parts.SelectMany((part, i) => (chosen ?? MetricCatalog.Default(targets[i].IsClassification))
                .Where(metric => metric.IsClassification == targets[i].IsClassification)
                .Select(metric => new OutputMetric(metric, part.Output, i))),
        ];
    }

    private static void RequireCount(string errorId, string what, int count, Network network, bool allowsOne = true)
    {
        int outputs = Math.Max(1, network.Outputs.Length);
        if (count != 0 && count != outputs && !(allowsOne && count == 1))
        {
            throw new EngineException(
                errorId,
                $"{count} values are given as {what}, but network '{network.Name}' has {outputs} output(s): "
                + $"{string.Join(", ", network.Outputs.Select(output => output.Name))}. Give one for each{(allowsOne ? ", or one for all" : "")}.");
        }
    }

    private static ObjectivePart CreatePart(
        string output, Shape shape, Layer? layer, int first, int total, Dataset dataset, LossSet? losses, int index)
    {
        Loss loss = losses is null ? LossCatalog.Imply(LossHead.LastActivation(layer), shape.Length, dataset.HasLabels)
            : losses.Losses.Count == 1 ? losses.Losses[0] : losses.Losses[index];
        if (loss is CrossEntropy && shape.Length == 1)
        {
            // The softmax of one value is always 1: the loss would be 0, the gradient too, and look like success.
            throw new EngineException(
                "LossDoesNotFit",
                $"The loss CrossEntropy compares the outputs of several classes, but layer '{output}' has only 1 output, so that there is nothing "
                + "to learn. Give it a unit for each class, or use BinaryCrossEntropy for two classes, or SquaredError for numbers.");
        }

        double weight = losses is { Weights.Count: > 0 } ? losses.Weights[index] : 1;
        return new ObjectivePart(output, shape, first, total, loss, LossHead.Resolve(layer, loss), weight);
    }
}
