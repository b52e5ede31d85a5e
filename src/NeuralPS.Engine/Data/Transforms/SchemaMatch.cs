using System.Globalization;
using NeuralPS.Engine.Tensors;

namespace NeuralPS.Engine.Data.Transforms;

/// <summary>Brings a data set to the schema of another one.</summary>
internal sealed class SchemaMatch(Dataset dataset, DataSchema schema)
{
    /// <summary>The data set with that schema.</summary>
    public Dataset Apply()
    {
        if (dataset.InputShape.Length != schema.InputShape.Length && (dataset.Schema.Columns.Count == 0 || schema.Columns.Count == 0))
        {
            throw new ShapeException(
                "InputLength",
                $"Data set '{dataset.Name}' has inputs of {dataset.InputShape}; the schema asks for {schema.InputShape}.");
        }

        RowStore inputs = MatchColumns(out bool isRemapped);
        int applied = CountApplied(dataset.Schema.Transforms, schema.Transforms, "inputs");
        if (isRemapped && dataset.Schema.Transforms.Count > 0)
        {
            throw new DataException(
                "TransformMismatch",
                $"The columns of data set '{dataset.Name}' cannot be brought into another order after they have been transformed; "
                + "give the data as it was read.");
        }

        inputs = inputs.RowShape.Equals(schema.InputShape) ? inputs : inputs.Reshape(schema.InputShape);
        inputs = TransformedRows.Create(inputs, [.. schema.Transforms.Skip(applied)]);
        (ClassLabels? labels, RowStore? targets) = MatchOutputs();
        return dataset.Replace(inputs, labels, schema.ClassNames.Count == 0 ? dataset.ClassNames : schema.ClassNames, targets, schema);
    }

    private RowStore MatchColumns(out bool isRemapped)
    {
        IReadOnlyList<InputColumn> from = dataset.Schema.Columns;
        IReadOnlyList<InputColumn> to = schema.Columns;
        bool areSame = from.Count == to.Count && from.Zip(to).All(pair => AreSame(pair.First, pair.Second));
        isRemapped = from.Count > 0 && to.Count > 0 && !areSame;
        return isRemapped ? new ColumnMatch(dataset, to).Apply() : dataset.Inputs;
    }

    private static bool AreSame(InputColumn first, InputColumn second) =>
        string.Equals(first.Name, second.Name, StringComparison.OrdinalIgnoreCase) && first.Kind == second.Kind
        && first.Encoding == second.Encoding && first.Categories.SequenceEqual(second.Categories);

    // What has been applied must be the beginning of what is to be applied.
    private int CountApplied(IReadOnlyList<FeatureTransform> done, IReadOnlyList<FeatureTransform> wanted, string what)
    {
        bool isBeginning = done.Count <= wanted.Count && done.Zip(wanted).All(pair => pair.First.IsSameAs(pair.Second));
        return isBeginning
            ? done.Count
            : throw new DataException(
                "TransformMismatch",
                $"The {what} of data set '{dataset.Name}' have been transformed with statistics of their own; "
                + "give the data as it was read.");
    }

    private (ClassLabels? Labels, RowStore? Targets) MatchOutputs()
    {
        if (dataset.Targets is null && !dataset.HasLabels)
        {
            return (null, null);
        }

        bool wantsTargets = schema.TargetColumns.Count > 0 || (schema.ClassNames.Count == 0 && dataset.Targets is not null);
        if (schema.ClassNames.Count == 0 && !wantsTargets)
        {
            return (dataset.Labels, null);
        }

        if (!wantsTargets)
        {
            // One-hot targets of the same classes stay; a single number is the name of a class that was not taken for one.
            return dataset.Targets is RowStore oneHot && dataset.ClassCount > 0
                ? CheckOneHot(oneHot)
                : (MatchLabels(), null);
        }

        RowStore targets = dataset.Targets ?? LabelsAsNumbers();
        if (schema.TargetColumns.Count > 0 && targets.RowShape.Length != schema.TargetColumns.Count)
        {
            throw new ShapeException(
                "TargetLength",
                $"Data set '{dataset.Name}' has targets of {targets.RowShape}; the schema asks for {schema.TargetColumns.Count}.");
        }

        int applied = CountApplied(dataset.Schema.TargetTransforms, schema.TargetTransforms, "targets");
        return (null, TransformedRows.Create(targets, [.. schema.TargetTransforms.Skip(applied)]));
    }

    private (ClassLabels? Labels, RowStore? Targets) CheckOneHot(RowStore oneHot) =>
        dataset.ClassNames.SequenceEqual(schema.ClassNames)
            ? (null, oneHot)
            : throw new DataException(
                "LabelUnknown",
                $"Data set '{dataset.Name}' has one-hot targets of the classes {CellValue.List(dataset.ClassNames)}, "
                + $"not of {CellValue.List(schema.ClassNames)}; encode the labels afterwards.");

    private ClassLabels MatchLabels()
    {
        var classes = new ClassIndex(schema.ClassNames);
        float[] target = new float[dataset.TargetShape?.Length ?? 0];
        return ClassLabels.Create(dataset.Count, classes.Count, MatchLabel);

        int MatchLabel(int row)
        {
            string name;
            if (dataset.Labels is { } own)
            {
                name = dataset.ClassNames[own[row]];
            }
            else
            {
                dataset.Targets!.CopyRow(row, target);
                name = target[0].ToString(CultureInfo.InvariantCulture);
            }

            if (!classes.TryFind(name, out int label) || label < 0 || label >= classes.Count)
            {
                throw new DataException(
                    "LabelUnknown",
                    $"Row {dataset.SourceOf(row) ?? row + 1} of data set '{dataset.Name}' is of class '{CellValue.Shorten(name)}', "
                    + $"which is none of {CellValue.List(schema.ClassNames)}.");
            }

            return label;
        }
    }

    // A small test set of whole numbers may have been taken for classes.
    private FloatRows LabelsAsNumbers()
    {
        float[] numbers = new float[dataset.ClassCount];
        for (int i = 0; i < numbers.Length; i++)
        {
            if (!float.TryParse(dataset.ClassNames[i], NumberStyles.Float, CultureInfo.InvariantCulture, out numbers[i]))
            {
                throw new DataException(
                    "TargetsAbsent",
                    $"Data set '{dataset.Name}' has the classes {CellValue.List(dataset.ClassNames)}, where the schema asks for numbers.");
            }
        }

        return new FloatRows([.. dataset.Labels!.Select(label => numbers[label])], new Shape(1));
    }
}
