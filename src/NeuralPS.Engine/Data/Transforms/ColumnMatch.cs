using NeuralPS.Engine.Tensors;

namespace NeuralPS.Engine.Data.Transforms;

/// <summary>Brings the features of a data set into the order and to the categories of other columns, matched by name.</summary>
internal sealed class ColumnMatch(Dataset dataset, IReadOnlyList<InputColumn> columns)
{
    /// <summary>The rows with the features of those columns.</summary>
    public FloatRows Apply()
    {
        (InputColumn From, int FromStart, InputColumn To, int ToStart, int[] Index)[] moves = [.. FindMoves()];
        int fromWidth = dataset.InputShape.Length;
        var shape = new Shape(columns.Sum(column => column.Width));
        float[] values = new float[RowStore.GetArrayLength(dataset.Count, shape)];
        float[] source = new float[fromWidth];
        using var scan = new RowScan(dataset.Inputs);
        for (int row = 0; row < dataset.Count; row++)
        {
            scan.CopyRow(row, source);
            Span<float> target = values.AsSpan(row * shape.Length, shape.Length);
            foreach ((InputColumn from, int fromStart, InputColumn to, int toStart, int[] index) in moves)
            {
                Move(row, from, source.AsSpan(fromStart, from.Width), to, target.Slice(toStart, to.Width), index);
            }
        }

        return new FloatRows(values, shape);
    }

    private IEnumerable<(InputColumn From, int FromStart, InputColumn To, int ToStart, int[] Index)> FindMoves()
    {
        var starts = new Dictionary<string, (InputColumn Column, int Start)>(StringComparer.OrdinalIgnoreCase);
        int fromStart = 0;
        foreach (InputColumn column in dataset.Schema.Columns)
        {
            starts.Add(column.Name, (column, fromStart));
            fromStart += column.Width;
        }

        int toStart = 0;
        foreach (InputColumn to in columns)
        {
            if (!starts.TryGetValue(to.Name, out (InputColumn Column, int Start) from))
            {
                throw new DataException(
                    "ColumnMissing",
                    $"Data set '{dataset.Name}' lacks the input column '{to.Name}'; it has {CellValue.List([.. starts.Keys])}.");
            }

            if (from.Column.Kind != to.Kind)
            {
                throw new DataException(
                    "ColumnKindMismatch",
                    $"Column '{to.Name}' of data set '{dataset.Name}' was read as {from.Column.Kind}, "
                    + $"but is {to.Kind} in the training set; "
                    + "read the file with the schema of the training set.");
            }

            int[] index = [.. from.Column.Categories.Select(category => to.Find(category))];
            yield return (from.Column, from.Start, to, toStart, index);
            toStart += to.Width;
        }
    }

    private void Move(int row, InputColumn from, ReadOnlySpan<float> source, InputColumn to, Span<float> target, int[] index)
    {
        if (to.Kind == ColumnKind.Numeric)
        {
            target[0] = source[0];
            return;
        }

        int category = from.Encoding == TextEncoding.Index ? (int)source[0] : source.IndexOf(1f);
        int known = index[category];
        if (known < 0)
        {
            throw new DataException(
                "CategoryUnknown",
                $"Row {dataset.SourceOf(row) ?? row + 1} of data set '{dataset.Name}': Column '{to.Name}' holds "
                + $"'{CellValue.Shorten(from.Categories[category])}', which is none of the known categories: "
                + $"{CellValue.List(to.Categories)}.");
        }

        if (to.Encoding == TextEncoding.Index)
        {
            target[0] = known;
        }
        else
        {
            target[known] = 1;
        }
    }
}
