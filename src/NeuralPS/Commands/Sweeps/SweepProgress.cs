using System.Diagnostics;
using System.Globalization;
using System.Management.Automation;
using Swp = NeuralPS.Sweeps;

namespace NeuralPS.Commands.Sweeps;

/// <summary>Shows a sweep as it goes: trials done, the best so far, those that run, were pruned or failed, and the time that is left.</summary>
/// <param name="cmdlet">The cmdlet whose host shows it.</param>
/// <param name="sweep">The sweep.</param>
/// <param name="limits">How far it goes.</param>
internal sealed class SweepProgress(Cmdlet cmdlet, Sweep sweep, Swp.Execution.SweepLimits limits)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);
    private readonly long _started = Stopwatch.GetTimestamp();
    private readonly long _total = Math.Min(limits.MaxTrial ?? int.MaxValue, sweep.GetTrialLimit() ?? int.MaxValue);
    private readonly Swp.Execution.BestTrials _bestTrials = new(sweep.Definition.Objectives);

    private long _shown;
    private int _before = -1;
    private string _best = string.Empty;

    /// <summary>Takes in a trial that is complete.</summary>
    public void OnComplete(Swp.Trials.Trial trial)
    {
        _bestTrials.Add(trial);
        if (!_bestTrials.Numbers.Contains(trial.Number))
        {
            return;
        }

        _best = sweep.Definition.Objectives is [{ } objective]
            ? string.Create(CultureInfo.InvariantCulture, $", best {objective.Name} {trial.Values[0]:G5} (trial {trial.Number})")
            : string.Create(CultureInfo.InvariantCulture, $", {_bestTrials.Numbers.Count()} on the Pareto front");
    }

    /// <summary>Shows where the sweep is, if some time has passed.</summary>
    public void Show()
    {
        if (_shown != 0 && Stopwatch.GetElapsedTime(_shown) < Interval)
        {
            return;
        }

        _shown = Stopwatch.GetTimestamp();
        Swp.Execution.SweepCount count = sweep.Value.Count();
        _before = _before < 0 ? count.Finished : _before;
        string status = string.Create(
            CultureInfo.InvariantCulture,
            $"{count.Finished}{(_total < int.MaxValue ? $" of {_total}" : string.Empty)} trials{_best}; {count.Running} running, {count.Pruned} pruned, {count.Failed} failed");
        var record = new ProgressRecord(0, $"Sweep {sweep.Name}", status);
        TimeSpan elapsed = Stopwatch.GetElapsedTime(_started);
        if (_total < int.MaxValue)
        {
            record.PercentComplete = (int)(100.0 * Math.Min(count.Finished, _total) / Math.Max(1, _total));
            int done = count.Finished - _before;
            double left = done > 0 ? elapsed.TotalSeconds / done * (_total - count.Finished) : -1;
            if (limits.Until is { } until && (left < 0 || (until - DateTime.Now).TotalSeconds < left))
            {
                left = Math.Max(0, (until - DateTime.Now).TotalSeconds);
            }

            record.SecondsRemaining = (int)Math.Min(int.MaxValue, left);
        }

        cmdlet.WriteProgress(record);
    }

    /// <summary>Takes the bar away.</summary>
    public void Complete()
    {
        if (_shown == 0)
        {
            return;
        }

        try
        {
            cmdlet.WriteProgress(new ProgressRecord(0, $"Sweep {sweep.Name}", "done") { RecordType = ProgressRecordType.Completed });
        }
        catch (PipelineStoppedException)
        {
            // After Ctrl+C the host takes the bar away itself.
        }
    }
}
