using System.Globalization;
using System.Management.Automation;

namespace NeuralPS.Binding;

/// <summary>
/// Refuses numbers outside of an interval, and says what is expected in plain words. ValidateRange knows no open ends: it would name
/// the smallest number above 0 instead of "above 0".
/// </summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field)]
public sealed class ValidateIntervalAttribute : ValidateEnumeratedArgumentsAttribute
{
    /// <summary>The lower end, which belongs to the interval.</summary>
    public double AtLeast { get; set; } = double.NegativeInfinity;

    /// <summary>The lower end, which does not belong to the interval.</summary>
    public double Above { get; set; } = double.NegativeInfinity;

    /// <summary>The upper end, which belongs to the interval.</summary>
    public double AtMost { get; set; } = double.PositiveInfinity;

    /// <summary>The upper end, which does not belong to the interval.</summary>
    public double Below { get; set; } = double.PositiveInfinity;

    /// <summary>The interval in words: <c>above 0 and below 1</c>.</summary>
    public string Description => Ends is { Length: > 0 } ends ? ends : "that is finite";

    private string Ends => string.Join(" and ", new[]
    {
        Describe("at least", AtLeast), Describe("above", Above), Describe("at most", AtMost), Describe("below", Below),
    }.OfType<string>());

    /// <summary>Whether the interval holds a number.</summary>
    public bool Contains(double value) => double.IsFinite(value) && value >= AtLeast && value > Above && value <= AtMost && value < Below;

    /// <inheritdoc/>
    protected override void ValidateElement(object element)
    {
        double value = Convert.ToDouble(NestedArray.Unwrap(element), CultureInfo.InvariantCulture);
        if (!Contains(value))
        {
            throw new ValidationMetadataException(
                FormattableString.Invariant($"The value {value} is out of range. Give a number {Description}."));
        }
    }

    private static string? Describe(string words, double end) =>
        double.IsFinite(end) ? FormattableString.Invariant($"{words} {end}") : null;
}
