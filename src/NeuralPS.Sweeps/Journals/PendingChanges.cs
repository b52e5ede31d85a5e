using NeuralPS.Sweeps.Space;
using NeuralPS.Sweeps.Trials;

namespace NeuralPS.Sweeps.Journals;

/// <summary>
/// What a transaction is about to change, on top of what was read: the records that come later must suit both, or readers would ignore
/// them.
/// </summary>
internal sealed class PendingChanges(Replay replay)
{
    private readonly List<Study> _studies = [];
    private readonly List<Trial> _trials = [];
    private readonly Dictionary<Trial, Study> _trialStudies = [];
    private readonly Dictionary<Study, int> _trialCounts = [];
    private readonly Dictionary<Trial, TrialState> _states = [];
    private readonly Dictionary<(Study, string), Domain> _domains = [];
    private readonly HashSet<Study> _deleted = [];
    private bool _isOver;

    public IReadOnlyList<Study> Studies => _studies;

    public IReadOnlyList<Trial> Trials => _trials;

    /// <summary>From now on every change is refused.</summary>
    public void End() => _isOver = true;

    public Study AddStudy(string name, IReadOnlyList<Direction> directions)
    {
        CheckOpen();
        if (directions.Count == 0)
        {
            throw new SweepException("BadObjective", $"The study '{name}' has no objective. Name at least one metric and its direction.");
        }

        if (replay.Studies.Concat(_studies).Any(study => study.Name == name && !_deleted.Contains(study)))
        {
            throw new SweepException(
                "StudyExists",
                $"The journal has a study '{name}' already. Choose another name, or continue that one.");
        }

        Study study = new(replay.NextStudyId + _studies.Count, name, [.. directions]);
        _studies.Add(study);
        return study;
    }

    public void Delete(Study study)
    {
        Check(study);
        _deleted.Add(study);
    }

    public Trial AddTrial(Study study, TrialState state)
    {
        int before = _trialCounts.GetValueOrDefault(study);
        Trial trial = new(replay.NextTrialId + _trials.Count, study.Trials.Count + before);
        _trials.Add(trial);
        _trialCounts[study] = before + 1;
        _trialStudies.Add(trial, study);
        _states.Add(trial, state);
        return trial;
    }

    public void SetState(Trial trial, TrialState state)
    {
        if (state == TrialState.Running && StateOf(trial) == TrialState.Running)
        {
            throw new SweepException("TrialRunning", $"Trial {trial.Number} is running already: another worker has it.");
        }

        _states[trial] = state;
    }

    public Study StudyOf(Trial trial) => _trialStudies.TryGetValue(trial, out Study? study) ? study : replay.StudyOf(trial);

    public void Check(Study study)
    {
        CheckOpen();
        if (study.IsDeleted || _deleted.Contains(study))
        {
            throw new SweepException("StudyDeleted", $"The study '{study.Name}' was deleted.");
        }

        if (!_studies.Contains(study) && !replay.Studies.Contains(study))
        {
            throw new ArgumentException($"The study '{study.Name}' is not one of this journal.", nameof(study));
        }
    }

    public void Check(Trial trial)
    {
        CheckOpen();
        if (!_trialStudies.ContainsKey(trial) && !replay.Contains(trial))
        {
            throw new ArgumentException($"Trial {trial.Number} is not one of this journal.", nameof(trial));
        }

        if (StateOf(trial) is TrialState.Complete or TrialState.Pruned or TrialState.Failed)
        {
            throw new SweepException("TrialFinished", $"Trial {trial.Number} is finished and cannot be changed any more.");
        }
    }

    public void CheckParameter(Study study, string name, TrialParameter parameter)
    {
        Domain domain = parameter.Domain;
        Domain? known = study.GetDomain(name) ?? _domains.GetValueOrDefault((study, name));
        if (known?.IsCompatibleWith(domain) == false)
        {
            throw new SweepException(
                "DomainMismatch",
                $"The parameter '{name}' has the values {known} in the study '{study.Name}', and now {domain}. "
                + "Its kind, its scale and its choices cannot change: choose another name for it.");
        }

        if (!double.IsFinite(parameter.Value) || (domain is CategoricalDomain && !domain.Contains(parameter.Value)))
        {
            throw new SweepException("ValueOutOfDomain", $"The value {parameter.Value} of the parameter '{name}' is not one of {domain}.");
        }

        _domains.TryAdd((study, name), domain);
    }

    public static void CheckValues(Study study, TrialState state, IReadOnlyList<double> values)
    {
        if (values.Any(double.IsNaN))
        {
            throw new SweepException(
                "BadValue",
                "A trial cannot end with a value that is not a number. End it as failed, without values.");
        }

        int expected = study.Directions.Length;
        if (values.Count != expected && (state == TrialState.Complete || values.Count != 0))
        {
            throw new SweepException(
                "BadValue",
                $"The study '{study.Name}' has {expected} objectives, and there are {values.Count} values. Give one for each.");
        }
    }

    private TrialState StateOf(Trial trial) => _states.TryGetValue(trial, out TrialState state) ? state : trial.State;

    private void CheckOpen()
    {
        if (_isOver)
        {
            throw new InvalidOperationException("The transaction is over. Write to the journal inside the body of Transact only.");
        }
    }
}
