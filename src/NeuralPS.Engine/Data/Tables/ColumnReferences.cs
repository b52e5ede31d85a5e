using System.Globalization;

namespace NeuralPS.Engine.Data.Tables;

/// <summary>Finds the columns that options name.</summary>
internal static class ColumnReferences
{
    /// <summary>The position, from 0, of the column that <paramref name="reference"/> names or numbers.</summary>
    /// <exception cref="DataException">There is no such column (ColumnUnknown).</exception>
    public static int Find(IReadOnlyList<string> names, string reference, string source)
    {
        for (int i = 0; i < names.Count; i++)
        {
            if (string.Equals(names[i], reference, StringComparison.OrdinalIgnoreCase))
            {
                return i;
            }
        }

        if (int.TryParse(reference, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number))
        {
            int position = number > 0 ? number - 1 : names.Count + number;
            if (number != 0 && position >= 0 && position < names.Count)
            {
                return position;
            }
        }

        throw new DataException(
            "ColumnUnknown",
            $"{source} has no column '{reference}'; its {names.Count} columns are {CellValue.List([.. names])}. "
            + $"A number counts columns from 1, or from -1 at the end.");
    }

    /// <summary>The positions of several columns.</summary>
    /// <exception cref="DataException">There is no such column (ColumnUnknown).</exception>
    public static HashSet<int> FindAll(IReadOnlyList<string> names, IEnumerable<string> references, string source) =>
        [.. references.Select(reference => Find(names, reference, source))];
}
