using System.Globalization;

namespace NeuralPS.Engine.Metrics;

/// <summary>The metrics by name.</summary>
public static class MetricCatalog
{
    /// <summary>The canonical names; <c>Top5Accuracy</c> stands for any number of guesses.</summary>
    public static IReadOnlyList<string> Names { get; } =
        ["Accuracy", "Top5Accuracy", "Precision", "Recall", "F1", "AUC", "MAE", "RMSE", "R2"];

    /// <summary>
    /// The metric called <paramref name="name"/>, whatever the case: a canonical name, <c>Top3Accuracy</c> for any number, or a
    /// long form such as <c>MeanAbsoluteError</c>.
    /// </summary>
    /// <exception cref="EngineException"><c>UnknownMetric</c>: there is none; <c>TopKOutOfRange</c>.</exception>
    public static Metric Get(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        string normalised = CatalogName.Normalise(name);
        return normalised switch
        {
            "ACCURACY" => Accuracy.Instance,
            "TOPKACCURACY" => TopKAccuracy.Instance,
            "PRECISION" => Precision.Instance,
            "RECALL" or "SENSITIVITY" => Recall.Instance,
            "F1" or "F1SCORE" => F1.Instance,
            "AUC" or "ROCAUC" => AUC.Instance,
            "MAE" or "MEANABSOLUTEERROR" => MAE.Instance,
            "RMSE" or "ROOTMEANSQUAREDERROR" => RMSE.Instance,
            "R2" or "R2SCORE" => R2.Instance,
            _ => ParseTopK(normalised) ?? throw CatalogName.Unknown("Metric", name, Names),
        };
    }

    /// <summary>
    /// What is measured when nothing is asked for: accuracy for classes; for numbers the mean absolute error, which says in the
    /// targets' own units what the squared error does not.
    /// </summary>
    public static IReadOnlyList<Metric> Default(bool classification) => [classification ? Accuracy.Instance : MAE.Instance];

    private static TopKAccuracy? ParseTopK(string name) =>
        name.StartsWith("TOP", StringComparison.Ordinal) && name.EndsWith("ACCURACY", StringComparison.Ordinal)
        && name.Length > "TOPACCURACY".Length
        && int.TryParse(name.AsSpan(3..^"ACCURACY".Length), NumberStyles.None, CultureInfo.InvariantCulture, out int k)
            ? new TopKAccuracy(k)
            : null;
}
