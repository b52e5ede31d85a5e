using System.Management.Automation;
using Swp = NeuralPS.Sweeps;

namespace NeuralPS.Binding;

/// <summary>Takes a pruner as New-Pruner's object or as a name.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field)]
public sealed class PrunerTransformationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        if (NestedArray.Unwrap(inputData) is not string name)
        {
            return inputData;
        }

        try
        {
            return new SweepPruner(Swp.Pruners.PrunerCatalog.Describe(name, []));
        }
        catch (Swp.SweepException e)
        {
            throw new ArgumentTransformationMetadataException(e.Message, e);
        }
    }
}
