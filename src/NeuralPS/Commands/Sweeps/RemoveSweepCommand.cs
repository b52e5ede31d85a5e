using System.Management.Automation;
using NeuralPS.Binding;

namespace NeuralPS.Commands.Sweeps;

/// <summary>Remove-Sweep: takes a sweep with its trials and networks away.</summary>
[Cmdlet(VerbsCommon.Remove, "Sweep", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(void))]
public sealed class RemoveSweepCommand : NeuralCommand
{
    /// <summary>The sweep.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, HelpMessage = "The sweep, or the path of its journal.")]
    [SweepTransformation]
    [ValidateNotNull]
    public Sweep Sweep { get; set; } = null!;

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        int count = Try(Sweep, () => Sweep.TrialCount);
        if (ShouldProcess(Sweep.Path, $"Remove sweep '{Sweep.Name}' with {count} trials and its networks"))
        {
            Try(Sweep, Sweep.Remove);
        }
    }
}
