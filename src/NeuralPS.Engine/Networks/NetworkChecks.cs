using NeuralPS.Engine.Data;

namespace NeuralPS.Engine.Networks;

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

        RequireComplete(network);
    }

    /// <summary>Throws unless every input is read by some layer.</summary>
    public static void RequireComplete(Network network)
    {
        var read = network.Layers.SelectMany(layer => layer.Sources).ToHashSet(StringComparer.OrdinalIgnoreCase);
        if (network.Inputs.FirstOrDefault(input => !read.Contains(input.Name)) is { } unread && !network.Layers.IsEmpty)
        {
            throw new EngineException(
                "InputUnread", $"No layer of network '{network.Name}' reads the input '{unread.Name}'. Add one with -From {unread.Name}.");
        }
    }

    /// <summary>Throws unless samples of <paramref name="dataset"/> fit the input of <paramref name="network"/>.</summary>
    public static void RequireInput(Network network, Dataset dataset)
    {
        if (network.Inputs.Length > 1 && dataset.InputShape.Length != network.InputLength)
        {
            throw new ShapeException(
                "InputShape",
                $"Data set '{dataset.Name}' has samples of shape {dataset.InputShape}, that is {dataset.InputShape.Length} values, but network "
                + $"'{network.Name}' takes {network.InputLength}: {string.Join(" and ", network.Inputs.Select(input => $"{input.Shape} for {input.Name}"))}, "
                + "one after the other.");
        }

        if (dataset.InputShape.Length != network.InputLength)
        {
            throw new ShapeException(
                "InputShape",
                $"Data set '{dataset.Name}' has samples of shape {dataset.InputShape}, but network '{network.Name}' takes {network.InputShape}. "
                + $"Create the network with -InputShape {string.Join(", ", dataset.InputShape.Dimensions)}.");
        }
    }

    /// <summary>
    /// Says that the inputs of <paramref name="dataset"/>, or its targets where they matter, were not converted as the data were that
    /// <paramref name="network"/> was trained with.
    /// </summary>
    /// <returns>A warning with the remedy; null when all is well.</returns>
    public static string? FindOtherConversion(Network network, Dataset dataset, bool withTargets) =>
        network.Schema is { } schema ? FindOtherConversion(schema, dataset, withTargets, $"those that network '{network.Name}' was trained with") : null;

    /// <summary>Says that a data set was not converted as the one that training learns from.</summary>
    /// <returns>A warning with the remedy; null when all is well.</returns>
    public static string? FindOtherConversion(Dataset training, Dataset dataset) =>
        FindOtherConversion(training.Schema, dataset, withTargets: true, $"those of '{training.Name}' to learn from");

    private static string? FindOtherConversion(DataSchema wanted, Dataset dataset, bool withTargets, string those)
    {
        bool areInputsSame = AreSame(wanted.Transforms, dataset.Schema.Transforms);
        bool areTargetsSame = !withTargets || dataset.Targets is null || AreSame(wanted.TargetTransforms, dataset.Schema.TargetTransforms);
        return areInputsSame && areTargetsSame
            ? null
            : $"The {(areInputsSame ? "targets" : "inputs")} of data set '{dataset.Name}' were not converted (scaled, standardised) like {those}, "
            + "so the results mean little. Give the data as they were read to Convert-Dataset -Like with the training data first.";
    }

    private static bool AreSame(IReadOnlyList<FeatureTransform> wanted, IReadOnlyList<FeatureTransform> done) =>
        wanted.Count == done.Count && wanted.Zip(done).All(pair => pair.First.IsSameAs(pair.Second));
}
