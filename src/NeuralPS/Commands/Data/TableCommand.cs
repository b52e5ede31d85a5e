using System.Globalization;
using System.Management.Automation;
using NeuralPS.Binding;
using Eng = NeuralPS.Engine;

namespace NeuralPS.Commands.Data;

/// <summary>What cmdlets that make data sets of tables share: what the columns are for.</summary>
public abstract class TableCommand : NeuralCommand
{
    // Digits, letters and age groups are fewer; years, prices and ages in years are more.
    private const int ManyClasses = 50;

    /// <summary>The name of the data set.</summary>
    [Parameter(HelpMessage = "The name of the data set, for tables and messages.")]
    [ValidateNotNullOrEmpty]
    public string? Name { get; set; }

    /// <summary>The label column.</summary>
    [Parameter(HelpMessage = "The column that holds the class, or the number to be estimated: its name, or its number from 1 (-1 for the last). Without it the last one.")]
    [ValidateNotNullOrEmpty]
    public string? LabelColumn { get; set; }

    /// <summary>The target columns.</summary>
    [Parameter(HelpMessage = "The columns that hold numbers to be estimated, one or several: regression.")]
    [ValidateNotNullOrEmpty]
    public string[] TargetColumn { get; set; } = [];

    /// <summary>The column of the weights.</summary>
    [Parameter(HelpMessage = "The column that holds how much each row counts in losses, at least 0: its name, or its number from 1.")]
    [ValidateNotNullOrEmpty]
    public string? WeightColumn { get; set; }

    /// <summary>What the label column is.</summary>
    [Parameter(HelpMessage = "What the label column holds: classes, numbers, or nothing to learn at all.")]
    public TargetKind TargetKind { get; set; } = TargetKind.Auto;

    /// <summary>The classes in order.</summary>
    [Parameter(HelpMessage = "The classes in the order of their labels. Without it those that are found, sorted.")]
    [ValidateNotNullOrEmpty]
    public string[]? ClassName { get; set; }

    /// <summary>Columns to leave out.</summary>
    [Parameter(HelpMessage = "Columns to leave out.")]
    [ValidateNotNullOrEmpty]
    public string[] IgnoreColumn { get; set; } = [];

    /// <summary>Columns of categories.</summary>
    [Parameter(HelpMessage = "Columns that hold categories although they look like numbers, such as codes.")]
    [ValidateNotNullOrEmpty]
    public string[] TextColumn { get; set; } = [];

    /// <summary>How text becomes numbers.</summary>
    [Parameter(HelpMessage = "How text columns become numbers: a feature for each category, or its number.")]
    public TextEncoding TextEncoding { get; set; } = TextEncoding.OneHot;

    /// <summary>What happens to missing values.</summary>
    [Parameter(HelpMessage = "What happens to missing values (empty, NA, NaN, null, ?) of input columns.")]
    public MissingValueRule MissingValue { get; set; } = MissingValueRule.Error;

    /// <summary>The constant for missing values.</summary>
    [Parameter(HelpMessage = "What takes the place of missing values with -MissingValue Constant.")]
    [ValidateRange(float.MinValue, float.MaxValue)]
    public float FillValue { get; set; }

    /// <summary>The shape of an input.</summary>
    [Parameter(HelpMessage = "The shape of an input, such as 8, 8, 1 for rows of 64 pixels. Without it a flat row.")]
    [ValidateRange(1, int.MaxValue)]
    [ValidateCount(1, 4)]
    public int[]? InputShape { get; set; }

    /// <summary>A data set whose encoding is used.</summary>
    [Parameter(HelpMessage = "Encodes as this data set was: the same columns by name, categories, fill values, classes and conversions.")]
    [DatasetTransformation]
    [ValidateNotNull]
    public Dataset? Like { get; set; }

    /// <summary>Writes a data set; warns when numbers were taken for classes and there are suspiciously many.</summary>
    private protected void Write(Eng.Data.Dataset dataset)
    {
        bool isGuess = LabelColumn is not null && TargetKind == TargetKind.Auto && ClassName is null && Like is null;
        if (isGuess && dataset.HasLabels && dataset.ClassCount > ManyClasses && dataset.ClassNames.All(IsNumber))
        {
            string column = dataset.Schema.LabelColumn ?? LabelColumn!;
            WriteWarning(FormattableString.Invariant(
                $"Column '{column}' of '{dataset.Name}' holds {dataset.ClassCount:N0} different whole numbers, which were taken for classes. To ")
                + $"estimate the number itself (regression) use -TargetColumn '{column}' instead of -LabelColumn; if they are classes, say "
                + "-TargetKind Class.");
        }

        WriteObject(new Dataset(dataset));
    }

    private static bool IsNumber(string name) => float.TryParse(name, NumberStyles.Float, CultureInfo.InvariantCulture, out _);

    /// <summary>The options that the parameters make.</summary>
    private protected Eng.Data.Readers.ReadOptions CreateOptions()
    {
        if (MyInvocation.BoundParameters.ContainsKey(nameof(FillValue)) && MissingValue != MissingValueRule.Constant)
        {
            throw new Eng.DataException(
                "OptionsConflict", $"-FillValue takes the place of missing values only with -MissingValue Constant, not with {MissingValue}.");
        }

        return new Eng.Data.Readers.ReadOptions
        {
            Name = Name,
            LabelColumn = LabelColumn,
            TargetColumns = TargetColumn,
            WeightColumn = WeightColumn,
            Kind = Enum.Parse<Eng.Data.Tables.TargetKind>(TargetKind.ToString()),
            ClassNames = ClassName,
            IgnoredColumns = IgnoreColumn,
            TextColumns = TextColumn,
            TextEncoding = Enum.Parse<Eng.Data.TextEncoding>(TextEncoding.ToString()),
            Missing = Enum.Parse<Eng.Data.MissingValueRule>(MissingValue.ToString()),
            FillValue = FillValue,
            InputShape = InputShape is null ? null : new Eng.Tensors.Shape(InputShape),
            Schema = Like?.Value.Schema,
        };
    }
}
