namespace NeuralPS.Engine.Data.Tables;

/// <summary>The columns of a table that are used, all rows read.</summary>
/// <param name="Source">What messages call the origin.</param>
/// <param name="RowWord">What messages call a row.</param>
/// <param name="Inputs">The input columns.</param>
/// <param name="Label">The label column, or the single target; null if there is none.</param>
/// <param name="Targets">The target columns that were asked for.</param>
/// <param name="SourceRows">The number in the file of each row.</param>
/// <param name="LabelIsNamed">Whether the label column was asked for, not just the last one.</param>
/// <param name="Weight">The column of the weights; null if there is none.</param>
internal sealed record Table(
    string Source, string RowWord, TableColumn[] Inputs, TableColumn? Label, TableColumn[] Targets, RowNumbers SourceRows, bool LabelIsNamed,
    TableColumn? Weight = null)
{
    /// <summary>The path of the file that the table comes from: the source without its quotes.</summary>
    public string Path => Source[1..^1];

    /// <summary>All columns.</summary>
    public IEnumerable<TableColumn> Columns => Inputs.Concat(Targets).Concat(new[] { Label, Weight }.OfType<TableColumn>());

    /// <summary>Where a value stands, for messages.</summary>
    public string Locate(int row, TableColumn column) => $"{Source}, {RowWord} {SourceRows[row]}: Column '{column.Name}'";
}
