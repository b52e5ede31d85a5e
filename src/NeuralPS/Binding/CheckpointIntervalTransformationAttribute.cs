using System.Globalization;
using System.Management.Automation;

namespace NeuralPS.Binding;

/// <summary>Takes an interval as a number of epochs or as a time, both also as text.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field)]
public sealed class CheckpointIntervalTransformationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        object? value = NestedArray.Unwrap(inputData);
        string? text = value switch
        {
            CheckpointInterval or null => null,
            TimeSpan time => time.ToString("c"),
            IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
            _ => value.ToString(),
        };
        if (text is null)
        {
            return inputData;
        }

        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int epochs) && epochs > 0)
        {
            return new CheckpointInterval(epochs);
        }

        // A text without a colon would be a number of days.
        if (text.Contains(':', StringComparison.Ordinal)
            && TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out TimeSpan parsed) && parsed > TimeSpan.Zero)
        {
            return new CheckpointInterval(parsed);
        }

        throw new ArgumentTransformationMetadataException(
            $"'{text}' is no interval: give a number of epochs of at least 1, such as 5, or a time above 0, such as 00:10:00 for ten minutes.");
    }
}
