namespace NeuralPS.Engine.Data.Transforms;

/// <summary>
/// Changes of whole data sets. Each gives a new data set whose schema records what was done, so that a test set, or new rows, can be
/// treated alike (<see cref="Like(Dataset, Dataset)"/>). Rows kept as floats are computed at once; images kept as bytes stay bytes and
/// are transformed whenever they are read.
/// </summary>
public static class DatasetTransforms
{
    /// <summary>Scales inputs to [low, high] by the smallest and largest value in this data set.</summary>
    /// <remarks>One-hot features are taken to go from 0 to 1. A feature that never changes becomes low.</remarks>
    /// <param name="dataset">The training set.</param>
    /// <param name="low">The lower end of the range.</param>
    /// <param name="high">The upper end of the range.</param>
    /// <param name="scope">Over what the smallest and largest values are taken.</param>
    /// <exception cref="DataException">The range is empty (TransformRange).</exception>
    public static Dataset Scale(this Dataset dataset, float low = 0, float high = 1, StatisticsScope scope = StatisticsScope.Auto)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        FeatureStatistics statistics = FeatureStatistics.Measure(dataset.Inputs, scope);
        foreach (int feature in FindOneHot(dataset, statistics.Mean.Length))
        {
            statistics.Minimum[feature] = 0;
            statistics.Maximum[feature] = 1;
        }

        return Append(dataset, FeatureTransform.Scale(statistics.Minimum, statistics.Maximum, low, high));
    }

    /// <summary>Subtracts the mean of this data set from the inputs and divides by the standard deviation (of the population).</summary>
    /// <remarks>One-hot features stay as they are. A feature that never changes becomes 0.</remarks>
    /// <param name="dataset">The training set.</param>
    /// <param name="scope">Over what mean and deviation are taken.</param>
    public static Dataset Standardize(this Dataset dataset, StatisticsScope scope = StatisticsScope.Auto)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        FeatureStatistics statistics = FeatureStatistics.Measure(dataset.Inputs, scope);
        foreach (int feature in FindOneHot(dataset, statistics.Mean.Length))
        {
            statistics.Mean[feature] = 0;
            statistics.Deviation[feature] = 1;
        }

        return Append(dataset, FeatureTransform.Standardize(ToFloats(statistics.Mean), ToFloats(statistics.Deviation)));
    }

    /// <summary>Scales the targets to [low, high] by the smallest and largest value in this data set, each target by itself.</summary>
    /// <exception cref="DataException">There are no targets (TargetsAbsent), or the range is empty (TransformRange).</exception>
    public static Dataset ScaleTargets(this Dataset dataset, float low = 0, float high = 1)
    {
        FeatureStatistics statistics = FeatureStatistics.Measure(GetTargets(dataset), StatisticsScope.Feature);
        return AppendToTargets(dataset, FeatureTransform.Scale(statistics.Minimum, statistics.Maximum, low, high));
    }

    /// <summary>Subtracts the mean from the targets and divides by the standard deviation, each target by itself.</summary>
    /// <remarks><see cref="DataSchema.InverseTarget"/> brings predictions back.</remarks>
    /// <exception cref="DataException">There are no targets (TargetsAbsent).</exception>
    public static Dataset StandardizeTargets(this Dataset dataset)
    {
        FeatureStatistics statistics = FeatureStatistics.Measure(GetTargets(dataset), StatisticsScope.Feature);
        return AppendToTargets(dataset, FeatureTransform.Standardize(ToFloats(statistics.Mean), ToFloats(statistics.Deviation)));
    }

    /// <summary>Turns labels into one-hot targets; the names of the classes stay.</summary>
    /// <exception cref="DataException">There are no labels (LabelsAbsent).</exception>
    public static Dataset OneHot(this Dataset dataset)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        return dataset.Labels is { } labels
            ? dataset.With(targets: new OneHotRows(labels, dataset.ClassCount))
            : throw new DataException("LabelsAbsent", $"Data set '{dataset.Name}' has no labels to encode.");
    }

    /// <summary>Treats <paramref name="dataset"/> as the training set was treated: see the other overload.</summary>
    /// <param name="dataset">What to treat, such as a test set.</param>
    /// <param name="reference">The training set.</param>
    /// <exception cref="DataException">The data sets do not match; the message names the column, the row or the class.</exception>
    /// <exception cref="ShapeException">The inputs have another number of values (InputLength).</exception>
    public static Dataset Like(this Dataset dataset, Dataset reference)
    {
        ArgumentNullException.ThrowIfNull(reference);
        Dataset result = dataset.Like(reference.Schema);
        bool isOneHot = result.HasLabels && reference.Targets is not null && reference.ClassCount == reference.Targets.RowShape.Length;
        return isOneHot ? result.OneHot() : result;
    }

    /// <summary>
    /// Treats <paramref name="dataset"/> as <paramref name="schema"/> says: brings its columns into that order by name, one-hot features
    /// to those categories, labels to those classes by name, and applies the fitted transforms that it does not have yet.
    /// </summary>
    /// <exception cref="DataException">
    /// A column is missing (ColumnMissing) or of another kind (ColumnKindMismatch), a category or class is unknown (CategoryUnknown,
    /// LabelUnknown), or the data set has been transformed otherwise (TransformMismatch).
    /// </exception>
    /// <exception cref="ShapeException">The inputs have another number of values (InputLength).</exception>
    public static Dataset Like(this Dataset dataset, DataSchema schema)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        ArgumentNullException.ThrowIfNull(schema);
        return new SchemaMatch(dataset, schema).Apply();
    }

    private static Dataset Append(Dataset dataset, FeatureTransform transform) => dataset.With(
        inputs: TransformedRows.Create(dataset.Inputs, [transform]), schema: dataset.Schema.WithTransform(transform));

    private static Dataset AppendToTargets(Dataset dataset, FeatureTransform transform) => dataset.With(
        targets: TransformedRows.Create(GetTargets(dataset), [transform]), schema: dataset.Schema.WithTargetTransform(transform));

    private static RowStore GetTargets(Dataset dataset)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        return dataset.Targets
            ?? throw new DataException("TargetsAbsent", $"Data set '{dataset.Name}' has no numeric targets to transform.");
    }

    private static IEnumerable<int> FindOneHot(Dataset dataset, int features)
    {
        int start = 0;
        foreach (InputColumn column in dataset.Schema.Columns)
        {
            if (features == dataset.InputShape.Length && column.Kind == ColumnKind.Text && column.Encoding == TextEncoding.OneHot
                && dataset.Schema.Transforms.Count == 0)
            {
                for (int i = 0; i < column.Width; i++)
                {
                    yield return start + i;
                }
            }

            start += column.Width;
        }
    }

    private static float[] ToFloats(double[] values) => Array.ConvertAll(values, static value => (float)value);
}
