using System.Management.Automation;
using Swp = NeuralPS.Sweeps;

namespace NeuralPS.Binding;

/// <summary>Takes a sweep as New-Sweep's object, as Invoke-Sweep's result, or as the path of a journal that holds one sweep.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field)]
public sealed class SweepTransformationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        ArgumentNullException.ThrowIfNull(engineIntrinsics);
        object? value = NestedArray.Unwrap(inputData);
        if (inputData is PSObject { Properties: { } properties } && properties["Sweep"]?.Value is { } member && NestedArray.Unwrap(member) is Sweep inner)
        {
            return inner;
        }

        string? given = value as string ?? (value as FileInfo)?.FullName;
        if (given is null)
        {
            return inputData;
        }

        try
        {
            string path = engineIntrinsics.SessionState.Path.GetUnresolvedProviderPathFromPSPath(given);
            IReadOnlyList<Swp.Execution.SweepPlan> plans = Swp.Execution.SweepPlan.List(path);
            return plans.Count switch
            {
                1 => new Sweep(plans[0]),
                0 => throw new ArgumentTransformationMetadataException(
                    $"There is no sweep in '{path}'{(File.Exists(path) ? string.Empty : ": the file does not exist")}. Give the journal of a sweep."),
                _ => throw new ArgumentTransformationMetadataException(
                    $"'{path}' holds {plans.Count} sweeps: {string.Join(", ", plans.Select(plan => plan.Definition.Name))}. Name one: Get-Sweep '{given}' -Name ..."),
            };
        }
        catch (Exception e) when (e is Swp.SweepException or IOException or UnauthorizedAccessException)
        {
            throw new ArgumentTransformationMetadataException(e.Message, e);
        }
    }
}
