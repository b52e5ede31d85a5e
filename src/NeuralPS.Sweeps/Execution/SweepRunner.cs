using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.ExceptionServices;

namespace NeuralPS.Sweeps.Execution;

/// <summary>
/// Runs the trials of a sweep on workers of this process, until all are there or a limit is reached. What the workers do and in which
/// order they end changes nothing in the trials.
/// </summary>
/// <param name="sweep">The sweep.</param>
/// <param name="limits">How far to go.</param>
/// <param name="work">
/// Does the work of a trial: it is called on several threads at once, gives up when the token is cancelled, and answers how it ended.
/// What it throws makes the trial a failed one, but for <see cref="OperationCanceledException"/> after a cancellation.
/// </param>
/// <param name="describeError">The error of a trial from what the work threw.</param>
public sealed class SweepRunner(
    Sweep sweep,
    SweepLimits limits,
    Func<ActiveTrial, CancellationToken, TrialOutcome> work,
    Func<Exception, TrialError> describeError)
{
    // Another process must finish a trial first: it tells nobody, so that somebody has to look.
    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(2);
    private static readonly TimeSpan LongestWait = TimeSpan.FromMilliseconds(250);

    // Who looks at a running trial sees its reports so much later at most, or with the next beat of the heart.
    private static readonly TimeSpan ReportInterval = TimeSpan.FromMilliseconds(250);

    private readonly ConcurrentDictionary<int, ActiveTrial> _active = new();
    private readonly object _progress = new();
    private readonly ConcurrentDictionary<SweepBlock, bool> _told = new();
    private volatile bool _isGivenUp;
    private ExceptionDispatchInfo? _fault;

    /// <summary>How long a sweep waits for a trial of somebody else before it says so, unless told otherwise.</summary>
    public static readonly TimeSpan UsualPatience = TimeSpan.FromSeconds(5);

    /// <summary>The trials that the workers are at.</summary>
    public ICollection<ActiveTrial> Active => _active.Values;

    /// <summary>The session that runs the sweep and does nothing else meanwhile: trials that it has beside would never end.</summary>
    public object? Session { get; init; }

    /// <summary>How long the sweep waits for a trial of somebody else before it says so.</summary>
    public TimeSpan Patience { get; init; } = UsualPatience;

    /// <summary>Runs until the end, and returns when no worker is left.</summary>
    /// <param name="onEvent">Called on the threads of the workers, one at a time for each.</param>
    /// <param name="cancellation">Interrupts: running trials are given back.</param>
    /// <exception cref="SweepException">TrialHeld: the session itself has the trial that the sweep waits for.</exception>
    public SweepEnd Run(Action<SweepEvent> onEvent, CancellationToken cancellation)
    {
        using var timeUp = new CancellationTokenSource();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation, timeUp.Token);
        using var deadline = limits.Until is null ? null : new Timer(
            _ => CancelWhenDue(timeUp), null, TimeSpan.Zero, TimeSpan.FromMilliseconds(200));
        using var heart = new Timer(_ => Beat(), null, LeaseWatch.HeartbeatInterval, LeaseWatch.HeartbeatInterval);
        Thread[] threads = [.. Enumerable.Range(0, limits.Workers).Select(i => new Thread(() => Guard(() => Work(onEvent, stop), stop))
        {
            Name = $"NeuralPS sweep worker {i + 1}",
            IsBackground = true,
        })];
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());
        _fault?.Throw();
        return _isGivenUp ? SweepEnd.Failed
            : cancellation.IsCancellationRequested ? SweepEnd.Interrupted
            : timeUp.IsCancellationRequested ? SweepEnd.BudgetReached
            : SweepEnd.Finished;
    }

    private void Work(Action<SweepEvent> onEvent, CancellationTokenSource stop)
    {
        TimeSpan wait = FirstWait;
        long waiting = 0;
        while (!stop.IsCancellationRequested && !_isGivenUp)
        {
            if (limits.MaxFailure > 0 && sweep.Count().Failed >= limits.MaxFailure)
            {
                _isGivenUp = true;
                return;
            }

            AskResult answer = sweep.Ask(limits, this);
            if (answer.Kind == AskKind.Done)
            {
                return;
            }

            if (answer.Trial is { } trial)
            {
                (wait, waiting) = (FirstWait, 0);
                WorkThrough(trial, onEvent, stop);
                continue;
            }

            waiting = waiting == 0 ? Stopwatch.GetTimestamp() : waiting;
            if (!Explain(onEvent, Stopwatch.GetElapsedTime(waiting)))
            {
                waiting = 0;
            }

            lock (_progress)
            {
                // A trial that ends between the question and here is seen after the wait at the latest.
                Monitor.Wait(_progress, wait);
            }

            wait = wait < LongestWait ? wait * 2 : LongestWait;
        }
    }

    /// <summary>Runs a trial, and those after it that begin in the transaction that ends the one before.</summary>
    private void WorkThrough(ActiveTrial first, Action<SweepEvent> onEvent, CancellationTokenSource stop)
    {
        ActiveTrial? trial = first;
        try
        {
            while (trial is not null && !stop.IsCancellationRequested && !_isGivenUp)
            {
                onEvent(new SweepEvent(trial.IsContinued ? SweepEventKind.Continued : SweepEventKind.Started, trial));

                // Whether too many trials have failed is asked in between.
                NextTrial? next = limits.MaxFailure > 0 ? null : new NextTrial(limits, this);
                ActiveTrial current = trial;
                trial = null;
                SweepEvent end = RunOne(current, next, stop.Token);
                trial = next?.Trial;
                onEvent(end);
                lock (_progress)
                {
                    Monitor.PulseAll(_progress);
                }
            }
        }
        finally
        {
            if (trial is not null)
            {
                GiveBack(trial);
            }
        }
    }

    // Nobody has begun it.
    private void GiveBack(ActiveTrial trial)
    {
        try
        {
            sweep.Release(trial);
        }
        finally
        {
            trial.Hold?.Drop();
        }
    }

    /// <summary>Looks at why no trial can begin, and tells of it, once, when it lasts.</summary>
    /// <returns>False when the run itself is at the trial that the next one waits for.</returns>
    private bool Explain(Action<SweepEvent> onEvent, TimeSpan waited)
    {
        if (sweep.FindBlock(this) is not { IsOwn: false } block)
        {
            return false;
        }

        if (_active.IsEmpty && sweep.FindBlock(Session) is { IsOwn: true } held)
        {
            // What no variable has any more can be taken over, once that is certain.
            GC.Collect();
            GC.WaitForPendingFinalizers();
            return sweep.FindBlock(Session) != held ? true : throw new SweepException(
                "TrialHeld",
                FormattableString.Invariant($"Sweep '{sweep.Definition.Name}' waits for trial {held.Number}, which this session has from ")
                + "New-Trial and has not completed. Pass it to Complete-Trial with its result, or to Complete-Trial -Failure 'given up' if nobody "
                + "works on it, and run again. If no variable has it any more, end this session: another one takes it over.");
        }

        if (waited >= Patience && _told.TryAdd(block, true))
        {
            onEvent(new SweepEvent(SweepEventKind.Waiting, Block: block));
        }

        return true;
    }

    private SweepEvent RunOne(ActiveTrial trial, NextTrial? next, CancellationToken stop)
    {
        trial.ReportInterval = ReportInterval;
        _active[trial.Number] = trial;
        try
        {
            TrialOutcome outcome = work(trial, stop);
            next = stop.IsCancellationRequested ? null : next;
            switch (outcome)
            {
                case TrialOutcome.Complete:
                    return sweep.Complete(trial, next)
                        ? new SweepEvent(SweepEventKind.Completed, trial)
                        : new SweepEvent(SweepEventKind.Failed, trial, TrialError.Of(trial.Record));
                case TrialOutcome.Pruned:
                    sweep.Prune(trial, next);
                    return new SweepEvent(SweepEventKind.Pruned, trial);
                default:
                    sweep.Release(trial);
                    return new SweepEvent(SweepEventKind.Released, trial);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            sweep.Release(trial);
            return new SweepEvent(SweepEventKind.Released, trial);
        }
        catch (Exception e) when (e is not JournalException)
        {
            TrialError error = describeError(e);
            sweep.Fail(trial, error);
            return new SweepEvent(SweepEventKind.Failed, trial, error);
        }
        finally
        {
            // Also when its end could not be written: whoever runs the sweep next in this process goes on with it.
            trial.Hold?.Drop();
            _active.TryRemove(trial.Number, out _);
        }
    }

    /// <summary>A worker that cannot go on (a full disk, say) stops the others, too, and its reason comes out of <see cref="Run"/>.</summary>
    private void Guard(Action action, CancellationTokenSource stop)
    {
        try
        {
            action();
        }
        catch (Exception e)
        {
            Interlocked.CompareExchange(ref _fault, ExceptionDispatchInfo.Capture(e), null);
            stop.Cancel();
        }
    }

    private void CancelWhenDue(CancellationTokenSource timeUp)
    {
        // A clock that is set, or a machine that slept, moves the end: no timer would know.
        if (DateTime.Now >= limits.Until)
        {
            try
            {
                timeUp.Cancel();
            }
            catch (ObjectDisposedException)
            {
                // The run ended between the two.
            }
        }
    }

    private void Beat()
    {
        try
        {
            foreach (ActiveTrial active in _active.Values)
            {
                active.WriteReports();
            }

            sweep.Beat(_active.Values);
        }
        catch (Exception e) when (e is SweepException or IOException or UnauthorizedAccessException)
        {
            // The next beat, or the end of the trial, meets the same trouble and tells of it.
        }
    }
}
