using System.Collections.Immutable;
using System.Text.Json.Nodes;
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
    private readonly PendingChanges _pending;
    private readonly RecordWriter _writer;

    internal JournalTransaction(PendingChanges pending, RecordWriter writer)
    {
        _pending = pending;
        _writer = writer;
    }

    /// <summary>Whether the transaction waits until the disk has its records, although it was begun without.</summary>
    internal bool IsFlushRequired { get; private set; }

    /// <summary>Makes the transaction wait until its records are safe from a power cut.</summary>
    public void RequireFlush() => IsFlushRequired = true;

    /// <summary>Adds a study.</summary>
    /// <param name="name">Its name, which no other study of the journal has.</param>
    /// <param name="directions">Which values are better, for each objective; at least one.</param>
    /// <exception cref="SweepException">StudyExists, BadObjective.</exception>
    public Study CreateStudy(string name, params IReadOnlyList<Direction> directions)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        Study study = _pending.AddStudy(name, directions);
        _writer.Begin(Operation.CreateStudy)
            .Write("study_name", name)
            .WriteIntegers("directions", directions.Select(direction => (int)direction))
            .End();
        return study;
    }

    /// <summary>Deletes a study with its trials. Their records stay in the file; readers leave them out.</summary>
    /// <exception cref="SweepException">StudyDeleted.</exception>
    public void DeleteStudy(Study study)
    {
        _pending.Delete(study);
        _writer.Begin(Operation.DeleteStudy).Write("study_id", study.Id).End();
    }

    /// <summary>Notes something of the user's.</summary>
    /// <exception cref="SweepException">StudyDeleted.</exception>
    public void SetUserAttribute(Study study, string key, JsonNode? value)
    {
        _pending.Check(study);
        _writer.Begin(Operation.SetStudyUserAttribute)
            .Write("study_id", study.Id)
            .Write("user_attr", [KeyValuePair.Create(key, value)])
            .End();
    }

    /// <summary>Notes something that programs need.</summary>
    /// <exception cref="SweepException">StudyDeleted.</exception>
    public void SetSystemAttribute(Study study, string key, JsonNode? value)
    {
        _pending.Check(study);
        _writer.Begin(Operation.SetStudySystemAttribute)
            .Write("study_id", study.Id)
            .Write("system_attr", [KeyValuePair.Create(key, value)])
            .End();
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
        values ??= [];
        _pending.Check(study);
        PendingChanges.CheckValues(study, state, values);
        foreach ((string name, TrialParameter parameter) in parameters ?? ImmutableDictionary<string, TrialParameter>.Empty)
        {
            _pending.CheckParameter(study, name, parameter);
        }

        Trial trial = _pending.AddTrial(study, state);
        _writer.Begin(Operation.CreateTrial)
            .Write("study_id", study.Id)
            .Write("datetime_start", state == TrialState.Waiting ? null : started ?? DateTime.Now);
        bool isPlain = parameters is null && userAttributes is null && systemAttributes is null && reports is null && values.Count == 0;
        if (state != TrialState.Running || !isPlain)
        {
            WriteDetails(state, parameters, userAttributes, systemAttributes, finished, values, reports);
        }

        _writer.End();
        return trial;
    }

    /// <summary>Gives a parameter to a trial, or another value to one that it has.</summary>
    /// <exception cref="SweepException">TrialFinished, DomainMismatch, ValueOutOfDomain.</exception>
    public void SetParameter(Trial trial, string name, TrialParameter parameter)
    {
        _pending.Check(trial);
        _pending.CheckParameter(_pending.StudyOf(trial), name, parameter);
        _writer.Begin(Operation.SetParameter).Write("trial_id", trial.Id).WriteParameter(name, parameter).End();
    }

    /// <summary>Starts a waiting trial, or ends one.</summary>
    /// <param name="trial">The trial, not a finished one.</param>
    /// <param name="state">The new state.</param>
    /// <param name="values">Its values: one for each objective if it is complete.</param>
    /// <param name="started">When it began, if it does; by default now.</param>
    /// <param name="finished">When it ended, if it does; by default now.</param>
    /// <exception cref="SweepException">TrialFinished, TrialRunning, BadValue.</exception>
    public void SetState(
        Trial trial,
        TrialState state,
        IReadOnlyList<double>? values = null,
        DateTime? started = null,
        DateTime? finished = null)
    {
        values ??= [];
        _pending.Check(trial);
        PendingChanges.CheckValues(_pending.StudyOf(trial), state, values);
        _pending.SetState(trial, state);
        _writer.Begin(Operation.SetState).Write("trial_id", trial.Id).Write("state", (int)state).Write("values", values);
        _ = state switch
        {
            TrialState.Running => _writer.Write("datetime_start", started ?? DateTime.Now),
            TrialState.Waiting => _writer,
            _ => _writer.Write("datetime_complete", finished ?? DateTime.Now),
        };
        _writer.End();
    }

    /// <summary>Notes an intermediate value; one of the same step is replaced.</summary>
    /// <exception cref="SweepException">TrialFinished.</exception>
    public void Report(Trial trial, int step, double value)
    {
        _pending.Check(trial);
        _writer.Begin(Operation.Report)
            .Write("trial_id", trial.Id)
            .Write("step", step)
            .Write("intermediate_value", value)
            .End();
    }

    /// <summary>Notes something of the user's, such as a metric.</summary>
    /// <exception cref="SweepException">TrialFinished.</exception>
    public void SetUserAttribute(Trial trial, string key, JsonNode? value)
    {
        _pending.Check(trial);
        _writer.Begin(Operation.SetTrialUserAttribute)
            .Write("trial_id", trial.Id)
            .Write("user_attr", [KeyValuePair.Create(key, value)])
            .End();
    }

    /// <summary>Notes something that programs need, such as <c>constraints</c>.</summary>
    /// <exception cref="SweepException">TrialFinished.</exception>
    public void SetSystemAttribute(Trial trial, string key, JsonNode? value)
    {
        _pending.Check(trial);
        _writer.Begin(Operation.SetTrialSystemAttribute)
            .Write("trial_id", trial.Id)
            .Write("system_attr", [KeyValuePair.Create(key, value)])
            .End();
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
}
