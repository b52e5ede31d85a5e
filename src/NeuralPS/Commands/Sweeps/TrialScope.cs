using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Runtime.CompilerServices;
using Eng = NeuralPS.Engine;

namespace NeuralPS.Commands.Sweeps;

/// <summary>
/// What cmdlets within the script block of a trial know of it: trainings report their epochs and results to the sweep, take seed, threads
/// and checkpoints from it, and end when the pruner says so.
/// </summary>
internal sealed class TrialScope
{
    /// <summary>The metric that tells the memory of the largest training of a trial, in bytes.</summary>
    public const string MemoryMetric = "MemoryBytes";

    // By session: the block of a trial has one of its own, and only what runs in it belongs to the trial.
    private static readonly ConditionalWeakTable<Runspace, TrialScope> Scopes = [];

    private readonly string _folder;
    private int _trainings;
    private int _stepOffset;
    private int _lastStep;

    /// <summary>Makes the scope of a trial.</summary>
    /// <param name="trial">The trial.</param>
    /// <param name="folder">Where its trainings keep their checkpoints.</param>
    /// <param name="threads">The threads of each training, unless told otherwise.</param>
    public TrialScope(SweepTrial trial, string folder, int threads) => (Trial, _folder, Threads) = (trial, folder, threads);

    /// <summary>The scope that the running cmdlet is in, or null.</summary>
    public static TrialScope? Current =>
        Runspace.DefaultRunspace is { } runspace && Scopes.TryGetValue(runspace, out TrialScope? scope) ? scope : null;

    /// <summary>The trial.</summary>
    public SweepTrial Trial { get; }

    /// <summary>The threads of each training, unless told otherwise.</summary>
    public int Threads { get; }

    /// <summary>The network to keep if the trial is the best: the last that came out of the block, else the last that was trained.</summary>
    public Network? Network { get; private set; }

    /// <summary>Makes it the current one of a session, until disposed.</summary>
    public IDisposable Enter(Runspace runspace)
    {
        Scopes.AddOrUpdate(runspace, this);
        return new Exit(runspace);
    }

    /// <summary>A training is planned that takes so many bytes.</summary>
    public void OnPlanned(long bytes)
    {
        if (!Trial.Active.Metrics.TryGetValue(MemoryMetric, out double known) || known < bytes)
        {
            Trial.SetMetric(MemoryMetric, bytes);
        }
    }

    /// <summary>A training begins; gives the folder of its checkpoints.</summary>
    public string BeginTraining()
    {
        _trainings++;
        _stepOffset = _lastStep;
        return Path.Combine(_folder, string.Create(CultureInfo.InvariantCulture, $"training-{_trainings}"));
    }

    /// <summary>An epoch is done.</summary>
    public void OnEpoch(Eng.Networks.EpochRecord record)
    {
        if (Trial.Sweep.Value.Definition.Objectives is [{ } objective] && Find(record, objective.Name) is double value)
        {
            _lastStep = _stepOffset + record.Epoch;
            Trial.Active.Report(_lastStep, value);
        }
    }

    /// <summary>A training ended.</summary>
    public void OnTrained(Network network)
    {
        Network = network;
        Eng.Networks.TrainingState? state = network.Value.State;
        int best = state?.End == Eng.Training.TrainingEnd.StoppedEarly ? state.EarlyStopping?.BestEpoch ?? 0 : 0;
        Eng.Networks.EpochRecord? record =
            network.Value.History.LastOrDefault(epoch => epoch.Epoch == best) ?? network.Value.History.LastOrDefault();
        if (record is null)
        {
            return;
        }

        foreach ((string name, double value) in List(record))
        {
            Trial.SetMetric(name, value);
        }

        Trial.SetMetric("Epoch", network.Value.History.Length);
        Trial.SetMetric("ParameterCount", network.ParameterCount);
    }

    /// <summary>Something came out of the block: a network to keep, metrics by name, or the objective itself.</summary>
    public void TakeOutput(PSObject? output)
    {
        switch (output?.BaseObject)
        {
            case Network network:
                Network = network;
                break;
            case IDictionary metrics:
                foreach (DictionaryEntry entry in metrics)
                {
                    TakeMetric(entry.Key.ToString() ?? string.Empty, entry.Value);
                }

                break;
            case PSCustomObject:
                foreach (PSPropertyInfo property in output.Properties)
                {
                    TakeMetric(property.Name, property.Value);
                }

                break;
            case { } number when IsNumber(number) && Trial.Sweep.Value.Definition.Objectives is [{ } objective]
                && !Trial.Active.Metrics.ContainsKey(objective.Name):
                TakeMetric(objective.Name, number);
                break;
        }
    }

    private void TakeMetric(string name, object? value)
    {
        object? number = SweepValue.Unwrap(value);
        if (!string.IsNullOrWhiteSpace(name) && number is not null && IsNumber(number))
        {
            Trial.SetMetric(name, Convert.ToDouble(number, CultureInfo.InvariantCulture));
        }
    }

    private static bool IsNumber(object value) => value is sbyte or byte or short or ushort or int or uint or long or ulong or float or double or decimal;

    private static double? Find(Eng.Networks.EpochRecord record, string name)
    {
        foreach ((string metric, double value) in List(record))
        {
            if (string.Equals(metric, name, StringComparison.OrdinalIgnoreCase))
            {
                return value;
            }
        }

        return null;
    }

    /// <summary>The columns of the history that measure something.</summary>
    private static IEnumerable<KeyValuePair<string, double>> List(Eng.Networks.EpochRecord record)
    {
        yield return new("Loss", record.Loss);
        if (!double.IsNaN(record.ValidationLoss))
        {
            yield return new("ValidationLoss", record.ValidationLoss);
        }

        foreach ((string name, double value) in record.Metrics)
        {
            yield return new(name, value);
        }

        foreach ((string name, double value) in record.ValidationMetrics)
        {
            yield return new("Validation" + name, value);
        }
    }

    private sealed class Exit(Runspace runspace) : IDisposable
    {
        public void Dispose() => Scopes.Remove(runspace);
    }
}
