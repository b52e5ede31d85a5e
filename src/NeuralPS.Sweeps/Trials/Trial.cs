using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace NeuralPS.Sweeps.Trials;

/// <summary>
/// What the journal says of a trial. It changes while the journal is read on, until the trial <see cref="IsFinished"/>; from then on it
/// never changes again.
/// </summary>
public sealed class Trial
{
    internal Trial(int id, int number)
    {
        Id = id;
        Number = number;
    }

    /// <summary>The place among all trials of the journal, from 0.</summary>
    public int Id { get; }

    /// <summary>The place among the trials of its study, from 0.</summary>
    public int Number { get; }

    /// <summary>Where it stands.</summary>
    public TrialState State { get; internal set; }

    /// <summary>Whether it is complete, pruned or failed.</summary>
    public bool IsFinished => State is TrialState.Complete or TrialState.Pruned or TrialState.Failed;

    /// <summary>One value for each objective; empty unless complete (a pruned trial may have one).</summary>
    public ImmutableArray<double> Values { get; internal set; } = [];

    /// <summary>Its parameters by name, in the order of the names (ordinal).</summary>
    public SortedList<string, TrialParameter> Parameters { get; } = new(StringComparer.Ordinal);

    /// <summary>What it reported on its way, by step.</summary>
    public SortedList<int, double> IntermediateValues { get; } = [];

    /// <summary>What the user noted: metrics among others.</summary>
    public SortedList<string, JsonNode?> UserAttributes { get; } = new(StringComparer.Ordinal);

    /// <summary>What samplers, pruners and workers noted.</summary>
    public SortedList<string, JsonNode?> SystemAttributes { get; } = new(StringComparer.Ordinal);

    /// <summary>When it began, in local time; null while it waits.</summary>
    public DateTime? Started { get; internal set; }

    /// <summary>When it ended, in local time.</summary>
    public DateTime? Finished { get; internal set; }

    /// <summary>The constraints by which it is feasible when none is above 0; empty if there are none.</summary>
    public ImmutableArray<double> Constraints { get; internal set; } = [];

    /// <summary>Whether no constraint is violated.</summary>
    public bool IsFeasible => Constraints.All(value => value <= 0);

    /// <summary>The trial as it stands: it no longer changes while the journal is read on.</summary>
    internal Trial Copy()
    {
        Trial copy = new(Id, Number)
        {
            State = State, Values = Values, Started = Started, Finished = Finished, Constraints = Constraints,
        };
        CopyTo(Parameters, copy.Parameters);
        CopyTo(IntermediateValues, copy.IntermediateValues);
        CopyTo(UserAttributes, copy.UserAttributes);
        CopyTo(SystemAttributes, copy.SystemAttributes);
        return copy;
    }

    private static void CopyTo<TKey, TValue>(SortedList<TKey, TValue> source, SortedList<TKey, TValue> target)
        where TKey : notnull
    {
        foreach ((TKey key, TValue value) in source)
        {
            target.Add(key, value);
        }
    }
}
