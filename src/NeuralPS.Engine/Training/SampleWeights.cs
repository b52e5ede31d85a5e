using NeuralPS.Engine.Data;

namespace NeuralPS.Engine.Training;

/// <summary>The weights of the samples of a data set in its loss.</summary>
internal static class SampleWeights
{
    /// <summary>For each row its own weight times that of its class; null where all are 1.</summary>
    /// <exception cref="EngineException"><c>ClassWeightWithoutClasses</c>, <c>ClassWeightUnknownClass</c>.</exception>
    public static float[]? Combine(Dataset dataset, ClassLabels? classes, ClassWeights? classWeights)
    {
        float[]? weights = dataset.Weights?.ToArray();
        if (classWeights is null)
        {
            return weights;
        }

        if (classes is null)
        {
            throw new EngineException(
                "ClassWeightWithoutClasses",
                $"Class weights are given, but data set '{dataset.Name}' has numbers to estimate, not classes. Weigh its samples instead "
                + "(-WeightColumn of ConvertTo-Dataset and Import-Dataset).");
        }

        double[] byClass = classWeights.Resolve(dataset, classes);
        weights ??= [.. Enumerable.Repeat(1f, dataset.Count)];
        for (int row = 0; row < weights.Length; row++)
        {
            weights[row] = (float)(weights[row] * byClass[classes[row]]);
        }

        return weights;
    }
}
