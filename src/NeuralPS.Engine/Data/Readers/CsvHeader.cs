using System.Globalization;

namespace NeuralPS.Engine.Data.Readers;

/// <summary>What the first line of a CSV file is.</summary>
/// <param name="Names">The names of the columns; made up if the file has none.</param>
/// <param name="FirstRow">0 if the first line holds data, else 1.</param>
/// <param name="ClassNames">The class names that scikit-learn's first line gives; else null.</param>
/// <param name="DeclaredRows">The number of rows that scikit-learn's first line gives; else null.</param>
internal sealed record CsvHeader(string[] Names, int FirstRow, string[]? ClassNames = null, int? DeclaredRows = null)
{
    /// <summary>Decides from the first lines.</summary>
    /// <param name="lines">The cells of the first lines; at least one line.</param>
    /// <param name="hasHeader">What the caller says, if anything.</param>
    public static CsvHeader Detect(IReadOnlyList<string[]> lines, bool? hasHeader)
    {
        string[] first = lines[0];
        if (hasHeader is null && lines.Count > 1 && ReadCounts(first, lines[1].Length) is CsvHeader counts)
        {
            return counts;
        }

        if (hasHeader ?? IsHeader(lines))
        {
            return new CsvHeader([.. first.Select((name, i) => name.Trim() is { Length: > 0 } text ? text : NameOf(i))], 1);
        }

        return new CsvHeader(MakeNames(first.Length), 0);
    }

    // scikit-learn's files start with: rows, features, then the names of the classes.
    private static CsvHeader? ReadCounts(string[] first, int columns)
    {
        if (first.Length < 4
            || !int.TryParse(first[0], NumberStyles.None, CultureInfo.InvariantCulture, out int rows)
            || !int.TryParse(first[1], NumberStyles.None, CultureInfo.InvariantCulture, out int features)
            || rows < 1
            || features + 1 != columns)
        {
            return null;
        }

        string[] classes = [.. first.Skip(2).Select(name => name.Trim())];
        return classes.All(name => name.Length > 0 && !IsNumber(name))
            ? new CsvHeader(MakeNames(columns), 1, classes, rows)
            : null;
    }

    private static bool IsHeader(IReadOnlyList<string[]> lines)
    {
        string[] first = lines[0];
        bool anyNumbersBelow = false;
        for (int column = 0; column < first.Length; column++)
        {
            if (AreNumbersBelow(lines, column))
            {
                anyNumbersBelow = true;
                if (!CellValue.IsMissing(first[column]) && !IsNumber(first[column]))
                {
                    return true;
                }
            }
        }

        // Nothing but text: names are all there, all different, and do not come up again as values.
        bool canBeNames = first.All(cell => !CellValue.IsMissing(cell) && !IsNumber(cell))
            && first.Distinct(StringComparer.OrdinalIgnoreCase).Count() == first.Length;
        return !anyNumbersBelow && canBeNames
            && !Enumerable.Range(0, first.Length).Any(
                column => lines.Skip(1).Any(line => column < line.Length && line[column].Trim() == first[column].Trim()));
    }

    private static bool AreNumbersBelow(IReadOnlyList<string[]> lines, int column)
    {
        int present = 0;
        int numbers = 0;
        for (int i = 1; i < lines.Count; i++)
        {
            if (column < lines[i].Length && !CellValue.IsMissing(lines[i][column]))
            {
                present++;
                numbers += IsNumber(lines[i][column]) ? 1 : 0;
            }
        }

        return 2 * numbers > present;
    }

    private static bool IsNumber(string cell) => CellValue.TryGetNumber(cell.Trim(), out _);

    private static string[] MakeNames(int count) => [.. Enumerable.Range(0, count).Select(NameOf)];

    private static string NameOf(int index) => $"Column{index + 1}";
}
