using NeuralPS.Engine.Tensors;

namespace NeuralPS.Engine.Data.Tables;

/// <summary>
/// How the columns of a file or of objects become a data set. A column is given by its name, or by its number: 1 is the first, -1 the
/// last.
/// </summary>
public record TableOptions
{
    /// <summary>The name of the data set; null for that of the file.</summary>
    public string? Name { get; init; }

    /// <summary>The column that holds the class, or the number to be estimated; null for the last one.</summary>
    public string? LabelColumn { get; init; }

    /// <summary>The columns that hold numbers to be estimated; several for multi-output regression. Not together with a label.</summary>
    public IReadOnlyList<string> TargetColumns { get; init; } = [];

    /// <summary>The column that holds the weight of each row in losses, at least 0; null for rows that all count alike.</summary>
    public string? WeightColumn { get; init; }

    /// <summary>What the label column is.</summary>
    public TargetKind Kind { get; init; }

    /// <summary>The classes in the order of their labels; null for those that are found, sorted.</summary>
    public IReadOnlyList<string>? ClassNames { get; init; }

    /// <summary>Columns that are left out.</summary>
    public IReadOnlyList<string> IgnoredColumns { get; init; } = [];

    /// <summary>Columns that hold categories although they look like numbers, such as codes.</summary>
    public IReadOnlyList<string> TextColumns { get; init; } = [];

    /// <summary>How text becomes numbers.</summary>
    public TextEncoding TextEncoding { get; init; }

    /// <summary>What happens to missing values of input columns. A missing label or target is an error, or skips the row.</summary>
    public MissingValueRule Missing { get; init; }

    /// <summary>What fills missing values under <see cref="MissingValueRule.Constant"/>.</summary>
    public float FillValue { get; init; }

    /// <summary>The largest number of different texts in a column, and of classes.</summary>
    public int MaximumCategories { get; init; } = 1000;

    /// <summary>The shape of an input, such as 8x8x1 for rows of 64 pixels; null for a flat row.</summary>
    public Shape? InputShape { get; init; }

    /// <summary>
    /// The schema of the training set: its columns by name, its categories, fill values, classes and transforms are used, and nothing is
    /// taken from this data. The label or target columns may be absent.
    /// </summary>
    public DataSchema? Schema { get; init; }
}
