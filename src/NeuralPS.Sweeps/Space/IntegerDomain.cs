using System.Globalization;

namespace NeuralPS.Sweeps.Space;

/// <summary>Whole numbers from <see cref="Low"/> to <see cref="High"/>, both included, every <see cref="Step"/>-th of them.</summary>
public sealed record IntegerDomain : Domain
{
    // Internal values are doubles: beyond this neighbours cannot be told apart.
    private const long Limit = 1L << 53;

    /// <summary>Creates the domain.</summary>
    /// <param name="low">The lowest value; at least 1 if <paramref name="isLog"/>.</param>
    /// <param name="high">The highest value, at least <paramref name="low"/>; moved down to the grid.</param>
    /// <param name="isLog">Whether the values are drawn evenly on a logarithmic scale.</param>
    /// <param name="step">The distance of neighbouring values, at least 1; 1 if <paramref name="isLog"/>.</param>
    /// <exception cref="SweepException">BadDomain.</exception>
    public IntegerDomain(long low, long high, bool isLog = false, long step = 1)
    {
        DomainGuard.CheckRange(low, high, isLog);
        if (step != 1)
        {
            DomainGuard.CheckStep(step, isLog);
        }

        if (low < -Limit || high > Limit)
        {
            throw new SweepException("BadDomain", $"The range {low} to {high} is too large: whole numbers go from -2^53 to 2^53.");
        }

        Low = low;
        High = low + ((high - low) / step * step);
        IsLog = isLog;
        Step = step;
    }

    /// <summary>The lowest value.</summary>
    public long Low { get; }

    /// <summary>The highest value.</summary>
    public long High { get; }

    /// <summary>Whether the scale is logarithmic.</summary>
    public bool IsLog { get; }

    /// <summary>The distance of neighbouring values.</summary>
    public long Step { get; }

    /// <inheritdoc/>
    public override long? Count => ((High - Low) / Step) + 1;

    /// <inheritdoc/>
    public override double ToInternal(object? value)
    {
        double number = DomainGuard.ToNumber(value, this);
        return Contains(number) ? number : throw DomainGuard.OutOfDomain(value, this);
    }

    /// <inheritdoc/>
    public override object ToExternal(double internalValue) => (long)Math.Round(internalValue);

    /// <inheritdoc/>
    public override bool Contains(double internalValue) =>
        internalValue >= Low && internalValue <= High && Math.Floor(internalValue) == internalValue
        && ((long)internalValue - Low) % Step == 0;

    /// <inheritdoc/>
    public override double FromUnit(double position)
    {
        position = Math.Clamp(position, 0, 1);
        if (IsLog)
        {
            // Every number owns the half around it, so that the lowest is not twice as rare.
            double value = Math.Exp(LogLow + (position * (LogHigh - LogLow)));
            return Math.Clamp(Math.Round(value), Low, High);
        }

        long count = Count!.Value;
        return Low + (Step * (double)Math.Min((long)Math.Floor(position * count), count - 1));
    }

    /// <inheritdoc/>
    public override double ToUnit(double internalValue) => IsLog
        ? (Math.Log(internalValue) - LogLow) / (LogHigh - LogLow)
        : ((Math.Round((internalValue - Low) / Step) + 0.5) / Count!.Value);

    /// <inheritdoc/>
    public override bool IsCompatibleWith(Domain other) => other is IntegerDomain domain && domain.IsLog == IsLog;

    /// <summary>Such as <c>1 to 4</c>.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Low} to {High}{(IsLog ? " (log)" : string.Empty)}{(Step == 1 ? string.Empty : $" step {Step}")}");

    private double LogLow => Math.Log(Low - 0.5);

    private double LogHigh => Math.Log(High + 0.5);
}
