using System.Globalization;
using System.Management.Automation;
using System.Text.Json;
using System.Text.Json.Nodes;
using NeuralPS.Commands.Sweeps;
using Swp = NeuralPS.Sweeps;

namespace NeuralPS;

/// <summary>Makes flat records of trials: one property for each parameter and metric, the same ones in all records of a call.</summary>
internal sealed class TrialRecord
{
    /// <summary>The type name that views go by.</summary>
    public const string TypeName = "NeuralPS.Trial";

    private static readonly string[] Fixed = ["Number", "State", "Feasible", "DuplicateOf", "Started", "Duration", "Attempt", "Error", "Path"];

    private readonly Sweep _sweep;
    private readonly string[] _parameters;
    private readonly string[] _metrics;
    private readonly Swp.Analysis.DuplicateTrials _duplicates;

    /// <summary>Finds the columns that trials need.</summary>
    public TrialRecord(Sweep sweep, IReadOnlyCollection<Swp.Trials.Trial> trials)
    {
        _sweep = sweep;
        _parameters = [.. trials.SelectMany(trial => trial.Parameters.Keys).Union(sweep.Definition.Space.Keys).Order(StringComparer.Ordinal)];
        _duplicates = new(trials);
        HashSet<string> objectives = [.. sweep.Definition.Objectives.Select(objective => objective.Name)];
        _metrics = [.. trials.SelectMany(trial => trial.UserAttributes.Keys).Distinct().Where(name => !objectives.Contains(name)).Order(StringComparer.Ordinal)];
    }

    /// <summary>Makes the record of a trial.</summary>
    public PSObject Create(Swp.Trials.Trial trial)
    {
        PSObject record = Record.Create(TypeName);
        List<string> objectives = [];
        List<string> parameters = [];
        record.Add("Number", trial.Number);
        record.Add("State", trial.State.ToString());
        for (int i = 0; i < _sweep.Definition.Objectives.Length; i++)
        {
            objectives.Add(NameFor(record, _sweep.Definition.Objectives[i].Name));
            record.Add(objectives[i], trial.Values.Length > i ? trial.Values[i] : null);
        }

        foreach (string name in _parameters)
        {
            parameters.Add(NameFor(record, name));
            record.Add(parameters[^1], trial.Parameters.TryGetValue(name, out Swp.Trials.TrialParameter parameter) ? SweepValue.ToScript(parameter.External) : null);
        }

        foreach (string name in _metrics)
        {
            record.Add(NameFor(record, name), trial.UserAttributes.TryGetValue(name, out JsonNode? node) ? Read(node) : null);
        }

        if (_sweep.Definition.Constraints.Length > 0)
        {
            record.Add("Feasible", trial.IsFinished && trial.Constraints.Length > 0 ? trial.IsFeasible : null);
        }

        record.Add("DuplicateOf", _duplicates.Find(trial));
        record.Add("Started", trial.Started);
        record.Add("Duration", trial is { Started: { } start, Finished: { } end } ? end - start : null);
        record.Add("Error", Swp.Execution.TrialError.Of(trial)?.ToString());
        string network = TrialFiles.GetNetworkPath(_sweep, trial.Number);
        record.Add("Path", File.Exists(network) ? network : null);
        record.Members.Add(new PSMemberSet(
            "PSStandardMembers", [new PSPropertySet("Objective", objectives), new PSPropertySet("Parameter", parameters)]));
        return record;
    }

    /// <summary>A name that the record does not have yet.</summary>
    private static string NameFor(PSObject record, string name)
    {
        while (record.Properties[name] is not null || Fixed.Contains(name, StringComparer.OrdinalIgnoreCase))
        {
            name += "_";
        }

        return name;
    }

    private static object? Read(JsonNode? node) => node?.GetValueKind() switch
    {
        null or JsonValueKind.Null => null,
        JsonValueKind.Number => node.GetValue<double>(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.String => double.TryParse(node.GetValue<string>(), NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && !double.IsFinite(number)
            ? number
            : node.GetValue<string>(),
        _ => node.ToJsonString(),
    };
}
