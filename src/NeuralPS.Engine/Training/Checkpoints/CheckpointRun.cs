using System.Collections.Immutable;
using System.Diagnostics;
using NeuralPS.Engine.Networks;
using Monitor = NeuralPS.Engine.Training.Control.Monitor;

namespace NeuralPS.Engine.Training.Checkpoints;

/// <summary>The checkpoints of a training as it runs: finds the one to continue from, writes new ones, removes old ones.</summary>
internal sealed class CheckpointRun : IDisposable
{
    private readonly CheckpointOptions _options;
    private readonly CheckpointFolder _folder;
    private readonly Lazy<ImmutableSortedDictionary<string, string>> _settings;
    private readonly TrainingObserver? _observer;
    private readonly int _startEpochs;
    private IDisposable? _lock;
    private readonly SortedDictionary<CheckpointPosition, double> _kept = [];
    private Monitor? _monitor;
    private CheckpointPosition _latest;
    private bool _isFinal;
    private long _written = Stopwatch.GetTimestamp();

    /// <summary>Takes the folder.</summary>
    /// <param name="options">Where, how often, how many.</param>
    /// <param name="start">The network that the training begins with.</param>
    /// <param name="settings">Says what its result depends on. It takes time: asked once, and only when a checkpoint is there or written.</param>
    /// <param name="observer">Hears of what is written and what cannot be.</param>
    /// <exception cref="EngineException">
    /// <c>CheckpointsExist</c>, <c>CheckpointDiffers</c>, <c>CheckpointsInUse</c>, <c>NotACheckpoint</c>, <c>FileNotWritten</c>.
    /// </exception>
    public CheckpointRun(
        CheckpointOptions options, Network start, Func<ImmutableSortedDictionary<string, string>> settings, TrainingObserver? observer)
    {
        _options = options;
        _settings = new Lazy<ImmutableSortedDictionary<string, string>>(settings);
        _observer = observer;
        _startEpochs = start.CompletedEpochs;
        _latest = new CheckpointPosition(_startEpochs, start.State?.CompletedBatches ?? 0);
        _folder = new CheckpointFolder(options.Folder, start.Name);
        if (options.KeepsShort || _folder.Exists)
        {
            _lock = _folder.Lock();
        }

        try
        {
            if (options.Resumes)
            {
                Resume(start);
            }
            else
            {
                CheckpointSearch.RequireNone(_folder);
            }
        }
        catch
        {
            _lock?.Dispose();
            throw;
        }
    }

    /// <summary>The network to continue from; null to begin.</summary>
    public Network? Resumed { get; private set; }

    /// <summary>Where the latest checkpoint is, or the training begins.</summary>
    public CheckpointPosition Latest => _latest;

    /// <summary>True when the time between two checkpoints has passed.</summary>
    public bool IsTimeUp => Stopwatch.GetElapsedTime(_written) >= _options.TimeInterval;

    /// <summary>Epochs that are left to do, of so many in all; null when the training is over.</summary>
    /// <exception cref="EngineException"><c>CheckpointBeyond</c>: the checkpoint has more.</exception>
    public int? CountLeft(int epochs)
    {
        TrainingState state = Resumed!.State!;
        int left = _startEpochs + epochs - state.CompletedEpochs;
        RequireNotBeyond(_folder.GetPath(_latest), _latest, left, epochs);
        return left == 0 || _isFinal ? null : left;
    }

    /// <summary>Says what tells the best one, before the first is written.</summary>
    public void Begin(Monitor monitor) => _monitor = monitor;

    /// <summary>Whether a checkpoint is to be written after an epoch with which the training is not over.</summary>
    /// <param name="epochs">Epochs that are complete.</param>
    public bool IsDue(int epochs) => _options.EpochInterval > 0 ? (epochs - _startEpochs) % _options.EpochInterval == 0 : IsTimeUp;

    /// <summary>The training ends, with this network.</summary>
    public void Finish(Network network)
    {
        bool isCancelled = network.State!.End == TrainingEnd.Cancelled;
        bool isShort = !isCancelled && _kept.Count == 0 && !IsTimeUp;
        if (isCancelled ? PositionOf(network) != _latest : _options.KeepsShort || !isShort)
        {
            Save(network);
        }
    }

    /// <summary>Writes a checkpoint, and then removes those that are neither among the last nor the best.</summary>
    public void Save(Network network)
    {
        _observer?.OnCheckpoint?.Invoke();
        CheckpointPosition position = PositionOf(network);
        double value = position.Batches == 0 && !network.History.IsEmpty ? _monitor!.Read(network.History[^1]) : double.NaN;
        try
        {
            // Most trainings that keep no short ones come to their end without a file, and should not even make the folder.
            _lock ??= _folder.Lock();
            CheckpointFile.Write(_folder.GetPath(position), network, new CheckpointInfo(_startEpochs, value, network.State!.End, _settings.Value));
            _latest = position;
            _kept[position] = value;
            _observer?.OnMessage?.Invoke($"Checkpoint after {position}: '{_folder.GetPath(position)}'");
            RemoveOld();
        }
        catch (EngineException e) when (e.ErrorId is not "OutOfMemory")
        {
            // Hours of training are worth more than one checkpoint: the disk may have room again for the next.
            _observer?.OnWarning?.Invoke($"A checkpoint is missing, and the training goes on: {e.Message}");
        }

        _written = Stopwatch.GetTimestamp();
    }

    /// <summary>Lets others have the checkpoints.</summary>
    public void Dispose() => _lock?.Dispose();

    /// <summary>Throws where a checkpoint has more epochs than the training is to have.</summary>
    internal static void RequireNotBeyond(string path, CheckpointPosition position, int left, int epochs)
    {
        if (left < 0 || (left == 0 && position.Batches > 0))
        {
            throw new EngineException(
                "CheckpointBeyond",
                FormattableString.Invariant($"The checkpoint '{path}' is beyond the {epochs} epochs that are asked for: with resuming, they are ")
                + "those of the whole training. Ask for at least as many as it has, or name another folder.");
        }
    }

    private static CheckpointPosition PositionOf(Network network) => new(network.State!.CompletedEpochs, network.State.CompletedBatches);

    private void Resume(Network start)
    {
        if (CheckpointSearch.FindContent(_folder, _observer?.OnWarning) is not { } found)
        {
            return;
        }

        (Network network, CheckpointInfo info) = found.Content;
        CheckpointSettings.RequireSame(_folder.GetPath(found.Position), info, network, _settings.Value, start);
        Resumed = network;
        _isFinal = info.IsFinal;
        _latest = found.Position;
        _kept[found.Position] = info.Value;
        foreach ((CheckpointPosition position, double value) in CheckpointSearch.FindOthers(_folder, found.Position, _settings.Value))
        {
            _kept[position] = value;
        }
    }

    private void RemoveOld()
    {
        CheckpointPosition? best = null;
        foreach ((CheckpointPosition position, double value) in _kept)
        {
            if (!double.IsNaN(value) && _monitor!.IsImprovement(value, best is { } before ? _kept[before] : double.NaN, 0))
            {
                best = position;
            }
        }

        foreach (CheckpointPosition position in _kept.Keys.SkipLast(_options.Count).Where(position => position != best).ToArray())
        {
            _folder.Remove(position);
            _kept.Remove(position);
        }
    }
}
