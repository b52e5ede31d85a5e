using System.Globalization;

namespace NeuralPS.Engine.Schedules;

/// <summary>A setting of a schedule by name: how files and users read and write it, and which values it takes.</summary>
/// <param name="Name">The name, that of the property.</param>
/// <param name="Range">Which values it takes, as a message says it.</param>
/// <param name="IsValid">Whether it takes a value.</param>
/// <param name="Read">Reads it.</param>
/// <param name="Write">Gives a copy of the schedule with another value.</param>
internal sealed record ScheduleSetting(
    string Name,
    string Range,
    Func<double, bool> IsValid,
    Func<LearningRateSchedule, double> Read,
    Func<LearningRateSchedule, double, LearningRateSchedule> Write)
{
    /// <summary>The warm-up, which every schedule can have.</summary>
    public static ScheduleSetting WarmUp { get; } =
        NotNegative<LearningRateSchedule>("WarmUp", s => s.WarmUp, (s, value) => s with { WarmUp = value });

    /// <summary>A finite setting above 0.</summary>
    public static ScheduleSetting Positive<T>(string name, Func<T, double> read, Func<T, double, LearningRateSchedule> write)
        where T : LearningRateSchedule =>
        Create(name, "a finite number above 0", value => value > 0 && double.IsFinite(value), read, write);

    /// <summary>A finite setting of at least 0.</summary>
    public static ScheduleSetting NotNegative<T>(string name, Func<T, double> read, Func<T, double, LearningRateSchedule> write)
        where T : LearningRateSchedule =>
        Create(name, "a finite number of at least 0", value => value >= 0 && double.IsFinite(value), read, write);

    /// <summary>A whole number of at least 1.</summary>
    public static ScheduleSetting Count<T>(string name, Func<T, double> read, Func<T, double, LearningRateSchedule> write)
        where T : LearningRateSchedule =>
        Create(name, "a whole number of at least 1", value => value is >= 1 and <= int.MaxValue && value == Math.Floor(value), read, write);

    /// <summary>What a rate is multiplied with again and again: above 0 and at most 1.</summary>
    public static ScheduleSetting Factor<T>(string name, Func<T, double> read, Func<T, double, LearningRateSchedule> write)
        where T : LearningRateSchedule =>
        Create(name, "a number above 0 and at most 1", value => value is > 0 and <= 1, read, write);

    /// <summary>A part of the rate: from 0 to 1.</summary>
    public static ScheduleSetting Part<T>(string name, Func<T, double> read, Func<T, double, LearningRateSchedule> write)
        where T : LearningRateSchedule =>
        Create(name, "a number from 0 to 1", value => value is >= 0 and <= 1, read, write);

    /// <summary>Checks the value that <paramref name="schedule"/> has.</summary>
    /// <exception cref="EngineException"><c>[Name]OutOfRange</c>.</exception>
    public void Validate(LearningRateSchedule schedule)
    {
        double value = Read(schedule);
        if (!IsValid(value))
        {
            throw new EngineException(
                Name + "OutOfRange",
                $"The {Name} of the schedule {schedule.Name} is {value.ToString(CultureInfo.InvariantCulture)}; it must be {Range}.");
        }
    }

    private static ScheduleSetting Create<T>(
        string name, string range, Func<double, bool> isValid, Func<T, double> read, Func<T, double, LearningRateSchedule> write)
        where T : LearningRateSchedule =>
        new(name, range, isValid, s => read((T)s), (s, value) => write((T)s, value));
}
