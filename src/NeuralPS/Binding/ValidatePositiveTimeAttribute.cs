using System.Management.Automation;

namespace NeuralPS.Binding;

/// <summary>Takes times above 0 only.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field)]
public sealed class ValidatePositiveTimeAttribute : ValidateArgumentsAttribute
{
    /// <inheritdoc/>
    protected override void Validate(object arguments, EngineIntrinsics engineIntrinsics)
    {
        if (arguments is TimeSpan time && time <= TimeSpan.Zero)
        {
            throw new ValidationMetadataException($"The time is {time}; it must be above 0, such as 00:10:00 for ten minutes.");
        }
    }
}
