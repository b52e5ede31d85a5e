using System.Globalization;

namespace NeuralPS.Engine.Data;

/// <content>What a data set refuses.</content>
public sealed partial class Dataset
{
    /// <summary>The same rows with a weight in losses for each.</summary>
    /// <param name="weights">The weights, finite, at least 0 and not all 0; null for rows that all count alike.</param>
    /// <exception cref="DataException">
    /// There is not one for each row (WeightCountMismatch), one is negative or not finite (WeightOutOfRange), or all are 0 (WeightsAllZero).
    /// </exception>
    public Dataset WithWeights(ReadOnlyMemory<float>? weights)
    {
        float[]? copy = weights is { Length: > 0 } ? weights.Value.ToArray() : null;
        if (copy is not null)
        {
            CheckWeights(copy);
        }

        return new Dataset(this, Name, Inputs, Labels, Targets, Schema, _sourceRows, copy);
    }

    private void CheckWeights(float[] weights)
    {
        if (weights.Length != Count)
        {
            throw new DataException("WeightCountMismatch", $"Data set '{Name}' has {Count} rows but {weights.Length} weights.");
        }

        for (int row = 0; row < weights.Length; row++)
        {
            if (!(weights[row] >= 0) || float.IsInfinity(weights[row]))
            {
                throw new DataException(
                    "WeightOutOfRange",
                    $"Row {SourceOf(row) ?? row + 1} of data set '{Name}' has the weight "
                    + $"{weights[row].ToString(CultureInfo.InvariantCulture)}; a weight is a finite number of at least 0.");
            }
        }

        if (!weights.AsSpan().ContainsAnyExcept(0f))
        {
            throw new DataException(
                "WeightsAllZero", $"All rows of data set '{Name}' have the weight 0, which leaves nothing to learn from or to measure.");
        }
    }

    private void CheckCounts()
    {
        if (Count == 0)
        {
            throw new DataException("EmptyDataset", $"Data set '{Name}' has no rows; at least one is needed.");
        }

        if (Labels is not null && Targets is not null)
        {
            throw new DataException(
                "LabelsAndTargets", $"Data set '{Name}' has class labels and numeric targets; give one or the other.");
        }

        if (Labels is not null && Labels.Count != Count)
        {
            throw new DataException("LabelCountMismatch", $"Data set '{Name}' has {Count} rows but {Labels.Count} labels.");
        }

        if (Targets is not null && Targets.Count != Count)
        {
            throw new DataException("TargetCountMismatch", $"Data set '{Name}' has {Count} rows but {Targets.Count} rows of targets.");
        }

        if (_sourceRows is not null && _sourceRows.Count != Count)
        {
            throw new DataException("SourceCountMismatch", $"Data set '{Name}' has {Count} rows but {_sourceRows.Count} source rows.");
        }
    }

    private void CheckLabels(ClassLabels labels)
    {
        for (int row = 0; row < labels.Count; row++)
        {
            if ((uint)labels[row] >= (uint)ClassCount)
            {
                throw new DataException(
                    "LabelOutOfRange",
                    $"Row {SourceOf(row) ?? row + 1} of data set '{Name}' has the label {labels[row]}; "
                    + $"with {ClassCount} classes, labels go from 0 to {ClassCount - 1}.");
            }
        }
    }

    private void CheckFinite(RowStore store, IReadOnlyList<string> names, string kind)
    {
        if (store.FindNotFinite() is (int row, int element))
        {
            float[] values = new float[store.RowShape.Length];
            store.CopyRow(row, values);
            string where = element < names.Count ? $"column '{names[element]}'" : $"element {element + 1} of the {kind}";
            throw new DataException(
                "ValueNotFinite",
                $"Row {SourceOf(row) ?? row + 1} of data set '{Name}' holds {values[element].ToString(CultureInfo.InvariantCulture)} in "
                + $"{where}; "
                + "only finite numbers can be used. Remove the row or fill in a number.");
        }
    }
}
