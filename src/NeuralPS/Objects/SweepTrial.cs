using System.Management.Automation;
using Swp = NeuralPS.Sweeps;

namespace NeuralPS;

/// <summary>
/// A trial at work: its parameters as properties, beside <c>Number</c>, <c>Attempt</c> and <c>Seed</c>, and the methods of this class.
/// </summary>
public sealed class SweepTrial
{
    private readonly Swp.Execution.ActiveTrial _active;
    private readonly bool _throwsWhenPruned;
    private readonly PSObject _shown;

    internal SweepTrial(Sweep sweep, Swp.Execution.ActiveTrial active, bool throwsWhenPruned)
    {
        (Sweep, _active, _throwsWhenPruned) = (sweep, active, throwsWhenPruned);
        _shown = new PSObject(this);
        foreach (string name in active.Parameters.Keys)
        {
            Show(name, SweepValue.ToScript(active.Parameters[name].External));
        }
    }

    /// <summary>The number of the trial in its sweep.</summary>
    public int Number => _active.Number;

    /// <summary>Which attempt this is, from 1: one more than the processes that died over the trial.</summary>
    public int Attempt => _active.Attempt;

    /// <summary>A seed for what happens in the trial, from the seed of the sweep and the number.</summary>
    public ulong Seed => _active.Seed;

    /// <summary>True once the trial should stop: it did worse than others at the same step.</summary>
    public bool IsPruned => _active.PruneReason.Length > 0;

    /// <summary>The sweep that the trial belongs to.</summary>
    internal Sweep Sweep { get; }

    /// <summary>The sweeps' own object.</summary>
    internal Swp.Execution.ActiveTrial Active => _active;

    /// <summary>The object with a property for each parameter.</summary>
    internal PSObject Shown => _shown;

    /// <summary>The value of a parameter that only some trials have; it becomes a property, too.</summary>
    /// <param name="name">The name.</param>
    /// <param name="values">What New-Parameter makes, or a list of choices.</param>
    public object? Suggest(string name, object values)
    {
        object? value = SweepValue.ToScript(_active.Suggest(name, SweepValue.ToDomain(name, values)));
        Show(name, value);
        return value;
    }

    /// <summary>
    /// Reports the objective as it stands on the way, such as after an epoch. Within Invoke-Sweep a trial that the pruner stops ends here.
    /// </summary>
    /// <param name="step">Where on the way; at least 0, and growing.</param>
    /// <param name="value">The value.</param>
    public void Report(int step, double value)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(step);
        if (_active.Report(step, value).Prune)
        {
            ThrowWhenPruned();
        }
    }

    /// <summary>Notes a metric; the sweep goes by those that are its objectives.</summary>
    public void SetMetric(string name, double value)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        _active.SetMetric(name, value);
    }

    /// <summary>Ends the trial as a pruned one, within Invoke-Sweep.</summary>
    internal void ThrowWhenPruned()
    {
        if (_throwsWhenPruned)
        {
            throw new TrialPrunedException($"Trial {Number} was pruned: {_active.PruneReason}.");
        }
    }

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"trial {Number} of {Sweep.Name}");

    private void Show(string name, object? value)
    {
        // The members of the class come first: a parameter of such a name is reached by Suggest.
        if (typeof(SweepTrial).GetMember(name).Length == 0)
        {
            _shown.Set(name, value);
        }
    }
}
