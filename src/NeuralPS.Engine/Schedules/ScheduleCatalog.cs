namespace NeuralPS.Engine.Schedules;

/// <summary>The schedules by name, and their descriptions as plain data.</summary>
public static class ScheduleCatalog
{
    /// <summary>The canonical names.</summary>
    public static IReadOnlyList<string> Names { get; } = ["Constant", "Step", "Exponential", "Cosine", "WarmUp", "OneCycle", "Plateau"];

    /// <summary>The schedule called <paramref name="name"/>, whatever the case, with its usual settings.</summary>
    /// <exception cref="EngineException"><c>UnknownSchedule</c>.</exception>
    public static LearningRateSchedule Create(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return CatalogName.Normalise(name) switch
        {
            "CONSTANT" => new ConstantSchedule(),
            "STEP" => new StepSchedule(),
            "EXPONENTIAL" => new ExponentialSchedule(),
            "COSINE" => new CosineSchedule(),
            "WARMUP" => new WarmUpSchedule(),
            "ONECYCLE" => new OneCycleSchedule(),
            "PLATEAU" => new PlateauSchedule(),
            _ => throw CatalogName.Unknown("Schedule", name, Names),
        };
    }

    /// <summary>
    /// The schedule called <paramref name="name"/> with <paramref name="settings"/> by name, whatever the case; what is not named
    /// keeps its usual value. Reads what <see cref="LearningRateSchedule.Describe"/> gives.
    /// </summary>
    /// <exception cref="EngineException">
    /// <c>UnknownSchedule</c>; <c>UnknownScheduleSetting</c>: the schedule has no such setting; <c>[Setting]OutOfRange</c>.
    /// </exception>
    public static LearningRateSchedule FromDescription(string name, IReadOnlyDictionary<string, double> settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        LearningRateSchedule schedule = Create(name);
        foreach ((string key, double value) in settings)
        {
            string normalised = CatalogName.Normalise(key);
            ScheduleSetting setting = schedule.Settings.FirstOrDefault(s => CatalogName.Normalise(s.Name) == normalised)
                ?? throw new EngineException(
                    "UnknownScheduleSetting",
                    $"The schedule {schedule.Name} has no setting '{key}'; it has {string.Join(", ", schedule.Settings.Select(s => s.Name))}.");
            schedule = setting.Write(schedule, value);
        }

        schedule.Validate();
        return schedule;
    }
}
