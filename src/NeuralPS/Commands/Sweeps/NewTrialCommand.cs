using System.Diagnostics;
using System.Management.Automation;
using NeuralPS.Binding;
using Swp = NeuralPS.Sweeps;

namespace NeuralPS.Commands.Sweeps;

/// <summary>New-Trial: asks a sweep for a trial to run in a loop of one's own; Complete-Trial tells how it ended.</summary>
[Cmdlet(VerbsCommon.New, "Trial")]
[OutputType(typeof(SweepTrial))]
public sealed class NewTrialCommand : NeuralCommand
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(20);

    /// <summary>The sweep.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, HelpMessage = "The sweep, or the path of its journal.")]
    [SweepTransformation]
    [ValidateNotNull]
    public Sweep Sweep { get; set; } = null!;

    /// <summary>The trials in all.</summary>
    [Parameter(HelpMessage = "The trials of the sweep in all. When they are there, nothing comes out.")]
    [ValidateRange(1, int.MaxValue)]
    public int MaxTrial { get; set; }

    /// <summary>The retries.</summary>
    [Parameter(HelpMessage = "How often a trial is tried again whose process died.")]
    [ValidateRange(0, 1000)]
    public int MaxRetry { get; set; } = 2;

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var limits = new Swp.Execution.SweepLimits
        {
            MaxTrial = MyInvocation.BoundParameters.ContainsKey(nameof(MaxTrial)) ? MaxTrial : null,
            MaxRetry = MaxRetry,
        };
        Swp.Execution.AskResult answer = Try(Sweep, () => Ask(limits));
        if (answer.Trial is { } active)
        {
            WriteObject(new SweepTrial(Sweep, active, throwsWhenPruned: false).Shown);
        }
    }

    private Swp.Execution.AskResult Ask(Swp.Execution.SweepLimits limits)
    {
        object? session = System.Management.Automation.Runspaces.Runspace.DefaultRunspace?.InstanceId;
        var waiting = Stopwatch.StartNew();
        bool isTold = false;
        while (true)
        {
            Swp.Execution.AskResult answer = Sweep.Value.Ask(limits, session);
            if (answer.Kind != Swp.Execution.AskKind.Wait)
            {
                return answer;
            }

            // Whoever holds all of the window's trials and asks for more would wait for ever.
            Swp.Execution.SweepBlock? block = Sweep.Value.FindBlock(session);
            if (block is { IsOwn: true })
            {
                throw new Swp.SweepException(
                    "WindowFull",
                    $"Sweep '{Sweep.Name}' has trials of this session that are not completed, and the next one depends on them. Complete-Trial them "
                    + $"first, or make the sweep with a larger -Window (now {Sweep.Window}).");
            }

            if (!isTold && block is not null && waiting.Elapsed >= Swp.Execution.SweepRunner.UsualPatience)
            {
                WriteWarning(block.ToString());
                isTold = true;
            }

            if (Cancellation.WaitHandle.WaitOne(Interval))
            {
                throw new PipelineStoppedException();
            }
        }
    }
}
