using NeuralPS.Engine.Data;
using NeuralPS.Engine.Losses;
using NeuralPS.Engine.Metrics;
using NeuralPS.Engine.Networks;

namespace NeuralPS.Engine.Training;

/// <summary>What has to hold before a network meets data.</summary>
public static class NetworkChecks
{
    /// <summary>Throws unless every weight has a value.</summary>
    public static void RequireReady(Network network)
    {
        if (!network.IsInitialized)
        {
            throw new EngineException(
                "NotInitialized",
                $"Network '{network.Name}' has no weights yet. Train it (Invoke-Training), initialise it (Initialize-Network) or set them "
                + "(Set-NetworkWeight).");
        }
    }

    /// <summary>Throws unless samples of <paramref name="dataset"/> fit the input of <paramref name="network"/>.</summary>
    public static void RequireInput(Network network, Dataset dataset)
    {
        if (dataset.InputShape.Length != network.InputShape.Length)
        {
            throw new ShapeException(
                "InputShape",
                $"Data set '{dataset.Name}' has samples of shape {dataset.InputShape}, but network '{network.Name}' takes {network.InputShape}. "
                + $"Create the network with -InputShape {string.Join(", ", dataset.InputShape.Dimensions)}.");
        }
    }

    /// <summary>The network's own loss, or the one that its last layer and the data imply.</summary>
    public static Loss ChooseLoss(Network network, Dataset dataset) =>
        network.LossName is { } name
            ? LossCatalog.Get(name)
            : LossCatalog.Imply(LossHead.LastActivation(network), network.OutputShape.Length, dataset.HasLabels);

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
