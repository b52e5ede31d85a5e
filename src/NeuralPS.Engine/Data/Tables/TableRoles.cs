namespace NeuralPS.Engine.Data.Tables;

/// <summary>Which columns of a table are inputs, which the label or targets, and which are not used.</summary>
/// <param name="Inputs">The positions of the input columns, in the order of the features.</param>
/// <param name="Label">The position of the column that is the label, or the single target; null if there is none.</param>
/// <param name="Targets">The positions of target columns that were asked for.</param>
/// <param name="LabelIsNamed">Whether the label column was asked for, not just the last one.</param>
/// <param name="Weight">The position of the column of the weights; null if there is none.</param>
internal sealed record TableRoles(int[] Inputs, int? Label, int[] Targets, bool LabelIsNamed, int? Weight)
{
    /// <summary>Decides the roles of the columns called <paramref name="names"/>.</summary>
    /// <exception cref="DataException">
    /// An option names a column that is not there (ColumnUnknown), contradicts another (OptionsConflict), or nothing is left for
    /// inputs (ColumnsEmpty).
    /// </exception>
    public static TableRoles Decide(IReadOnlyList<string> names, TableOptions options, string source)
    {
        CheckNames(names, source);
        int? weight = options.WeightColumn is null ? null : ColumnReferences.Find(names, options.WeightColumn, source);
        if (options.Schema is not null)
        {
            return Follow(names, options.Schema, source, weight);
        }

        HashSet<int> ignored = ColumnReferences.FindAll(names, options.IgnoredColumns, source);
        int[] targets = [.. options.TargetColumns.Select(column => ColumnReferences.Find(names, column, source)).Distinct()];
        CheckConflicts(options);
        int? label = null;
        if (targets.Length == 0 && options.Kind != TargetKind.None)
        {
            label = options.LabelColumn is null
                ? Enumerable.Range(0, names.Count).Where(i => !ignored.Contains(i) && i != weight).Select(i => (int?)i).LastOrDefault()
                : ColumnReferences.Find(names, options.LabelColumn, source);
        }

        foreach (int column in targets.Append(label ?? -1))
        {
            if (ignored.Contains(column))
            {
                throw new DataException(
                    "OptionsConflict", $"Column '{names[column]}' of {source} is to be ignored, and to be the label or a target.");
            }
        }

        if (weight is { } position && (position == label || targets.Contains(position) || ignored.Contains(position)))
        {
            throw new DataException(
                "OptionsConflict",
                $"Column '{names[position]}' of {source} is to hold the weights, and to be the label, a target or ignored.");
        }

        int[] inputs =
            [.. Enumerable.Range(0, names.Count).Where(i => i != label && i != weight && !targets.Contains(i) && !ignored.Contains(i))];
        if (inputs.Length == 0)
        {
            throw new DataException(
                "ColumnsEmpty",
                $"{source} has {names.Count} columns, and none is left for inputs beside the label, the targets and the ignored ones. "
                + "For data without labels, say that there are none.");
        }

        return new TableRoles(inputs, label, targets, options.LabelColumn is not null, weight);
    }

    // With a schema the columns come from the training set; here they may stand in another order, beside others.
    private static TableRoles Follow(IReadOnlyList<string> names, DataSchema schema, string source, int? weight)
    {
        int Position(string name)
        {
            for (int i = 0; i < names.Count; i++)
            {
                if (string.Equals(names[i], name, StringComparison.OrdinalIgnoreCase))
                {
                    return i;
                }
            }

            return -1;
        }

        if (schema.Columns.Count == 0)
        {
            throw new DataException(
                "SchemaHasNoColumns", $"The schema to follow has no columns, so {source} cannot be matched with it by name.");
        }

        int[] inputs = [.. schema.Columns.Select(column => Position(column.Name))];
        string[] absent = [.. schema.Columns.Where((_, i) => inputs[i] < 0).Select(column => column.Name)];
        if (absent.Length > 0)
        {
            throw new DataException(
                "ColumnMissing", $"{source} lacks the input columns {CellValue.List(absent)}; it has {CellValue.List([.. names])}.");
        }

        int[] targets = [.. schema.TargetColumns.Select(Position).Where(position => position >= 0)];
        int label = schema.LabelColumn is null ? -1 : Position(schema.LabelColumn);
        if (weight is { } column && (inputs.Contains(column) || targets.Contains(column) || label == column))
        {
            throw new DataException(
                "OptionsConflict", $"Column '{names[column]}' of {source} is to hold the weights, but the schema uses it otherwise.");
        }

        return new TableRoles(
            inputs, label < 0 ? null : label, targets.Length == schema.TargetColumns.Count ? targets : [], LabelIsNamed: true, weight);
    }

    private static void CheckConflicts(TableOptions options)
    {
        if (options.TargetColumns.Count > 0 && options.LabelColumn is not null)
        {
            throw new DataException("OptionsConflict", "A label column and target columns are given; give one or the other.");
        }

        if (options.TargetColumns.Count > 0 && options.Kind is (TargetKind.Class or TargetKind.None))
        {
            throw new DataException("OptionsConflict", $"Target columns hold numbers, which contradicts the kind {options.Kind}.");
        }

        if (options.LabelColumn is not null && options.Kind == TargetKind.None)
        {
            throw new DataException(
                "OptionsConflict", $"Label column '{options.LabelColumn}' is given, and also that there are no labels.");
        }
    }

    private static void CheckNames(IReadOnlyList<string> names, string source)
    {
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        for (int i = 0; i < names.Count; i++)
        {
            if (!seen.Add(names[i]))
            {
                throw new DataException(
                    "ColumnDuplicate",
                    $"{source} has two columns called '{CellValue.Shorten(names[i])}', the second is column {i + 1}; rename one.");
            }
        }
    }
}
