using System.Globalization;

namespace NeuralPS.Engine.Inspection.Charts;

/// <summary>An axis: from values to places between 0 and 1, and the round values to label.</summary>
internal sealed class ChartAxis
{
    private readonly double _low;
    private readonly double _high;
    private readonly bool _isLog;

    /// <summary>An axis from <paramref name="minimum"/> to <paramref name="maximum"/>; a single value gets room on both sides.</summary>
    public ChartAxis(double minimum, double maximum, bool isLog)
    {
        _isLog = isLog;
        _low = Scale(minimum);
        _high = Scale(maximum);
        if (!(_high > _low))
        {
            double room = isLog ? 0.5 : Math.Max(Math.Abs(_low) * 0.1, 1e-12);
            _low -= room;
            _high += room;
        }
    }

    /// <summary>Where a value is: 0 at the minimum, 1 at the maximum, and no further.</summary>
    public double Place(double value) => Math.Clamp((Scale(value) / (_high - _low)) - (_low / (_high - _low)), 0, 1);

    /// <summary>Whether a value has a place: it is finite, and above 0 on a logarithmic axis.</summary>
    public bool Has(double value) => double.IsFinite(Scale(value));

    /// <summary>Round values within the axis, about as many as asked for, with their texts.</summary>
    public IReadOnlyList<(double Value, string Text)> GetTicks(int count)
    {
        double span = _high - _low;
        double step = Step(span / Math.Max(1, count));
        bool isDecade = _isLog && span >= 1;
        if (isDecade)
        {
            step = Math.Max(1, Math.Ceiling(span / Math.Max(1, count)));
        }

        var ticks = new List<(double, string)>();
        double slack = span * 1e-9;
        if (_isLog && !isDecade)
        {
            // Less than a decade has no powers of ten to go by: both ends are told as they are.
            return [(Math.Pow(10, _low), Format(Math.Pow(10, _low))), (Math.Pow(10, _high), Format(Math.Pow(10, _high)))];
        }

        for (double place = Math.Ceiling((_low - slack) / step) * step; place <= _high + slack && ticks.Count <= 4 * count; place += step)
        {
            // A sum of steps misses zero by a hair.
            double value = Math.Abs(place) < step * 1e-6 ? 0 : place;
            ticks.Add((_isLog ? Math.Pow(10, value) : value, _isLog ? FormatDecade((int)Math.Round(value)) : Format(value)));
        }

        return ticks;
    }

    /// <summary>A number in as few characters as four digits take.</summary>
    public static string Format(double value)
    {
        double size = Math.Abs(value);
        return value == 0 || (size >= 1e-3 && size < 1e6)
            ? value.ToString("0.####" + (size < 0.1 ? "##" : ""), CultureInfo.InvariantCulture)
            : value.ToString("0.###e+0", CultureInfo.InvariantCulture);
    }

    private static string FormatDecade(int exponent) =>
        exponent is >= -3 and <= 4 ? Format(Math.Pow(10, exponent)) : string.Create(CultureInfo.InvariantCulture, $"1e{exponent:+0;-0}");

    // The next of 1, 2, 5, 10 times a power of ten.
    private static double Step(double least)
    {
        double power = Math.Pow(10, Math.Floor(Math.Log10(least)));
        double part = least / power;
        return power * (part <= 1.000001 ? 1 : part <= 2.000001 ? 2 : part <= 5.000001 ? 5 : 10);
    }

    private double Scale(double value) => _isLog ? Math.Log10(value) : value;
}
