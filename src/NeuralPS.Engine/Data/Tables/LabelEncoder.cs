using System.Globalization;

namespace NeuralPS.Engine.Data.Tables;

/// <summary>Finds the classes in a label column, and the label of each row.</summary>
internal static class LabelEncoder
{
    // Beyond this many different whole numbers, a last column that nobody named is rather an amount than a class.
    private const int FewClasses = 20;

    /// <summary>Whether the column holds classes, not numbers to be estimated.</summary>
    public static bool AreClasses(TableColumn label, RowNumbers rows, TableOptions options, bool isNamed)
    {
        if (options.Schema is DataSchema schema)
        {
            return schema.ClassNames.Count > 0;
        }

        if (options.Kind != TargetKind.Auto)
        {
            return options.Kind == TargetKind.Class;
        }

        if (label.Kind == ColumnKind.Text || options.ClassNames is not null)
        {
            return true;
        }

        var different = new HashSet<float>();
        int most = isNamed ? options.MaximumCategories : FewClasses;
        foreach (int row in rows)
        {
            float number = label.Numbers[row];
            if (number != MathF.Round(number) || (different.Add(number) && different.Count > most))
            {
                return false;
            }
        }

        return different.All(number => number is 0 or 1) || 2 * different.Count <= rows.Count;
    }

    /// <summary>The label of each row and the names of the classes.</summary>
    /// <exception cref="DataException">
    /// There are too many classes (ClassesTooMany), or a label is none of the known ones (LabelUnknown) or out of range
    /// (LabelOutOfRange).
    /// </exception>
    public static (ClassLabels Labels, IReadOnlyList<string> ClassNames) Encode(Table table, TableColumn label, RowNumbers rows, TableOptions options)
    {
        IReadOnlyList<string> names = options.Schema?.ClassNames ?? options.ClassNames ?? FindNames(table, label, rows, options);
        var classes = new ClassIndex(names);

        // A class is looked up by its name once, not once per row.
        var known = new Dictionary<int, int>();
        return (ClassLabels.Create(rows.Count, names.Count, GetLabel), names);

        int GetLabel(int i)
        {
            int row = rows[i];
            int key = label.Kind == ColumnKind.Numeric ? BitConverter.SingleToInt32Bits(label.Numbers[row]) : label.Codes[row];
            if (!known.TryGetValue(key, out int found))
            {
                found = Find(table, label, row, classes, names);
                known.Add(key, found);
            }

            return found;
        }
    }

    private static int Find(Table table, TableColumn column, int row, ClassIndex classes, IReadOnlyList<string> names)
    {
        string text = column.GetText(row);
        if (!classes.TryFind(text, out int label))
        {
            throw new DataException(
                "LabelUnknown",
                $"{table.Locate(row, column)} holds '{CellValue.Shorten(text)}', which is none of the classes {CellValue.List([.. names])}.");
        }

        return label >= 0 && label < names.Count
            ? label
            : throw new DataException(
                "LabelOutOfRange",
                $"{table.Locate(row, column)} holds the label {label}; with the {names.Count} classes {CellValue.List([.. names])}, "
                + $"labels go from 0 to {names.Count - 1}.");
    }

    private static IReadOnlyList<string> FindNames(Table table, TableColumn label, RowNumbers rows, TableOptions options)
    {
        IReadOnlyList<string> names = label.Kind == ColumnKind.Numeric
            ? [.. rows.Select(row => label.Numbers[row]).Distinct().Order().Select(number => number.ToString(CultureInfo.InvariantCulture))]
            : [.. rows.Select(row => label.Codes[row]).Distinct().Select(code => label.Texts[code]).Order(StringComparer.Ordinal)];
        return names.Count <= options.MaximumCategories
            ? names
            : throw new DataException(
                "ClassesTooMany",
                $"Label column '{label.Name}' of {table.Source} holds {names.Count} different values, "
                + $"more than {options.MaximumCategories} "
                + "classes. Name another label column, take it as a number to be estimated, or allow more.");
    }
}
