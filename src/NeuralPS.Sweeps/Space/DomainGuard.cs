using System.Globalization;

namespace NeuralPS.Sweeps.Space;

/// <summary>The checks that domains share, and their messages.</summary>
internal static class DomainGuard
{
    public static void CheckRange(double low, double high, bool isLog)
    {
        if (!double.IsFinite(low) || !double.IsFinite(high) || low > high)
        {
            throw Bad($"The range {Text(low)} to {Text(high)} is not one: two finite numbers are needed, the lower one first.");
        }

        if (isLog && low <= 0)
        {
            throw Bad($"A logarithmic range begins above 0, and {Text(low)} does not. Choose a lowest value above 0, or a linear range.");
        }
    }

    public static void CheckStep(double step, bool isLog)
    {
        if (!double.IsFinite(step) || step <= 0)
        {
            throw Bad($"The step {Text(step)} is not above 0.");
        }

        if (isLog)
        {
            throw Bad("A logarithmic range has no step. Leave out one of the two.");
        }
    }

    public static double ToNumber(object? value, Domain domain)
    {
        try
        {
            return value is null or bool ? double.NaN : Convert.ToDouble(value, CultureInfo.InvariantCulture);
        }
        catch (Exception e) when (e is FormatException or InvalidCastException or OverflowException)
        {
            throw OutOfDomain(value, domain);
        }
    }

    public static SweepException OutOfDomain(object? value, Domain domain) =>
        new("ValueOutOfDomain", $"'{CategoricalDomain.Format(value)}' is not one of the values {domain}.");

    private static SweepException Bad(string message) => new("BadDomain", message);

    private static string Text(double value) => value.ToString(CultureInfo.InvariantCulture);
}
