using System.Collections.Immutable;
using System.Globalization;
using NeuralPS.Engine.Data;

namespace NeuralPS.Engine.Training;

/// <summary>How much the samples of each class count in the loss of a training: given by name, or balanced.</summary>
public sealed class ClassWeights
{
    private readonly ImmutableSortedDictionary<string, double>? _byName;

    /// <summary>Weights by class name, whatever the case; classes that are not named count 1.</summary>
    /// <exception cref="EngineException"><c>ClassWeightOutOfRange</c>: a weight is negative or not finite, or there is none.</exception>
    public ClassWeights(IEnumerable<KeyValuePair<string, double>> byName)
    {
        _byName = byName.ToImmutableSortedDictionary(StringComparer.OrdinalIgnoreCase);
        if (_byName.IsEmpty)
        {
            throw new EngineException("ClassWeightOutOfRange", "No class is given a weight. Name one, such as @{ cat = 2 }, or say Balanced.");
        }

        foreach ((string name, double weight) in _byName)
        {
            if (!(weight >= 0) || !double.IsFinite((float)weight))
            {
                throw new EngineException(
                    "ClassWeightOutOfRange",
                    $"The weight of class '{name}' is {weight.ToString(CultureInfo.InvariantCulture)}; it must be a finite number of at least 0.");
            }
        }
    }

    private ClassWeights()
    {
    }

    /// <summary>
    /// Each class counts as much as any other, however many samples it has: n / (K n_k) for a class of n_k of the n samples of K classes,
    /// as in scikit-learn. The mean over the samples is 1.
    /// </summary>
    public static ClassWeights Balanced { get; } = new();

    /// <summary>The weight of each class of a data set.</summary>
    /// <param name="dataset">The data set.</param>
    /// <param name="classes">The class of each row.</param>
    /// <exception cref="EngineException"><c>ClassWeightUnknownClass</c>: the data set has no class of that name.</exception>
    internal double[] Resolve(Dataset dataset, ClassLabels classes)
    {
        double[] weights = [.. Enumerable.Repeat(1.0, dataset.ClassCount)];
        if (_byName is null)
        {
            int[] counts = new int[weights.Length];
            foreach (int label in classes)
            {
                counts[label]++;
            }

            int present = counts.Count(count => count > 0);
            return [.. counts.Select(count => count == 0 ? 1 : classes.Count / ((double)present * count))];
        }

        foreach ((string name, double weight) in _byName)
        {
            weights[FindClass(dataset, name)] = weight;
        }

        return weights;
    }

    /// <inheritdoc/>
    public override string ToString() => _byName is null
        ? "Balanced"
        : string.Join(", ", _byName.Select(entry => FormattableString.Invariant($"{entry.Key} {entry.Value}")));

    private static int FindClass(Dataset dataset, string name)
    {
        for (int label = 0; label < dataset.ClassCount; label++)
        {
            if (string.Equals(dataset.ClassNames[label], name, StringComparison.OrdinalIgnoreCase))
            {
                return label;
            }
        }

        throw new EngineException(
            "ClassWeightUnknownClass",
            $"Data set '{dataset.Name}' has no class '{name}' to give a weight; its classes are {CellValue.List(dataset.ClassNames)}.");
    }
}
