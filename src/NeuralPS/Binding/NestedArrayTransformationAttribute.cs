using System.Management.Automation;

namespace NeuralPS.Binding;

/// <summary>Turns numbers, arrays and nested arrays into a <see cref="NestedArray"/>; PowerShell itself cannot.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field)]
public sealed class NestedArrayTransformationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) => NestedArray.From(inputData);
}
