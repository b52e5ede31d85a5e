using System.Collections.Immutable;
using System.Text.Json.Nodes;
using NeuralPS.Sweeps.Space;
using NeuralPS.Sweeps.Trials;

namespace NeuralPS.Sweeps.Journals;

/// <summary>
/// Collects records while the journal is locked: nobody else adds any meanwhile. They are written in one go when the body of
/// <see cref="Journal.Transact"/> ends, and none if it throws; only then the studies and trials change, including those returned here.
/// After a power cut the first few may be there without the rest: begin with what makes sense alone.
/// What readers would ignore is refused with a <see cref="SweepException"/>.
/// </summary>
public sealed class JournalTransaction
{
    private readonly Replay _replay;
    private readonly RecordWriter _writer;
    private readonly List<Study> _newStudies = [];
    private readonly List<Trial> _newTrials = [];
    private readonly Dictionary<Trial, Study> _newTrialStudies = [];
    private readonly Dictionary<Study, int> _newTrialCounts = [];
    private readonly Dictionary<Trial, TrialState> _newStates = [];
    private readonly Dictionary<(Study, string), Domain> _newDomains = [];
    private readonly HashSet<Study> _deleted = [];

    internal JournalTransaction(Replay replay, RecordWriter writer)
    {
        _replay = replay;
        _writer = writer;
    }

    internal bool IsOpen { get; set; } = true;

    internal IReadOnlyList<Study> NewStudies => _newStudies;

    internal IReadOnlyList<Trial> NewTrials => _newTrials;

    /// <summary>Adds a study.</summary>
    /// <param name="name">Its name, which no other study of the journal has.</param>
    /// <param name="directions">Which values are better, for each objective; at least one.</param>
    /// <exception cref="SweepException">StudyExists, BadObjective.</exception>
    public Study CreateStudy(string name, params IReadOnlyList<Direction> directions)
    {
        CheckOpen();
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (directions.Count == 0)
        {
            throw new SweepException("BadObjective", $"The study '{name}' has no objective. Name at least one metric and its direction.");
        }

        if (_replay.Studies.Concat(_newStudies).Any(study => study.Name == name && !_deleted.Contains(study)))
        {
            throw new SweepException("StudyExists", $"The journal has a study '{name}' already. Choose another name, or continue that one.");
        }

        Study study = new(_replay.NextStudyId + _newStudies.Count, name, [.. directions]);
        _writer.Begin(Operation.CreateStudy).Write("study_name", name).WriteIntegers("directions", directions.Select(direction => (int)direction)).End();
        _newStudies.Add(study);
        return study;
    }

    /// <summary>Deletes a study with its trials. Their records stay in the file; readers leave them out.</summary>
    /// <exception cref="SweepException">StudyDeleted.</exception>
    public void DeleteStudy(Study study)
    {
        Check(study);
        _writer.Begin(Operation.DeleteStudy).Write("study_id", study.Id).End();
        _deleted.Add(study);
    }

    /// <summary>Notes something of the user's.</summary>
    /// <exception cref="SweepException">StudyDeleted.</exception>
    public void SetUserAttribute(Study study, string key, JsonNode? value)
    {
        Check(study);
        _writer.Begin(Operation.SetStudyUserAttribute).Write("study_id", study.Id).Write("user_attr", [KeyValuePair.Create(key, value)]).End();
    }

    /// <summary>Notes something that programs need.</summary>
    /// <exception cref="SweepException">StudyDeleted.</exception>
    public void SetSystemAttribute(Study study, string key, JsonNode? value)
    {
        Check(study);
        _writer.Begin(Operation.SetStudySystemAttribute).Write("study_id", study.Id).Write("system_attr", [KeyValuePair.Create(key, value)]).End();
    }

    /// <summary>Adds a trial.</summary>
    /// <param name="study">The study that it belongs to.</param>
    /// <param name="state">Its state. A trial that is finished cannot be changed any more.</param>
    /// <param name="parameters">Its parameters; more can be set later.</param>
    /// <param name="userAttributes">What the user noted.</param>
    /// <param name="systemAttributes">What programs noted, such as <c>fixed_params</c> of a waiting trial.</param>
    /// <param name="started">When it began, in local time; by default now, and never for a waiting trial.</param>
    /// <param name="finished">When it ended; by default now, for a finished trial.</param>
    /// <param name="values">Its values: one for each objective if it is complete.</param>
    /// <param name="reports">Its intermediate values by step.</param>
    /// <returns>The trial; it has its id and number now, and the rest when the transaction is complete.</returns>
    /// <exception cref="SweepException">StudyDeleted, DomainMismatch, ValueOutOfDomain, BadValue.</exception>
    public Trial CreateTrial(
        Study study,
        TrialState state = TrialState.Running,
        IReadOnlyDictionary<string, TrialParameter>? parameters = null,
        IReadOnlyDictionary<string, JsonNode?>? userAttributes = null,
        IReadOnlyDictionary<string, JsonNode?>? systemAttributes = null,
        DateTime? started = null,
        DateTime? finished = null,
        IReadOnlyList<double>? values = null,
        IReadOnlyDictionary<int, double>? reports = null)
    {
        Check(study);
        values ??= [];
        CheckValues(study, state, values);
        foreach ((string name, TrialParameter parameter) in parameters ?? ImmutableDictionary<string, TrialParameter>.Empty)
        {
            CheckParameter(study, name, parameter);
        }

        int before = _newTrialCounts.GetValueOrDefault(study);
        Trial trial = new(_replay.NextTrialId + _newTrials.Count, study.Trials.Count + before);
        _writer.Begin(Operation.CreateTrial).Write("study_id", study.Id)
            .Write("datetime_start", state == TrialState.Waiting ? null : started ?? DateTime.Now);
        if (state != TrialState.Running || parameters is not null || userAttributes is not null || systemAttributes is not null || reports is not null)
        {
            WriteDetails(state, parameters, userAttributes, systemAttributes, finished, values, reports);
        }

        _writer.End();
        _newTrials.Add(trial);
        _newTrialStudies.Add(trial, study);
        _newTrialCounts[study] = before + 1;
        _newStates.Add(trial, state);
        return trial;
    }

    /// <summary>Gives a parameter to a trial, or another value to one that it has.</summary>
    /// <exception cref="SweepException">TrialFinished, DomainMismatch, ValueOutOfDomain.</exception>
    public void SetParameter(Trial trial, string name, TrialParameter parameter)
    {
        Check(trial);
        CheckParameter(StudyOf(trial), name, parameter);
        _writer.Begin(Operation.SetParameter).Write("trial_id", trial.Id).WriteParameter(name, parameter).End();
    }

    /// <summary>Starts a waiting trial, or ends one.</summary>
    /// <param name="trial">The trial, not a finished one.</param>
    /// <param name="state">The new state.</param>
    /// <param name="values">Its values: one for each objective if it is complete.</param>
    /// <param name="started">When it began, if it does; by default now.</param>
    /// <param name="finished">When it ended, if it does; by default now.</param>
    /// <exception cref="SweepException">TrialFinished, TrialRunning, BadValue.</exception>
    public void SetState(Trial trial, TrialState state, IReadOnlyList<double>? values = null, DateTime? started = null, DateTime? finished = null)
    {
        Check(trial);
        values ??= [];
        CheckValues(StudyOf(trial), state, values);
        if (state == TrialState.Running && StateOf(trial) == TrialState.Running)
        {
            throw new SweepException("TrialRunning", $"Trial {trial.Number} is running already: another worker has it.");
        }

        _writer.Begin(Operation.SetState).Write("trial_id", trial.Id).Write("state", (int)state).Write("values", values);
        _ = state switch
        {
            TrialState.Running => _writer.Write("datetime_start", started ?? DateTime.Now),
            TrialState.Waiting => _writer,
            _ => _writer.Write("datetime_complete", finished ?? DateTime.Now),
        };
        _writer.End();
        _newStates[trial] = state;
    }

    /// <summary>Notes an intermediate value; one of the same step is replaced.</summary>
    /// <exception cref="SweepException">TrialFinished.</exception>
    public void Report(Trial trial, int step, double value)
    {
        Check(trial);
        _writer.Begin(Operation.Report).Write("trial_id", trial.Id).Write("step", step).Write("intermediate_value", value).End();
    }

    /// <summary>Notes something of the user's, such as a metric.</summary>
    /// <exception cref="SweepException">TrialFinished.</exception>
    public void SetUserAttribute(Trial trial, string key, JsonNode? value)
    {
        Check(trial);
        _writer.Begin(Operation.SetTrialUserAttribute).Write("trial_id", trial.Id).Write("user_attr", [KeyValuePair.Create(key, value)]).End();
    }

    /// <summary>Notes something that programs need, such as <c>constraints</c>.</summary>
    /// <exception cref="SweepException">TrialFinished.</exception>
    public void SetSystemAttribute(Trial trial, string key, JsonNode? value)
    {
        Check(trial);
        _writer.Begin(Operation.SetTrialSystemAttribute).Write("trial_id", trial.Id).Write("system_attr", [KeyValuePair.Create(key, value)]).End();
    }

    private void WriteDetails(
        TrialState state,
        IReadOnlyDictionary<string, TrialParameter>? parameters,
        IReadOnlyDictionary<string, JsonNode?>? userAttributes,
        IReadOnlyDictionary<string, JsonNode?>? systemAttributes,
        DateTime? finished,
        IReadOnlyList<double> values,
        IReadOnlyDictionary<int, double>? reports)
    {
        // One value goes to the field of its own, several to the list: Optuna refuses both together.
        _writer.Write("state", (int)state);
        _ = values.Count == 1 ? _writer.Write("value", values[0]) : _writer.WriteNull("value");
        _ = values.Count > 1 ? _writer.Write("values", values) : _writer.WriteNull("values");
        if (state is not (TrialState.Running or TrialState.Waiting))
        {
            _writer.Write("datetime_complete", finished ?? DateTime.Now);
        }

        _writer.WriteParameters(parameters ?? ImmutableDictionary<string, TrialParameter>.Empty)
            .Write("user_attrs", userAttributes ?? ImmutableDictionary<string, JsonNode?>.Empty)
            .Write("system_attrs", systemAttributes ?? ImmutableDictionary<string, JsonNode?>.Empty)
            .WriteReports(reports ?? ImmutableDictionary<int, double>.Empty);
    }

    private void CheckOpen()
    {
        if (!IsOpen)
        {
            throw new InvalidOperationException("The transaction is over. Write to the journal inside the body of Transact only.");
        }
    }

    private void Check(Study study)
    {
        CheckOpen();
        if (study.IsDeleted || _deleted.Contains(study))
        {
            throw new SweepException("StudyDeleted", $"The study '{study.Name}' was deleted.");
        }

        if (!_newStudies.Contains(study) && !_replay.Studies.Contains(study))
        {
            throw new ArgumentException($"The study '{study.Name}' is not one of this journal.", nameof(study));
        }
    }

    private void Check(Trial trial)
    {
        CheckOpen();
        if (!_newTrialStudies.ContainsKey(trial) && !_replay.Contains(trial))
        {
            throw new ArgumentException($"Trial {trial.Number} is not one of this journal.", nameof(trial));
        }

        if (StateOf(trial) is TrialState.Complete or TrialState.Pruned or TrialState.Failed)
        {
            throw new SweepException("TrialFinished", $"Trial {trial.Number} is finished and cannot be changed any more.");
        }
    }

    private Study StudyOf(Trial trial) => _newTrialStudies.TryGetValue(trial, out Study? study) ? study : _replay.StudyOf(trial);

    private TrialState StateOf(Trial trial) => _newStates.TryGetValue(trial, out TrialState state) ? state : trial.State;

    private void CheckParameter(Study study, string name, TrialParameter parameter)
    {
        Domain domain = parameter.Domain;
        Domain? known = study.GetDomain(name) ?? _newDomains.GetValueOrDefault((study, name));
        if (known?.IsCompatibleWith(domain) == false)
        {
            throw new SweepException(
                "DomainMismatch",
                $"The parameter '{name}' has the values {known} in the study '{study.Name}', and now {domain}. Its kind, its scale and its choices cannot change: choose another name for it.");
        }

        if (!double.IsFinite(parameter.Value) || (domain is CategoricalDomain && !domain.Contains(parameter.Value)))
        {
            throw new SweepException("ValueOutOfDomain", $"The value {parameter.Value} of the parameter '{name}' is not one of {domain}.");
        }

        _newDomains.TryAdd((study, name), domain);
    }

    private static void CheckValues(Study study, TrialState state, IReadOnlyList<double> values)
    {
        if (values.Any(double.IsNaN))
        {
            throw new SweepException("BadValue", "A trial cannot end with a value that is not a number. End it as failed, without values.");
        }

        if (state == TrialState.Complete ? values.Count != study.Directions.Length : values.Count != 0 && values.Count != study.Directions.Length)
        {
            throw new SweepException(
                "BadValue",
                $"The study '{study.Name}' has {study.Directions.Length} objectives, and there are {values.Count} values. Give one for each.");
        }
    }
}
