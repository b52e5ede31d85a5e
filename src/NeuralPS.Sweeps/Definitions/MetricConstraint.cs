using System.Globalization;
using System.Text.RegularExpressions;

namespace NeuralPS.Sweeps.Definitions;

/// <summary>
/// A bound that a metric has to keep for a trial to count as a solution, such as <c>ParameterCount &lt;= 100000</c>.
/// </summary>
/// <param name="Metric">The name of the metric.</param>
/// <param name="IsUpper">True when the metric must not be above the bound, false when not below.</param>
/// <param name="Bound">The bound.</param>
public sealed partial record MetricConstraint(string Metric, bool IsUpper, double Bound)
{
    /// <summary>Reads a constraint.</summary>
    /// <param name="text">A metric, &lt;= or &gt;= (or their strict forms, which mean the same), and a number.</param>
    /// <exception cref="SweepException">BadConstraint.</exception>
    public static MetricConstraint Parse(string text)
    {
        Match match = Pattern().Match(text);
        return match.Success && double.TryParse(match.Groups[3].Value, NumberStyles.Float, CultureInfo.InvariantCulture, out double bound)
            && double.IsFinite(bound)
            ? new MetricConstraint(match.Groups[1].Value, match.Groups[2].Value[0] == '<', bound)
            : throw new SweepException(
                "BadConstraint",
                $"'{text}' is no constraint. Write a metric, <= or >=, and a number, such as 'ParameterCount <= 100000'.");
    }

    /// <summary>By how much the metric is on the wrong side of the bound: 0 or less when the constraint is kept. NaN breaks it.</summary>
    public double GetViolation(double value) =>
        double.IsNaN(value) ? double.PositiveInfinity : IsUpper ? value - Bound : Bound - value;

    /// <summary>Such as <c>ParameterCount &lt;= 100000</c>; <see cref="Parse"/> reads it.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Metric} {(IsUpper ? "<=" : ">=")} {Bound:R}");

    [GeneratedRegex(@"^\s*([\w.:\- ]*\w)\s*(<=?|>=?)\s*(\S+)\s*$")]
    private static partial Regex Pattern();
}
