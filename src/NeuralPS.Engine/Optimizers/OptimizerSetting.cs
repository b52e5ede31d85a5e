using System.Globalization;

namespace NeuralPS.Engine.Optimizers;

/// <summary>A setting of an update rule by name: how files and users read and write it, and which values it takes.</summary>
/// <param name="Name">The name, mostly that of the property.</param>
/// <param name="Range">Which values it takes, as a message says it.</param>
/// <param name="IsValid">Whether it takes a value.</param>
/// <param name="Read">Reads it.</param>
/// <param name="Write">Gives a copy of the optimizer with another value.</param>
internal sealed record OptimizerSetting(
    string Name, string Range, Func<double, bool> IsValid, Func<Optimizer, double> Read, Func<Optimizer, double, Optimizer> Write)
{
    /// <summary>The learning rate, which every rule has.</summary>
    public static OptimizerSetting LearningRate { get; } =
        Positive<Optimizer>("LearningRate", o => o.LearningRate, (o, value) => o with { LearningRate = value });

    /// <summary>A finite setting above 0.</summary>
    public static OptimizerSetting Positive<T>(string name, Func<T, double> read, Func<T, double, Optimizer> write)
        where T : Optimizer =>
        Create(name, "a finite number above 0", value => value > 0 && double.IsFinite(value), read, write);

    /// <summary>A finite setting of at least 0.</summary>
    public static OptimizerSetting NotNegative<T>(string name, Func<T, double> read, Func<T, double, Optimizer> write)
        where T : Optimizer =>
        Create(name, "a finite number of at least 0", value => value >= 0 && double.IsFinite(value), read, write);

    /// <summary>A factor by which the past fades: at least 0 and below 1.</summary>
    public static OptimizerSetting Decay<T>(string name, Func<T, double> read, Func<T, double, Optimizer> write)
        where T : Optimizer =>
        Create(name, "a number of at least 0 and below 1", value => value is >= 0 and < 1, read, write);

    /// <summary>
    /// What keeps a division from zero, from 1e-30 to 1: in float32 it must stay above 0, or unused weights would become NaN.
    /// </summary>
    public static OptimizerSetting Guard<T>(string name, Func<T, double> read, Func<T, double, Optimizer> write)
        where T : Optimizer =>
        Create(name, "a number from 1e-30 to 1", value => value is >= 1e-30 and <= 1, read, write);

    /// <summary>A whole number from 1 to 1000.</summary>
    public static OptimizerSetting Count<T>(string name, Func<T, int> read, Func<T, int, Optimizer> write)
        where T : Optimizer =>
        Create<T>(
            name,
            "a whole number from 1 to 1000",
            value => value is >= 1 and <= 1000 && value == Math.Floor(value),
            o => read(o),
            // What is no whole number is kept out of range, where it is refused.
            (o, value) => write(o, value == Math.Floor(value) && Math.Abs(value) <= 1000 ? (int)value : -1));

    /// <summary>Checks the value that <paramref name="optimizer"/> has.</summary>
    /// <exception cref="EngineException"><c>[Name]OutOfRange</c>.</exception>
    public void Validate(Optimizer optimizer)
    {
        double value = Read(optimizer);
        if (!IsValid(value))
        {
            throw new EngineException(
                Name + "OutOfRange",
                $"The {Name} of {optimizer.Name} is {value.ToString(CultureInfo.InvariantCulture)}; it must be {Range}.");
        }
    }

    private static OptimizerSetting Create<T>(
        string name, string range, Func<double, bool> isValid, Func<T, double> read, Func<T, double, Optimizer> write)
        where T : Optimizer =>
        new(name, range, isValid, o => read((T)o), (o, value) => write((T)o, value));
}
