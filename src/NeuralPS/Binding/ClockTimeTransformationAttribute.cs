using System.Globalization;
using System.Management.Automation;

namespace NeuralPS.Binding;

/// <summary>Takes a time of day, such as 06:00, as the next such time; anything else as the moment that it is.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field)]
public sealed class ClockTimeTransformationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        if (NestedArray.Unwrap(inputData) is not string text)
        {
            return inputData;
        }

        if (TimeOnly.TryParse(text, CultureInfo.InvariantCulture, out TimeOnly time) && !text.Contains('-', StringComparison.Ordinal) && !text.Contains('/', StringComparison.Ordinal))
        {
            DateTime now = DateTime.Now;
            DateTime next = now.Date + time.ToTimeSpan();
            return next > now ? next : next.AddDays(1);
        }

        return DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeLocal, out DateTime moment)
            ? moment
            : throw new ArgumentTransformationMetadataException($"'{text}' is no time. Give a time of day, such as 06:00, or a date with a time, such as 2027-01-31T06:00.");
    }
}
