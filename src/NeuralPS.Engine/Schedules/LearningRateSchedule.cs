namespace NeuralPS.Engine.Schedules;

/// <summary>
/// How the learning rate changes as a training goes on: plain data. The rate of an update is the optimizer's learning rate
/// times a factor that depends on where the training is, in epochs since the schedule began.
/// </summary>
public abstract record LearningRateSchedule
{
    /// <summary>The name as users and files spell it, such as <c>Cosine</c>.</summary>
    public abstract string Name { get; }

    /// <summary>
    /// Epochs W of linear warm-up, at least 0: the update at t &lt; W epochs has the factor min(1, (t + 1/B) / W), for B batches to an
    /// epoch, times the factor with which the schedule itself begins. Its own time starts when the warm-up is over.
    /// </summary>
    public double WarmUp { get; init; }

    /// <summary>Epochs until the factor stops changing, warm-up included; null when it has no end of its own.</summary>
    public virtual double? TotalLength => null;

    /// <summary>The settings beside the warm-up, in the order in which they are described.</summary>
    private protected virtual IReadOnlyList<ScheduleSetting> OwnSettings => [];

    /// <summary>All settings, the warm-up last.</summary>
    internal IEnumerable<ScheduleSetting> Settings => [.. OwnSettings, ScheduleSetting.WarmUp];

    /// <summary>The factor at a time.</summary>
    /// <param name="epoch">Epochs since the schedule began, at least 0; a fraction within an epoch.</param>
    /// <param name="step">The length of an update in epochs, 1/B: only the warm-up depends on it.</param>
    /// <param name="reductions">How often a plateau was met.</param>
    public double GetFactor(double epoch, double step = 0, int reductions = 0) => epoch < WarmUp
        ? Math.Min(1, (epoch + step) / WarmUp) * GetOwnFactor(0, reductions)
        : GetOwnFactor(epoch - WarmUp, reductions);

    /// <summary>The settings by name: plain data that <see cref="ScheduleCatalog.FromDescription"/> reads back.</summary>
    public IReadOnlyDictionary<string, double> Describe() =>
        new OrderedDictionary<string, double>(Settings.Select(s => KeyValuePair.Create(s.Name, s.Read(this))));

    /// <summary>The schedule that is over after so many epochs; the same where it has no end of its own.</summary>
    public virtual LearningRateSchedule Spanning(double epochs) => this;

    /// <summary>Checks the settings.</summary>
    /// <exception cref="EngineException">A setting is out of range; the message names it, its value and its range.</exception>
    public void Validate()
    {
        foreach (ScheduleSetting setting in Settings)
        {
            setting.Validate(this);
        }
    }

    /// <summary>The factor without warm-up.</summary>
    private protected abstract double GetOwnFactor(double epoch, int reductions);
}
