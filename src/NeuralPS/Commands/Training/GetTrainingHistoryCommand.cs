using System.Management.Automation;

namespace NeuralPS.Commands.Training;

/// <summary>Get-TrainingHistory: the epochs that a network was trained for.</summary>
[Cmdlet(VerbsCommon.Get, "TrainingHistory")]
[OutputType(EpochRecord.TypeName)]
public sealed class GetTrainingHistoryCommand : NeuralCommand
{
    /// <summary>The network.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, HelpMessage = "The trained network.")]
    [ValidateNotNull]
    public Network Network { get; set; } = null!;

    /// <summary>The last epochs only.</summary>
    [Parameter(HelpMessage = "Only the last epochs, so many.")]
    [ValidateRange(1, int.MaxValue)]
    public int Last { get; set; } = int.MaxValue;

    /// <inheritdoc/>
    protected override void ProcessRecord() => WriteObject(Network.History.TakeLast(Last), enumerateCollection: true);
}
