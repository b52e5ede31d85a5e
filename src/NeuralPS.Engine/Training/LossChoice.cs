using NeuralPS.Engine.Data;
using NeuralPS.Engine.Losses;
using NeuralPS.Engine.Metrics;

namespace NeuralPS.Engine.Training;

/// <summary>Whether losses and metrics fit the data.</summary>
public static class LossChoice
{
    /// <summary>What label smoothing mixes into the targets of a loss.</summary>
    /// <exception cref="EngineException"><c>LabelSmoothingDoesNotFit</c>: the loss is none of labels.</exception>
    internal static double RequireSmoothing(Loss loss, int outputs) => loss.GetSmoothingCentre(outputs) ?? throw new EngineException(
        "LabelSmoothingDoesNotFit",
        $"Labels cannot be smoothed for the loss {loss.Name}, whose targets are no probabilities. Use CrossEntropy or BinaryCrossEntropy, or "
        + "leave label smoothing out.");

    /// <summary>Throws when a metric about classes meets numbers or the other way round.</summary>
    public static void RequireFitting(IReadOnlyList<Metric> metrics, bool isClassification, Dataset dataset)
    {
        foreach (Metric metric in metrics)
        {
            if (metric.IsClassification != isClassification)
            {
                string fitting = string.Join(
                    ", ", MetricCatalog.Names.Where(name => MetricCatalog.Get(name).IsClassification == isClassification));
                throw new EngineException(
                    "MetricDoesNotFit",
                    $"Metric {metric.Name} is about {(metric.IsClassification ? "classes" : "numbers")}, but data set '{dataset.Name}' has "
                    + $"{(isClassification ? "class labels" : "numeric targets")}. Use one of: {fitting}.");
            }
        }
    }
}
