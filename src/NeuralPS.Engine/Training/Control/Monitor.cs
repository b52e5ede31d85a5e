using NeuralPS.Engine.Metrics;
using NeuralPS.Engine.Networks;

namespace NeuralPS.Engine.Training.Control;

/// <summary>A column of the history that says whether a training still improves.</summary>
/// <param name="Name">The column: <c>Loss</c>, a metric, or one of them behind <c>Validation</c>.</param>
/// <param name="IsHigherBetter">True when larger is better.</param>
internal sealed record Monitor(string Name, bool IsHigherBetter)
{
    private const string ValidationPrefix = "Validation";

    /// <summary>The column of that name.</summary>
    /// <param name="name">The name, whatever the case; null for the validation loss, or the loss without validation.</param>
    /// <param name="metrics">The metrics that are measured.</param>
    /// <param name="isValidated">Whether there are validation data.</param>
    /// <exception cref="EngineException"><c>UnknownMonitor</c>: the history has no such column; the message lists them.</exception>
    public static Monitor Create(string? name, IReadOnlyList<Metric> metrics, bool isValidated)
    {
        name ??= isValidated ? ValidationPrefix + "Loss" : "Loss";
        List<Monitor> columns = [new("Loss", false), .. metrics.Select(metric => new Monitor(metric.Name, metric.IsHigherBetter))];
        if (isValidated)
        {
            columns.AddRange([.. columns.Select(column => column with { Name = ValidationPrefix + column.Name })]);
        }

        return columns.Find(column => string.Equals(column.Name, name, StringComparison.OrdinalIgnoreCase))
            ?? throw new EngineException(
                "UnknownMonitor",
                $"This training does not measure '{name}'; it can be monitored by {string.Join(", ", columns.Select(column => column.Name))}."
                + (isValidated ? "" : " Give validation data for more."));
    }

    /// <summary>The value of an epoch.</summary>
    public double Read(EpochRecord record) => Name switch
    {
        "Loss" => record.Loss,
        "ValidationLoss" => record.ValidationLoss,
        _ when Name.StartsWith(ValidationPrefix, StringComparison.Ordinal) =>
            record.ValidationMetrics.First(metric => ValidationPrefix + metric.Key == Name).Value,
        _ => record.Metrics.First(metric => metric.Key == Name).Value,
    };

    /// <summary>True when a value is better than the best one by more than the minimum. NaN never is; all else is better than NaN.</summary>
    public bool IsImprovement(double value, double best, double minimumChange) =>
        double.IsNaN(best) ? !double.IsNaN(value) : IsHigherBetter ? value > best + minimumChange : value < best - minimumChange;
}
