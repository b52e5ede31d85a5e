namespace NeuralPS.Engine.Data;

/// <summary>How one column of raw rows becomes one or more features. Immutable.</summary>
public sealed class InputColumn
{
    private readonly Dictionary<string, int>? _indexOfCategory;

    private InputColumn(
        string name, ColumnKind kind, IReadOnlyList<string> categories, TextEncoding encoding, MissingValueRule missing, float? fillNumber,
        string? fillText)
    {
        if (string.IsNullOrEmpty(name))
        {
            throw new DataException("ColumnNameEmpty", "An input column needs a name.");
        }

        Name = name;
        Kind = kind;
        Categories = categories;
        Encoding = encoding;
        Missing = missing;
        FillNumber = fillNumber;
        FillText = fillText;
        if (kind == ColumnKind.Text)
        {
            _indexOfCategory = new Dictionary<string, int>(categories.Count, StringComparer.Ordinal);
            for (int i = 0; i < categories.Count; i++)
            {
                if (!_indexOfCategory.TryAdd(categories[i], i))
                {
                    throw new DataException("CategoryDuplicate", $"Column '{name}' lists the category '{categories[i]}' twice.");
                }
            }
        }
    }

    /// <summary>The name of the column, as in the file or of the object's property.</summary>
    public string Name { get; }

    /// <summary>Whether the column holds numbers or text.</summary>
    public ColumnKind Kind { get; }

    /// <summary>The categories of a text column, in the order of their features; empty for numbers.</summary>
    public IReadOnlyList<string> Categories { get; }

    /// <summary>How text becomes numbers.</summary>
    public TextEncoding Encoding { get; }

    /// <summary>What happens to missing values.</summary>
    public MissingValueRule Missing { get; }

    /// <summary>The number that takes the place of a missing one, found in the training set; null if a missing value is an error.</summary>
    public float? FillNumber { get; }

    /// <summary>The category that takes the place of a missing one; null if a missing value is an error.</summary>
    public string? FillText { get; }

    /// <summary>The number of features that the column becomes.</summary>
    public int Width => Kind == ColumnKind.Text && Encoding == TextEncoding.OneHot ? Categories.Count : 1;

    /// <summary>The names of the features: the column's, or <c>column=category</c>.</summary>
    public IEnumerable<string> FeatureNames =>
        Kind == ColumnKind.Text && Encoding == TextEncoding.OneHot ? Categories.Select(category => $"{Name}={category}") : [Name];

    /// <summary>A column of numbers.</summary>
    /// <param name="name">The name of the column.</param>
    /// <param name="missing">What happens to missing values.</param>
    /// <param name="fill">What takes their place; null if they are an error.</param>
    /// <exception cref="DataException">The name is empty (ColumnNameEmpty), or the fill value is not finite (FillNotFinite).</exception>
    public static InputColumn Number(string name, MissingValueRule missing = MissingValueRule.Error, float? fill = null) =>
        fill is not float value || float.IsFinite(value)
            ? new(name, ColumnKind.Numeric, [], TextEncoding.OneHot, missing, fill, null)
            : throw new DataException(
                "FillNotFinite", $"Missing values of column '{name}' cannot be filled with {value}; give a finite number.");

    /// <summary>A column of text.</summary>
    /// <param name="name">The name of the column.</param>
    /// <param name="categories">The categories in the order of their features.</param>
    /// <param name="encoding">How they become numbers.</param>
    /// <param name="missing">What happens to missing values.</param>
    /// <param name="fill">The category that takes their place; null if they are an error.</param>
    /// <exception cref="DataException">
    /// The name is empty (ColumnNameEmpty), there is no category (CategoriesEmpty), one occurs twice (CategoryDuplicate), or the
    /// fill value is none of them (CategoryUnknown).
    /// </exception>
    public static InputColumn Text(
        string name,
        IEnumerable<string> categories,
        TextEncoding encoding = TextEncoding.OneHot,
        MissingValueRule missing = MissingValueRule.Error,
        string? fill = null)
    {
        var column = new InputColumn(name, ColumnKind.Text, [.. categories], encoding, missing, null, fill);
        if (column.Categories.Count == 0)
        {
            throw new DataException("CategoriesEmpty", $"Text column '{name}' has no categories.");
        }

        if (fill is not null)
        {
            column.IndexOf(fill);
        }

        return column;
    }

    /// <summary>Writes the features of <paramref name="value"/>.</summary>
    /// <param name="value">A number, text, or null for a missing value.</param>
    /// <param name="features">Receives <see cref="Width"/> features, before any transform.</param>
    /// <exception cref="DataException">
    /// The value is missing and nothing fills it (ValueMissing), is no number (ValueNotNumeric), is not finite (ValueNotFinite), or
    /// is an unknown category (CategoryUnknown).
    /// </exception>
    public void Encode(object? value, Span<float> features)
    {
        if (Kind == ColumnKind.Numeric)
        {
            features[0] = CellValue.IsMissing(value)
                ? FillNumber ?? throw MissingError()
                : CellValue.ToNumber(value, Name);
            return;
        }

        string category = CellValue.ToText(value) ?? FillText ?? throw MissingError();
        int index = IndexOf(category);
        if (Encoding == TextEncoding.Index)
        {
            features[0] = index;
            return;
        }

        features[..Categories.Count].Clear();
        features[index] = 1;
    }

    /// <summary>The number of <paramref name="category"/>, or -1.</summary>
    internal int Find(string category) =>
        _indexOfCategory is not null && _indexOfCategory.TryGetValue(category, out int index) ? index : -1;

    /// <summary>The number of <paramref name="category"/>.</summary>
    /// <exception cref="DataException">It is not one of <see cref="Categories"/> (CategoryUnknown).</exception>
    public int IndexOf(string category) =>
        _indexOfCategory is not null && _indexOfCategory.TryGetValue(category, out int index)
            ? index
            : throw new DataException(
                "CategoryUnknown",
                $"Column '{Name}' holds '{CellValue.Shorten(category)}', which is none of the known categories: "
                + $"{CellValue.List(Categories)}.");

    private DataException MissingError() =>
        new("ValueMissing", $"Column '{Name}' is missing or empty; give a value, or train with a rule that fills missing values.");
}
