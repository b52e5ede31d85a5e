using System.Diagnostics;
using System.Management.Automation;
using System.Runtime.CompilerServices;
using Eng = NeuralPS.Engine;

namespace NeuralPS.Commands.Training;

/// <summary>Shows a training as it goes: a bar for the epochs and one for the batches, at most five times a second.</summary>
internal sealed class TrainingProgress
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    private readonly Cmdlet _cmdlet;
    private readonly string _activity;
    private readonly int _epochActivity;
    private readonly int _batchActivity;
    private readonly int _epochs;
    private readonly int _before;
    private readonly bool _isVerbose;
    private readonly long _started = Stopwatch.GetTimestamp();
    private long _lastShown;
    private double _firstDone = -1;
    private Eng.Networks.EpochRecord? _lastEpoch;

    /// <summary>Prepares for a training.</summary>
    /// <param name="cmdlet">Who shows it.</param>
    /// <param name="network">The network.</param>
    /// <param name="epochs">The epochs to add.</param>
    /// <param name="isVerbose">Whether to say a line about each epoch.</param>
    public TrainingProgress(Cmdlet cmdlet, Network network, int epochs, bool isVerbose)
    {
        (_cmdlet, _isVerbose) = (cmdlet, isVerbose);
        _activity = $"Training {network.Name}";
        _epochs = epochs;
        _before = network.Value.CompletedEpochs;

        // Trainings that run side by side show their bars in one host: each has numbers of its own, even and odd.
        _epochActivity = 2 * (RuntimeHelpers.GetHashCode(this) & 0x3FFFFFFF);
        _batchActivity = _epochActivity + 1;
    }

    /// <summary>True when the bars have stood still for long enough.</summary>
    public bool IsDue => _lastShown == 0 || Stopwatch.GetElapsedTime(_lastShown) >= Interval;

    /// <summary>Moves the bars: a batch is done.</summary>
    public void OnBatch(int epoch, int batch, int batches, double meanLoss)
    {
        _lastShown = Stopwatch.GetTimestamp();
        int number = epoch - _before;
        double done = (number - 1 + ((double)batch / batches)) / _epochs;
        if (_firstDone < 0)
        {
            // A training that resumes has not done all of that itself.
            _firstDone = done - (1.0 / batches / _epochs);
        }

        double elapsed = Stopwatch.GetElapsedTime(_started).TotalSeconds;
        string last = _lastEpoch is null ? "" : "; last: " + TrainingReport.Summarise(_lastEpoch);
        _cmdlet.WriteProgress(new ProgressRecord(_epochActivity, _activity, $"Epoch {number} of {_epochs}{last}")
        {
            PercentComplete = (int)(100 * done),
            SecondsRemaining = (int)Math.Min(int.MaxValue, elapsed / (done - _firstDone) * (1 - done)),
        });
        _cmdlet.WriteProgress(new ProgressRecord(_batchActivity, "Batch", FormattableString.Invariant($"{batch} of {batches}, loss {meanLoss:0.####}"))
        {
            ParentActivityId = _epochActivity,
            PercentComplete = (int)(100.0 * batch / batches),
        });
    }

    /// <summary>An epoch is done.</summary>
    public void OnEpoch(Eng.Networks.EpochRecord record)
    {
        _lastEpoch = record;
        if (_isVerbose)
        {
            _cmdlet.WriteVerbose(FormattableString.Invariant($"Epoch {record.Epoch}: {TrainingReport.Summarise(record)} ({record.SamplesPerSecond:N0} samples/s)"));
        }
    }

    /// <summary>Takes the bars away.</summary>
    public void Complete()
    {
        if (_lastShown == 0)
        {
            return;
        }

        try
        {
            _cmdlet.WriteProgress(new ProgressRecord(_batchActivity, _activity, "done") { RecordType = ProgressRecordType.Completed, ParentActivityId = _epochActivity });
            _cmdlet.WriteProgress(new ProgressRecord(_epochActivity, _activity, "done") { RecordType = ProgressRecordType.Completed });
        }
        catch (PipelineStoppedException)
        {
            // After Ctrl+C the host takes the bars away itself; what was learned still has to be kept.
        }
    }
}
