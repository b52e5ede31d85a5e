using System.Text.Json.Nodes;
using NeuralPS.Sweeps.Trials;

namespace NeuralPS.Sweeps.Journals;

/// <summary>
/// What the records of a journal add up to, by the rules of Optuna: ids are counted, not written; what comes for a trial that is
/// finished, for a study that is deleted, or with a domain that does not suit the study has no effect.
/// </summary>
internal sealed class Replay
{
    private readonly Record _record = new();
    private readonly List<(Trial Trial, Study Study)> _trials = [];
    private readonly Queue<Trial> _expectedTrials = new();
    private readonly Queue<Study> _expectedStudies = new();
    private Study[] _studies = [];
    private int _studyCount;

    /// <summary>Studies that are not deleted, by id. A new array whenever they change.</summary>
    public IReadOnlyList<Study> Studies => Volatile.Read(ref _studies);

    public int NextStudyId => _studyCount;

    public int NextTrialId => _trials.Count;

    public Study StudyOf(Trial trial) => _trials[trial.Id].Study;

    public bool Contains(Trial trial) => trial.Id < _trials.Count && ReferenceEquals(_trials[trial.Id].Trial, trial);

    /// <summary>
    /// The next trials and studies to appear are these objects: a transaction handed them out before its records were written.
    /// </summary>
    public void Expect(IEnumerable<Study> studies, IEnumerable<Trial> trials)
    {
        _expectedStudies.Clear();
        _expectedTrials.Clear();
        foreach (Study study in studies)
        {
            _expectedStudies.Enqueue(study);
        }

        foreach (Trial trial in trials)
        {
            _expectedTrials.Enqueue(trial);
        }
    }

    /// <summary>Applies a line.</summary>
    /// <exception cref="FormatException">The line is no record; nothing has changed.</exception>
    public void Apply(ReadOnlySpan<byte> line)
    {
        _record.Read(line);
        switch ((Operation)_record.Operation)
        {
            case Operation.CreateStudy:
                CreateStudy();
                break;
            case Operation.DeleteStudy or Operation.SetStudyUserAttribute or Operation.SetStudySystemAttribute:
                ChangeStudy(Need(_record.StudyId, "study_id"));
                break;
            case Operation.CreateTrial:
                CreateTrial(Need(_record.StudyId, "study_id"));
                break;
            case >= Operation.SetParameter and <= Operation.SetTrialSystemAttribute:
                ChangeTrial(Need(_record.TrialId, "trial_id"));
                break;
            case > Operation.SetTrialSystemAttribute when _record.TrialId is not null:
                // Of a newer version. It adds something to a trial, so the ids of what follows do not depend on it.
                break;
            default:
                throw new FormatException($"Its op_code {_record.Operation} is not one that this version knows.");
        }
    }

    private void CreateStudy()
    {
        string name = _record.Name ?? throw new FormatException("It has no study_name.");
        if (_record.Directions.IsDefaultOrEmpty)
        {
            throw new FormatException("It has no directions.");
        }

        if (Array.Exists(_studies, study => study.Name == name))
        {
            return;
        }

        Study study = _expectedStudies.TryDequeue(out Study? expected) ? expected : new Study(_studyCount, name, _record.Directions);
        _studyCount++;
        Volatile.Write(ref _studies, [.. _studies, study]);
    }

    private void ChangeStudy(int id)
    {
        if (Find(id) is not Study study)
        {
            return;
        }

        if ((Operation)_record.Operation == Operation.DeleteStudy)
        {
            study.IsDeleted = true;
            Volatile.Write(ref _studies, Array.FindAll(_studies, other => other.Id != id));
        }

        Set(study.UserAttributes, _record.UserAttributes);
        Set(study.SystemAttributes, _record.SystemAttributes);
    }

    private void CreateTrial(int studyId)
    {
        if (_record.Parameters.Find(pair => !_record.Domains.ContainsKey(pair.Key)).Key is string orphan)
        {
            throw new FormatException($"Its parameter '{orphan}' has no distribution.");
        }

        if (Find(studyId) is not Study study)
        {
            return;
        }

        Trial trial = _expectedTrials.TryDequeue(out Trial? expected) ? expected : new Trial(_trials.Count, study.TrialList.Count);
        foreach ((string name, double value) in _record.Parameters)
        {
            trial.Parameters[name] = new TrialParameter(Checked(value, _record.Domains[name]), _record.Domains[name]);
            study.NoteDomain(trial.Number, name, _record.Domains[name]);
        }

        foreach ((int step, double value) in _record.Reports)
        {
            trial.IntermediateValues[step] = value;
        }

        SetAttributes(trial);
        trial.Started = _record.Started;
        trial.Finished = _record.Finished;
        trial.Values = _record.Values.IsDefault ? [] : _record.Values;
        trial.State = _record.State ?? TrialState.Running;
        _trials.Add((trial, study));
        study.TrialList.Add(trial);
    }

    private void ChangeTrial(int id)
    {
        if (id < 0 || id >= _trials.Count || _trials[id].Trial.IsFinished)
        {
            return;
        }

        (Trial trial, Study study) = _trials[id];
        switch ((Operation)_record.Operation)
        {
            case Operation.SetParameter:
                SetParameter(study, trial);
                break;
            case Operation.SetState:
                SetState(trial);
                break;
            case Operation.Report:
                trial.IntermediateValues[Need(_record.Step, "step")] = Need(_record.Number, "intermediate_value");
                break;
            default:
                SetAttributes(trial);
                break;
        }
    }

    private void SetParameter(Study study, Trial trial)
    {
        string name = _record.Name ?? throw new FormatException("It has no param_name.");
        Space.Domain domain = _record.Domain ?? throw new FormatException("It has no distribution.");
        double value = Checked(Need(_record.Number, "param_value_internal"), domain);
        if (study.GetDomain(name)?.IsCompatibleWith(domain) != false)
        {
            trial.Parameters[name] = new TrialParameter(value, domain);
            study.NoteDomain(trial.Number, name, domain);
        }
    }

    private void SetState(Trial trial)
    {
        TrialState state = Need(_record.State, "state");
        if (state == TrialState.Running && trial.State == TrialState.Running)
        {
            return;
        }

        if (state == TrialState.Running)
        {
            trial.Started = _record.Started;
        }

        if (state is TrialState.Complete or TrialState.Pruned or TrialState.Failed)
        {
            trial.Finished = _record.Finished;
        }

        if (!_record.Values.IsDefault)
        {
            trial.Values = _record.Values;
        }

        // Last of all: who sees a finished trial may read it without a lock.
        Interlocked.MemoryBarrier();
        trial.State = state;
    }

    private void SetAttributes(Trial trial)
    {
        Set(trial.UserAttributes, _record.UserAttributes);
        Set(trial.SystemAttributes, _record.SystemAttributes);
        if (_record.SystemAttributes.FindLast(pair => pair.Key == "constraints").Value is JsonArray constraints)
        {
            trial.Constraints = [.. constraints.Select(ToNumber)];
        }
    }

    private static void Set(SortedList<string, JsonNode?> attributes, List<KeyValuePair<string, JsonNode?>> changes)
    {
        foreach ((string key, JsonNode? value) in changes)
        {
            attributes[key] = value;
        }
    }

    // What is not a number cannot be said to be kept to.
    private static double ToNumber(JsonNode? node) => node is JsonValue value
        ? value.TryGetValue(out double number) ? number : value.TryGetValue(out long whole) ? whole : double.NaN
        : double.NaN;

    private static double Checked(double value, Space.Domain domain) => domain is not Space.CategoricalDomain || domain.Contains(value)
        ? value
        : throw new FormatException($"{value} is not the index of one of the choices {domain}.");

    private Study? Find(int id) => Array.Find(_studies, study => study.Id == id);

    private static T Need<T>(T? value, string field)
        where T : struct => value ?? throw new FormatException($"It has no {field}.");
}
