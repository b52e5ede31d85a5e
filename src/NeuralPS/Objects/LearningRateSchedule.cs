using Eng = NeuralPS.Engine;

namespace NeuralPS;

/// <summary>How the learning rate changes as a training goes on, as New-LearningRateSchedule makes it.</summary>
public sealed class LearningRateSchedule
{
    internal LearningRateSchedule(Eng.Schedules.LearningRateSchedule value, bool isByName = false)
    {
        Value = value;
        IsByName = isByName;
    }

    /// <summary>The name.</summary>
    public string Name => Value.Name;

    /// <summary>All settings by name.</summary>
    public System.Collections.IDictionary Settings => new System.Collections.Specialized.OrderedDictionary().AddAll(Value.Describe());

    /// <summary>The engine's schedule.</summary>
    internal Eng.Schedules.LearningRateSchedule Value { get; }

    /// <summary>True when only a name was given: what has a length then spans the training that it is given to.</summary>
    internal bool IsByName { get; }

    /// <summary>What the learning rate is multiplied with.</summary>
    /// <param name="epoch">Epochs since the schedule began; a fraction within an epoch.</param>
    public double GetFactor(double epoch) => Value.GetFactor(epoch);

    /// <inheritdoc/>
    public override string ToString() =>
        $"{Name} ({string.Join(", ", Value.Describe().Select(setting => FormattableString.Invariant($"{setting.Key} {setting.Value}")))})";
}
