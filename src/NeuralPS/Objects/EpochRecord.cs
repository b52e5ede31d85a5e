using System.Management.Automation;
using Eng = NeuralPS.Engine;

namespace NeuralPS;

/// <summary>
/// Makes the record of an epoch: a flat object with Epoch, Loss, Penalty where there is one, ValidationLoss, a column for each metric and its validation
/// counterpart, LearningRate, SamplesPerSecond and Duration.
/// </summary>
internal static class EpochRecord
{
    /// <summary>The type name that views go by.</summary>
    public const string TypeName = "NeuralPS.EpochRecord";

    /// <summary>A type name in front of it, where the metrics do not fit beside the other columns of 80 characters.</summary>
    private const string WideTypeName = TypeName + "#Wide";

    /// <summary>What the other columns leave for the metrics of training and validation.</summary>
    private const int MetricsWidth = 32;

    /// <summary>The heading of the metrics of validation, which takes its room without any.</summary>
    private const string ValidationHeading = "Val.metrics";

    /// <summary>Makes the record.</summary>
    public static PSObject Create(Eng.Networks.EpochRecord record)
    {
        PSObject result = Record.Create(TypeName);
        result.Add("Epoch", record.Epoch);
        result.Add("Loss", record.Loss);
        if (record.Penalty != 0)
        {
            result.Add("Penalty", record.Penalty);
        }

        result.Add("ValidationLoss", double.IsNaN(record.ValidationLoss) ? null : record.ValidationLoss);
        foreach ((string name, double value) in record.Metrics)
        {
            result.Add(name, value);
        }

        foreach ((string name, double value) in record.ValidationMetrics)
        {
            result.Add("Validation" + name, value);
        }

        result.Add("LearningRate", record.LearningRate);
        result.Add("SamplesPerSecond", Math.Round(record.SamplesPerSecond));
        result.Add("Duration", record.Duration);
        int width = Measure(record.Metrics.Select(metric => metric.Key), record.Penalty != 0)
            + Math.Max(ValidationHeading.Length, Measure(record.ValidationMetrics.Select(metric => metric.Key), false));
        if (width > MetricsWidth)
        {
            result.TypeNames.Insert(0, WideTypeName);
        }

        return result;
    }

    // The width of "Accuracy 0.1234, F1 0.1234", by the names only: all records of a training look alike.
    private static int Measure(IEnumerable<string> names, bool hasPenalty)
    {
        int[] widths = [.. (hasPenalty ? names.Prepend("Penalty") : names).Select(name => name.Length + " 0.1234, ".Length)];
        return Math.Max(0, widths.Sum() - ", ".Length);
    }
}
