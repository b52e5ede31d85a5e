using System.Management.Automation;
using Eng = NeuralPS.Engine;

namespace NeuralPS.Binding;

/// <summary>Takes a schedule as New-LearningRateSchedule's object or as a name.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field)]
public sealed class ScheduleTransformationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        object? value = NestedArray.Unwrap(inputData);
        if (value is not (string or ScheduleName))
        {
            return inputData;
        }

        try
        {
            return new LearningRateSchedule(Eng.Schedules.ScheduleCatalog.Create(value.ToString()!), isByName: true);
        }
        catch (Eng.EngineException e)
        {
            throw new ArgumentTransformationMetadataException(e.Message, e);
        }
    }
}
