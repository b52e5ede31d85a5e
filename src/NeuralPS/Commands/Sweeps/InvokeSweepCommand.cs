using System.Collections.Concurrent;
using System.Management.Automation;
using System.Runtime.InteropServices;
using NeuralPS.Binding;
using NeuralPS.Loading;
using Swp = NeuralPS.Sweeps;

namespace NeuralPS.Commands.Sweeps;

/// <summary>Invoke-Sweep: runs the trials of a sweep, and goes on where an earlier run stopped.</summary>
[Cmdlet(VerbsLifecycle.Invoke, "Sweep", SupportsShouldProcess = true)]
[OutputType(SweepResult.TypeName)]
public sealed class InvokeSweepCommand : NeuralCommand
{
    /// <summary>The sweep.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, HelpMessage = "The sweep, as New-Sweep or Get-Sweep gives it, or the path of its journal.")]
    [SweepTransformation]
    [ValidateNotNull]
    public Sweep Sweep { get; set; } = null!;

    /// <summary>One trial.</summary>
    [Parameter(Mandatory = true, Position = 0, HelpMessage = "What one trial does, with the trial as first argument and as $Trial. It runs in a session of its own: $using: brings values in.")]
    [ValidateNotNull]
    public ScriptBlock ScriptBlock { get; set; } = null!;

    /// <summary>The trials in all.</summary>
    [Parameter(HelpMessage = "The trials of the sweep in all, those of earlier runs among them. Without it as many as the sampler has, or until Ctrl+C.")]
    [ValidateRange(1, int.MaxValue)]
    public int MaxTrial { get; set; }

    /// <summary>When to stop.</summary>
    [Parameter(HelpMessage = "When this run ends: a time of day, such as 06:00, for the next such time, or a date with a time. Running trials go on with the next run.")]
    [ClockTimeTransformation]
    [ValidateNotNull]
    public DateTime Until { get; set; }

    /// <summary>The time limit.</summary>
    [Parameter(HelpMessage = "The time after which this run ends. Running trials go on with the next run.")]
    [ValidatePositiveTime]
    public TimeSpan MaxDuration { get; set; }

    /// <summary>The failures to bear.</summary>
    [Parameter(HelpMessage = "Gives the sweep up with so many failed trials in all. Without it failed trials stop nothing.")]
    [ValidateRange(1, int.MaxValue)]
    public int MaxFailure { get; set; }

    /// <summary>The retries.</summary>
    [Parameter(HelpMessage = "How often a trial is tried again whose process died.")]
    [ValidateRange(0, 1000)]
    public int MaxRetry { get; set; } = 2;

    /// <summary>The trials at a time.</summary>
    [Parameter(HelpMessage = "The trials at a time; their trainings share the processors. The trials are the same for any number.")]
    [ValidateRange(1, 1024)]
    public int ThrottleLimit { get; set; } = 1;

    /// <summary>The networks to keep.</summary>
    [Parameter(HelpMessage = "Which networks stay as files beside the journal: Best, All or None.")]
    public NetworkKeeping KeepNetwork { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        Swp.Execution.SweepLimits limits = CreateLimits();
        string description = Try(Sweep, () => SweepOutlook.Describe(Sweep, limits));
        if (!ShouldProcess(description, $"Run sweep '{Sweep.Name}'?", "Invoke-Sweep"))
        {
            return;
        }

        DateTime started = DateTime.Now;
        Swp.Execution.SweepEnd end = Try(Sweep, () => Run(limits));
        SetExitCode(end);
        WriteObject(SweepResult.Create(Sweep, end, DateTime.Now - started));
    }

    private void SetExitCode(Swp.Execution.SweepEnd end) => SessionState.PSVariable.Set(new PSVariable("global:LASTEXITCODE", (int)end));

    private Swp.Execution.SweepLimits CreateLimits()
    {
        DateTime? until = Has(nameof(Until)) ? Until : null;
        if (Has(nameof(MaxDuration)) && (until is null || DateTime.Now + MaxDuration < until))
        {
            until = DateTime.Now + MaxDuration;
        }

        return new Swp.Execution.SweepLimits
        {
            MaxTrial = Has(nameof(MaxTrial)) ? MaxTrial : null,
            Until = until,
            MaxFailure = MaxFailure,
            MaxRetry = MaxRetry,
            Workers = Math.Min(ThrottleLimit, Sweep.Window),
        };
    }

    private Swp.Execution.SweepEnd Run(Swp.Execution.SweepLimits limits)
    {
        if (limits.Workers >= Environment.ProcessorCount)
        {
            // Opening the sessions takes all processors, and the first trials compile what they need.
            WarmUp.Cancel();
        }

        using var workers = new TrialWorkers(
            ScriptBlock.ToString(), UsingValues.Collect(ScriptBlock, SessionState), SessionState.Path.CurrentFileSystemLocation.Path, limits.Workers);
        if (Sweep.Value.Journal.Repair is { } repair)
        {
            WriteWarning(repair.ToString());
        }

        var files = new TrialFiles(Sweep, KeepNetwork);
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);

        // A scheduler or a shutdown asks by a signal: what runs is given back in good order.
        using PosixSignalRegistration signal = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context =>
        {
            context.Cancel = true;
            stopping.Cancel();
        });
        using var events = new BlockingCollection<Action>();
        int threads = Math.Max(1, Environment.ProcessorCount / limits.Workers);
        var runner = new Swp.Execution.SweepRunner(
            Sweep.Value,
            limits,
            (active, token) => RunOne(active, workers, files, threads, events, token),
            TrialWorker.Describe) { Session = System.Management.Automation.Runspaces.Runspace.DefaultRunspace?.InstanceId };
        var progress = new SweepProgress(this, Sweep, limits);
        foreach (Swp.Trials.Trial trial in Sweep.ReadTrials().Where(trial => trial.State == Swp.Trials.TrialState.Complete))
        {
            progress.OnComplete(trial);
        }

        Task<Swp.Execution.SweepEnd> run = Task.Run(() =>
        {
            try
            {
                return runner.Run(happening => OnEvent(happening, files, progress, events), stopping.Token);
            }
            finally
            {
                events.CompleteAdding();
            }
        });
        try
        {
            Show(events, progress, stopping.Token);
        }
        catch
        {
            // Nobody listens any more: Ctrl+C, or a later cmdlet has seen enough. A finally block can still end the script with the code.
            stopping.Cancel();
            SetExitCode(Swp.Execution.SweepEnd.Interrupted);
            throw;
        }
        finally
        {
            WaitFor(run);
            progress.Complete();
            files.CleanAll();
        }

        return run.GetAwaiter().GetResult();
    }

    private Swp.Execution.TrialOutcome RunOne(
        Swp.Execution.ActiveTrial active, TrialWorkers workers, TrialFiles files, int threads, BlockingCollection<Action> events, CancellationToken token)
    {
        var scope = new TrialScope(new SweepTrial(Sweep, active, throwsWhenPruned: true), files.GetCheckpointFolder(active.Number), threads);
        Swp.Execution.TrialOutcome outcome = workers.Run(
            scope, message => Post(events, () => WriteWarning($"Trial {active.Number}: {message}")), token);
        if (outcome == Swp.Execution.TrialOutcome.Complete)
        {
            files.Save(scope);
        }

        return outcome;
    }

    private void OnEvent(Swp.Execution.SweepEvent happening, TrialFiles files, SweepProgress progress, BlockingCollection<Action> events)
    {
        if (happening.Trial is not { } trial)
        {
            if (happening.Block is { } block)
            {
                Post(events, () => WriteWarning(block.ToString()));
            }

            return;
        }

        Swp.Trials.Trial record = trial.Record;
        if (record.IsFinished)
        {
            files.Clean(record);
        }

        Post(events, () =>
        {
            if (happening.Kind == Swp.Execution.SweepEventKind.Failed)
            {
                WriteWarning($"Trial {trial.Number} failed: {happening.Error}");
            }
            else
            {
                WriteVerbose(SweepOutlook.Describe(happening));
            }

            if (happening.Kind == Swp.Execution.SweepEventKind.Completed)
            {
                progress.OnComplete(record);
            }
        });
    }

    /// <summary>Does, on the thread of the pipeline, what the workers have to say, until they are through.</summary>
    private static void Show(BlockingCollection<Action> events, SweepProgress progress, CancellationToken stopping)
    {
        while (!events.IsCompleted && !stopping.IsCancellationRequested)
        {
            if (events.TryTake(out Action? action, TimeSpan.FromMilliseconds(100)))
            {
                action();
            }

            progress.Show();
        }

        while (events.TryTake(out Action? rest))
        {
            rest();
        }
    }

    private static void Post(BlockingCollection<Action> events, Action action)
    {
        if (!events.IsAddingCompleted)
        {
            events.Add(action);
        }
    }

    /// <summary>The workers give their trials back before the cmdlet ends; what they throw comes out later.</summary>
    private static void WaitFor(Task run) => ((IAsyncResult)run).AsyncWaitHandle.WaitOne();

    private bool Has(string parameter) => MyInvocation.BoundParameters.ContainsKey(parameter);
}
