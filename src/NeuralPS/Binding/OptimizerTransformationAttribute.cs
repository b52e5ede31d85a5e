using System.Management.Automation;
using Eng = NeuralPS.Engine;

namespace NeuralPS.Binding;

/// <summary>Takes an optimizer as New-Optimizer's object or as a name.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field)]
public sealed class OptimizerTransformationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        object? value = NestedArray.Unwrap(inputData);
        if (value is not (string or OptimizerName))
        {
            return inputData;
        }

        try
        {
            return new Optimizer(Eng.Optimizers.OptimizerCatalog.Create(value.ToString()!));
        }
        catch (Eng.EngineException e)
        {
            throw new ArgumentTransformationMetadataException(e.Message, e);
        }
    }
}
