using System.Management.Automation;
using NeuralPS.Binding;
using Eng = NeuralPS.Engine;

namespace NeuralPS.Commands.Use;

/// <summary>Get-ConfusionMatrix: which classes a network takes for which.</summary>
[Cmdlet(VerbsCommon.Get, "ConfusionMatrix")]
[OutputType("NeuralPS.ConfusionMatrixRow")]
public sealed class GetConfusionMatrixCommand : NeuralCommand
{
    // Columns of the record that a class of the same name must not overwrite.
    private static readonly string[] Reserved = ["Actual", "Support", "Precision", "Recall", "F1"];

    /// <summary>The network.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, HelpMessage = "The network.")]
    [ValidateNotNull]
    public Network Network { get; set; } = null!;

    /// <summary>The samples.</summary>
    [Parameter(Mandatory = true, Position = 0, HelpMessage = "The samples to predict, with class labels.")]
    [DatasetTransformation]
    [ValidateNotNull]
    public Dataset Dataset { get; set; } = null!;

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        Eng.Metrics.ConfusionMatrix matrix = Try(Network, () => Eng.Training.ConfusionCount.Run(Network.Value, Dataset.Value));
        WarnOfOtherConversion(Network, Dataset, withTargets: false);
        string[] names = [.. Enumerable.Range(0, matrix.ClassCount)
            .Select(index => index < Dataset.ClassNames.Length ? Dataset.ClassNames[index] : index.ToString())];
        string[] columns = [.. names.Select(name => Reserved.Contains(name, StringComparer.OrdinalIgnoreCase) ? name + " (class)" : name)];
        for (int actual = 0; actual < matrix.ClassCount; actual++)
        {
            PSObject row = Record.Create("NeuralPS.ConfusionMatrixRow");
            row.Add("Actual", names[actual]);
            for (int predicted = 0; predicted < matrix.ClassCount; predicted++)
            {
                row.Set(columns[predicted], matrix[actual, predicted]);
            }

            row.Set("Support", matrix.GetSupport(actual));
            row.Set("Precision", matrix.GetPrecision(actual));
            row.Set("Recall", matrix.GetRecall(actual));
            row.Set("F1", matrix.GetF1(actual));
            WriteObject(row);
        }
    }
}
