using System.Globalization;
using Swp = NeuralPS.Sweeps;

namespace NeuralPS.Commands.Sweeps;

/// <summary>
/// What trials leave behind beside the journal: checkpoints while they run, and the networks of the best. Safe for several threads.
/// </summary>
internal sealed class TrialFiles
{
    private readonly Lock _lock = new();
    private readonly Sweep _sweep;
    private readonly NetworkKeeping _keeping;
    private readonly Swp.Execution.BestTrials _best;

    /// <summary>Takes in the trials that are there already.</summary>
    /// <param name="sweep">The sweep.</param>
    /// <param name="keeping">Which networks stay.</param>
    public TrialFiles(Sweep sweep, NetworkKeeping keeping)
    {
        (_sweep, _keeping, _best) = (sweep, keeping, new(sweep.Definition.Objectives));
        foreach (Swp.Trials.Trial trial in sweep.ReadTrials().Where(trial => trial.State == Swp.Trials.TrialState.Complete))
        {
            _best.Add(trial);
        }
    }

    /// <summary>The file for the network of a trial.</summary>
    public static string GetNetworkPath(Sweep sweep, int number) =>
        Path.Combine(sweep.Folder, string.Create(CultureInfo.InvariantCulture, $"trial-{number:00000}.safetensors"));

    /// <summary>The folder for the checkpoints of a trial.</summary>
    public string GetCheckpointFolder(int number) =>
        Path.Combine(_sweep.Folder, string.Create(CultureInfo.InvariantCulture, $"trial-{number:00000}.checkpoints"));

    /// <summary>
    /// Writes the network of a trial that came to its end, before the journal has its values: a kill between the two leaves a file too
    /// many, not one too few.
    /// </summary>
    public void Save(TrialScope scope)
    {
        if (_keeping == NetworkKeeping.None || scope.Network is not { } network)
        {
            return;
        }

        List<double> values = [];
        foreach (Swp.Trials.Objective objective in _sweep.Definition.Objectives)
        {
            if (!scope.Trial.Active.Metrics.TryGetValue(objective.Name, out double value))
            {
                return;
            }

            values.Add(value);
        }

        lock (_lock)
        {
            if (_keeping == NetworkKeeping.Best && !_best.WouldEnter(scope.Trial.Number, values))
            {
                return;
            }
        }

        Directory.CreateDirectory(_sweep.Folder);
        Engine.Formats.NetworkFile.Write(network.Value, GetNetworkPath(_sweep, scope.Trial.Number), overwrite: true, includeState: false);
    }

    /// <summary>Removes the checkpoints of a finished trial, and the networks that are not among the best any more.</summary>
    public void Clean(Swp.Trials.Trial trial)
    {
        string checkpoints = GetCheckpointFolder(trial.Number);
        if (Directory.Exists(checkpoints))
        {
            TryDelete(() => Directory.Delete(checkpoints, recursive: true));
        }

        lock (_lock)
        {
            IReadOnlyList<int> beaten = _best.Add(trial);
            if (_keeping == NetworkKeeping.Best && Directory.Exists(_sweep.Folder))
            {
                foreach (int number in beaten)
                {
                    DeleteNetwork(number);
                }
            }
        }
    }

    /// <summary>Removes networks that other processes, or one that died, have left behind and that are not among the best.</summary>
    public void CleanAll()
    {
        if (_keeping != NetworkKeeping.Best || !Directory.Exists(_sweep.Folder))
        {
            return;
        }

        IReadOnlyList<Swp.Trials.Trial> trials = _sweep.ReadTrials();
        Swp.Execution.BestTrials best = new(_sweep.Definition.Objectives);
        foreach (Swp.Trials.Trial trial in trials.Where(trial => trial.IsFinished))
        {
            best.Add(trial);
        }

        HashSet<int> kept = [.. best.Numbers];
        foreach (Swp.Trials.Trial trial in trials.Where(trial => trial.IsFinished && !kept.Contains(trial.Number)))
        {
            DeleteNetwork(trial.Number);
        }
    }

    private void DeleteNetwork(int number)
    {
        string path = GetNetworkPath(_sweep, number);
        if (File.Exists(path))
        {
            TryDelete(() => File.Delete(path));
        }
    }

    /// <summary>A file too many, which somebody has open, say, is no reason to stop a sweep: the end of a later run tries again.</summary>
    private static void TryDelete(Action delete)
    {
        try
        {
            delete();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
        }
    }
}
