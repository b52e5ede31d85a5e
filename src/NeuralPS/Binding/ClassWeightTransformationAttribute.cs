using System.Collections;
using System.Globalization;
using System.Management.Automation;
using Eng = NeuralPS.Engine;

namespace NeuralPS.Binding;

/// <summary>Takes class weights as a hashtable by class name, or as the word Balanced.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field)]
public sealed class ClassWeightTransformationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        switch (NestedArray.Unwrap(inputData))
        {
            case ClassWeight weights:
                return weights;
            case string text when string.Equals(text, "Balanced", StringComparison.OrdinalIgnoreCase):
                return new ClassWeight(Eng.Training.ClassWeights.Balanced);
            case IDictionary entries:
                return Read(entries);
            default:
                throw new ArgumentTransformationMetadataException(
                    $"'{inputData}' gives no class weights. Give a hashtable by class name, such as @{{ cat = 2; dog = 1 }}, or the word Balanced.");
        }
    }

    private static ClassWeight Read(IDictionary entries)
    {
        try
        {
            return new ClassWeight(new Eng.Training.ClassWeights(entries.Cast<DictionaryEntry>().Select(entry => KeyValuePair.Create(
                Convert.ToString(NestedArray.Unwrap(entry.Key), CultureInfo.InvariantCulture)!,
                (double)NestedArray.ToFloat(entry.Value, $"The weight of class '{entry.Key}'")))));
        }
        catch (Exception e) when (e is Eng.EngineException or ArgumentException)
        {
            throw new ArgumentTransformationMetadataException(e.Message, e);
        }
    }
}
