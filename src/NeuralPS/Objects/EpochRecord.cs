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
        return result;
    }
}
