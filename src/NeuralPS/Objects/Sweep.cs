using System.Collections;
using System.Collections.Specialized;
using Swp = NeuralPS.Sweeps;

namespace NeuralPS;

/// <summary>
/// A sweep as PowerShell sees it: a study in a journal. New-Sweep describes it and writes nothing; the journal has it from the first
/// trial on, or from the moment it is asked for.
/// </summary>
public sealed class Sweep
{
    private readonly Lock _opening = new();
    private readonly Swp.Execution.SweepPlan _plan;
    private Swp.Execution.Sweep? _value;

    internal Sweep(Swp.Execution.SweepPlan plan) => _plan = plan;

    /// <summary>The name.</summary>
    public string Name => Definition.Name;

    /// <summary>The journal.</summary>
    public string Path => _plan.Path;

    /// <summary>The metrics to make as high as possible.</summary>
    public string[] Maximize => NamesOf(Swp.Trials.Direction.Maximize);

    /// <summary>The metrics to make as low as possible.</summary>
    public string[] Minimize => NamesOf(Swp.Trials.Direction.Minimize);

    /// <summary>The seed.</summary>
    public ulong Seed => Definition.Seed;

    /// <summary>The sampler.</summary>
    public string Sampler => Definition.Sampler.ToString();

    /// <summary>The pruner.</summary>
    public string Pruner => Definition.Pruner.ToString();

    /// <summary>The parameters by name.</summary>
    public IDictionary Parameter
    {
        get
        {
            OrderedDictionary parameters = [];
            foreach (string name in Definition.Space.Keys)
            {
                parameters.Add(name, new SweepParameter(Definition.Space[name]));
            }

            return parameters;
        }
    }

    /// <summary>What a trial must keep to count as a solution.</summary>
    public string[] Constraint => [.. Definition.Constraints.Select(constraint => constraint.ToString())];

    /// <summary>How far back results are known to the sampler and the pruner.</summary>
    public int Window => Definition.Window;

    /// <summary>All trials that the journal knows.</summary>
    public int TrialCount => _plan.Count(_value).Total;

    /// <summary>The complete trials.</summary>
    public int CompleteCount => _plan.Count(_value).Complete;

    /// <summary>The pruned trials.</summary>
    public int PrunedCount => _plan.Count(_value).Pruned;

    /// <summary>The failed trials.</summary>
    public int FailedCount => _plan.Count(_value).Failed;

    /// <summary>What the sweep is.</summary>
    internal Swp.Definitions.SweepDefinition Definition => _plan.Definition;

    /// <summary>The folder for networks and checkpoints, beside the journal.</summary>
    internal string Folder => _plan.Folder;

    /// <summary>The sweep at work; it is written to the journal if it is not there yet.</summary>
    internal Swp.Execution.Sweep Value
    {
        get
        {
            lock (_opening)
            {
                return _value ??= _plan.Open();
            }
        }
    }

    /// <summary>A copy of the trials as the journal has them now; none before the sweep was begun.</summary>
    internal IReadOnlyList<Swp.Trials.Trial> ReadTrials() => _plan.ReadTrials(_value);

    /// <summary>How many trials there are to make, enqueued points and all; null for any number.</summary>
    internal long? GetTrialLimit() => _plan.GetTrialLimit(_value);

    /// <summary>Takes it out of the journal, and its folder away.</summary>
    internal void Remove() => _plan.Remove();

    /// <inheritdoc/>
    public override string ToString() => Name;

    private string[] NamesOf(Swp.Trials.Direction direction) =>
        [.. Definition.Objectives.Where(objective => objective.Direction == direction).Select(objective => objective.Name)];
}
