using System.Globalization;

namespace NeuralPS.Engine.Data.Tables;

/// <summary>
/// One column of a table as it is read: numbers, with NaN for a missing one; or the numbers of texts, with -1. A column whose kind is
/// not known takes that of its first value.
/// </summary>
/// <param name="name">The name of the column.</param>
/// <param name="kind">What it holds, if that is known.</param>
/// <param name="maximumCategories">The largest number of different texts that may be asked for.</param>
/// <param name="spool">The temporary file of the cells; null to keep them in memory.</param>
internal sealed class TableColumn(string name, ColumnKind? kind, int maximumCategories = 0, CellSpool? spool = null)
{
    // What is far beyond anything that can be encoded is told at once, instead of filling the memory.
    private const int MostTexts = 100_000;


    private readonly CellList<float> _numbers = new(spool);
    private readonly CellList<int> _codes = new(spool);
    private readonly Dictionary<string, int> _codeOfText = new(StringComparer.Ordinal);
    private readonly List<string> _texts = [];

    /// <summary>The name of the column.</summary>
    public string Name => name;

    /// <summary>What the column holds; null if every value so far is missing.</summary>
    public ColumnKind? Kind { get; private set; } = kind;

    /// <summary>The number of rows.</summary>
    public int Count { get; private set; }

    /// <summary>The different texts in the order in which they were met.</summary>
    public IReadOnlyList<string> Texts => _texts;

    /// <summary>The numbers; NaN is missing.</summary>
    public CellList<float> Numbers => _numbers;

    /// <summary>The numbers of the texts; -1 is missing.</summary>
    public CellList<int> Codes => _codes;

    /// <summary>Whether the value of <paramref name="row"/> is missing.</summary>
    public bool IsMissing(int row) => Kind switch
    {
        ColumnKind.Numeric => float.IsNaN(_numbers[row]),
        ColumnKind.Text => _codes[row] < 0,
        _ => true,
    };

    /// <summary>The value of <paramref name="row"/>: a number, a text, or null if it is missing.</summary>
    public object? GetValue(int row) => IsMissing(row) ? null : Kind == ColumnKind.Numeric ? _numbers[row] : _texts[_codes[row]];

    /// <summary>The value of <paramref name="row"/> as the name of a class.</summary>
    public string GetText(int row) =>
        Kind == ColumnKind.Numeric ? _numbers[row].ToString(CultureInfo.InvariantCulture) : _texts[_codes[row]];

    /// <summary>Adds a value of an object.</summary>
    /// <exception cref="DataException">The value is text or not finite in a column of numbers.</exception>
    public void Add(object? value)
    {
        if (value is string text)
        {
            Add(text.AsSpan());
            return;
        }

        if (CellValue.IsMissing(value))
        {
            AddMissing();
            return;
        }

        if (GetKind(CellValue.TryGetNumber(value, out _)) == ColumnKind.Numeric)
        {
            _numbers.Add(CellValue.ToNumber(value, name));
        }
        else if (CellValue.ToText(value) is string category)
        {
            _codes.Add(GetCode(category));
        }
        else
        {
            _codes.Add(-1);
        }

        Count++;
    }

    /// <summary>Adds a cell of a file.</summary>
    /// <exception cref="DataException">The cell is text or not finite in a column of numbers.</exception>
    public void Add(ReadOnlySpan<char> cell)
    {
        if (Kind == ColumnKind.Numeric && PlainNumber.TryParse(cell, out float plain))
        {
            _numbers.Add(plain);
            Count++;
            return;
        }

        cell = cell.Trim();
        if (CellValue.IsMissing(cell))
        {
            AddMissing();
            return;
        }

        bool isNumber = float.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out float number);
        if (GetKind(isNumber) == ColumnKind.Text)
        {
            _codes.Add(GetCode(cell));
        }
        else
        {
            _numbers.Add(isNumber && float.IsFinite(number) ? number : CellValue.ToNumber(cell.ToString(), name));
        }

        Count++;
    }

    /// <summary>Takes back the values from <paramref name="count"/> on.</summary>
    public void Truncate(int count)
    {
        _numbers.Truncate(count);
        _codes.Truncate(count);
        Count = Math.Min(count, Count);
    }

    private ColumnKind GetKind(bool isNumber)
    {
        if (Kind is ColumnKind known)
        {
            return known;
        }

        Kind = isNumber ? ColumnKind.Numeric : ColumnKind.Text;
        if (isNumber)
        {
            _numbers.AddRepeated(float.NaN, Count);
        }
        else
        {
            _codes.AddRepeated(-1, Count);
        }

        return Kind.Value;
    }

    private void AddMissing()
    {
        if (Kind == ColumnKind.Numeric)
        {
            _numbers.Add(float.NaN);
        }
        else if (Kind == ColumnKind.Text)
        {
            _codes.Add(-1);
        }

        Count++;
    }

    private int GetCode(ReadOnlySpan<char> text)
    {
        var lookup = _codeOfText.GetAlternateLookup<ReadOnlySpan<char>>();
        if (!lookup.TryGetValue(text, out int code))
        {
            code = _texts.Count;
            if (code >= Math.Max(MostTexts, maximumCategories))
            {
                throw new DataException(
                    "CategoriesTooMany",
                    $"Text column '{name}' holds more than {code} different texts, such as {CellValue.List([.. _texts.Take(3)])}. "
                    + "Ignore the column.");
            }

            string category = text.ToString();
            _texts.Add(category);
            _codeOfText.Add(category, code);
        }

        return code;
    }
}
