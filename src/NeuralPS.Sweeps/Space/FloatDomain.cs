using System.Globalization;

namespace NeuralPS.Sweeps.Space;

/// <summary>Real numbers from <see cref="Low"/> to <see cref="High"/>, both included, perhaps on a grid that begins at the lower end.</summary>
public sealed record FloatDomain : Domain
{
    /// <summary>Creates the domain.</summary>
    /// <param name="low">The lowest value; above 0 if <paramref name="isLog"/>.</param>
    /// <param name="high">The highest value, at least <paramref name="low"/>. With a step it is moved down to the grid.</param>
    /// <param name="isLog">Whether the values are drawn evenly on a logarithmic scale.</param>
    /// <param name="step">The distance of the values from each other; null for all real numbers. Not together with <paramref name="isLog"/>.</param>
    /// <exception cref="SweepException">BadDomain.</exception>
    public FloatDomain(double low, double high, bool isLog = false, double? step = null)
    {
        DomainGuard.CheckRange(low, high, isLog);
        if (step is not null)
        {
            DomainGuard.CheckStep(step.Value, isLog);

            // In decimal places, as people write steps: 0.3 is on the grid of 0.1, though not in binary.
            double count = Math.Floor(((high - low) / step.Value) + 1e-8);
            high = Round(low + (count * step.Value));
        }

        Low = low;
        High = high;
        IsLog = isLog;
        Step = step;
    }

    /// <summary>The lowest value.</summary>
    public double Low { get; }

    /// <summary>The highest value.</summary>
    public double High { get; }

    /// <summary>Whether the scale is logarithmic.</summary>
    public bool IsLog { get; }

    /// <summary>The distance of neighbouring values, or null.</summary>
    public double? Step { get; }

    /// <inheritdoc/>
    public override long? Count => Step is double step ? (long)Math.Round((High - Low) / step) + 1 : Low == High ? 1 : null;

    /// <inheritdoc/>
    public override double ToInternal(object? value)
    {
        double number = DomainGuard.ToNumber(value, this);
        if (Step is not null && number >= Low && number <= High)
        {
            double nearest = OnGrid(Math.Round((number - Low) / Step.Value));
            number = Math.Abs(nearest - number) <= 1e-8 * Step.Value ? nearest : number;
        }

        return Contains(number) ? number : throw DomainGuard.OutOfDomain(value, this);
    }

    /// <inheritdoc/>
    public override object ToExternal(double internalValue) => internalValue;

    /// <inheritdoc/>
    public override bool Contains(double internalValue) =>
        internalValue >= Low && internalValue <= High
        && (Step is not double step || Math.Abs(OnGrid(Math.Round((internalValue - Low) / step)) - internalValue) <= 1e-8 * step);

    /// <inheritdoc/>
    public override double FromUnit(double position)
    {
        position = Math.Clamp(position, 0, 1);
        if (Count is long count)
        {
            return Step is null ? Low : OnGrid(Math.Min(Math.Floor(position * count), count - 1));
        }

        double value = IsLog
            ? Math.Exp(Math.Log(Low) + (position * (Math.Log(High) - Math.Log(Low))))
            : Low + (position * (High - Low));
        return Math.Clamp(value, Low, High);
    }

    /// <inheritdoc/>
    public override double ToUnit(double internalValue)
    {
        if (Count is long count)
        {
            return Step is double step ? (Math.Round((internalValue - Low) / step) + 0.5) / count : 0.5;
        }

        return IsLog
            ? (Math.Log(internalValue) - Math.Log(Low)) / (Math.Log(High) - Math.Log(Low))
            : (internalValue - Low) / (High - Low);
    }

    /// <inheritdoc/>
    public override bool IsCompatibleWith(Domain other) => other is FloatDomain domain && domain.IsLog == IsLog;

    /// <summary>Such as <c>0.0001 to 0.1 (log)</c>.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Low} to {High}{(IsLog ? " (log)" : string.Empty)}{(Step is null ? string.Empty : $" step {Step}")}");

    private double OnGrid(double index) => Round(Low + (index * Step!.Value));

    private static double Round(double value) => value == 0 ? 0 : double.Parse(value.ToString("G14", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
}
