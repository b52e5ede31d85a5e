using System.Management.Automation;

namespace NeuralPS.Binding;

/// <summary>Takes a data set as it is; anything else is refused with the way to make one.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field)]
public sealed class DatasetTransformationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        object? value = NestedArray.Unwrap(inputData);
        return value switch
        {
            null or Dataset => value!,
            object[] { Length: 1 } list when NestedArray.Unwrap(list[0]) is Dataset dataset => dataset,
            string path => throw new ArgumentTransformationMetadataException(
                $"'{path}' is text, not a data set. Read a file with Import-Dataset '{path}' first."),
            System.Collections.IList => throw new ArgumentTransformationMetadataException(
                "An array is not a data set. Make one of its rows with ConvertTo-Dataset first."),
            _ => throw new ArgumentTransformationMetadataException(
                $"An object of type {value.GetType().Name} is not a data set. Make one with ConvertTo-Dataset, Import-Dataset or New-SyntheticDataset first."),
        };
    }
}
