namespace NeuralPS.Engine.Data.Tables;

/// <summary>Finds the categories and the fill value of an input column from the rows that are kept.</summary>
internal static class ColumnFitter
{
    /// <summary>Describes <paramref name="column"/>.</summary>
    /// <exception cref="DataException">It is empty (ColumnEmpty), or has too many categories (CategoriesTooMany).</exception>
    public static InputColumn Fit(Table table, TableColumn column, RowNumbers rows, TableOptions options)
    {
        if (!rows.Any(row => !column.IsMissing(row)))
        {
            throw new DataException(
                "ColumnEmpty", $"Column '{column.Name}' of {table.Source} holds no value at all; ignore it, or name it as no input.");
        }

        return column.Kind == ColumnKind.Numeric
            ? InputColumn.Number(column.Name, options.Missing, FillNumber(column, rows, options))
            : FitText(table, column, rows, options);
    }

    private static InputColumn FitText(Table table, TableColumn column, RowNumbers rows, TableOptions options)
    {
        int[] counts = new int[column.Texts.Count];
        foreach (int row in rows)
        {
            if (column.Codes[row] >= 0)
            {
                counts[column.Codes[row]]++;
            }
        }

        var categories = new List<string>();
        for (int i = 0; i < counts.Length; i++)
        {
            if (counts[i] > 0)
            {
                categories.Add(column.Texts[i]);
            }
        }

        categories.Sort(StringComparer.Ordinal);
        CheckCategories(table, column, categories.Count, rows.Count, options);
        string? fill = options.Missing switch
        {
            MissingValueRule.Error or MissingValueRule.SkipRow => null,
            MissingValueRule.Constant => CellValue.ToText(options.FillValue),
            _ => MostFrequentText(column, counts),
        };
        if (fill is not null && !categories.Contains(fill))
        {
            categories.Add(fill);
        }

        return InputColumn.Text(column.Name, categories, options.TextEncoding, options.Missing, fill);
    }

    // A column in which nearly every row has a text of its own is a name, a date or free text: as one-hot features it teaches nothing.
    private static void CheckCategories(Table table, TableColumn column, int categories, int rows, TableOptions options)
    {
        bool isIdentifier = categories > 20 && 2 * categories > rows && options.TextEncoding == TextEncoding.OneHot
            && !options.TextColumns.Contains(column.Name, StringComparer.OrdinalIgnoreCase);
        if (isIdentifier || categories > options.MaximumCategories)
        {
            throw new DataException(
                "CategoriesTooMany",
                $"Text column '{column.Name}' of {table.Source} holds {categories} different texts in {rows} rows, "
                + $"such as {CellValue.List([.. column.Texts.Take(3)])}. Ignore the column, "
                + (isIdentifier
                    ? "or name it as a text column to have it encoded all the same."
                    : $"or allow more than {options.MaximumCategories}."));
        }
    }

    private static float? FillNumber(TableColumn column, RowNumbers rows, TableOptions options) => options.Missing switch
    {
        MissingValueRule.Error or MissingValueRule.SkipRow => null,
        MissingValueRule.Constant => options.FillValue,
        MissingValueRule.Mean => (float)rows.Where(row => !column.IsMissing(row)).Average(row => (double)column.Numbers[row]),
        MissingValueRule.Median => Median(column, rows),
        _ => MostFrequentNumber(column, rows),
    };

    private static float Median(TableColumn column, RowNumbers rows)
    {
        float[] sorted = Sort(column, rows);
        int middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (float)(((double)sorted[middle - 1] + sorted[middle]) / 2);
    }

    // Among equally frequent values the smallest wins, so that the order of rows does not matter.
    private static float MostFrequentNumber(TableColumn column, RowNumbers rows)
    {
        float[] sorted = Sort(column, rows);
        int best = 0;
        int most = 0;
        int first = 0;
        for (int i = 1; i <= sorted.Length; i++)
        {
            if (i == sorted.Length || sorted[i] != sorted[first])
            {
                (best, most) = i - first > most ? (first, i - first) : (best, most);
                first = i;
            }
        }

        return sorted[best];
    }

    private static float[] Sort(TableColumn column, RowNumbers rows)
    {
        int count = 0;
        float[] sorted = new float[rows.Count];
        foreach (int row in rows)
        {
            float number = column.Numbers[row];
            sorted[count] = number;
            count += float.IsNaN(number) ? 0 : 1;
        }

        Array.Resize(ref sorted, count);
        Array.Sort(sorted);
        return sorted;
    }

    private static string MostFrequentText(TableColumn column, int[] counts) => Enumerable.Range(0, counts.Length)
        .OrderByDescending(code => counts[code])
        .ThenBy(code => column.Texts[code], StringComparer.Ordinal)
        .Select(code => column.Texts[code])
        .First();
}
