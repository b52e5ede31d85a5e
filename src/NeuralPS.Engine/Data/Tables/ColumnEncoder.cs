namespace NeuralPS.Engine.Data.Tables;

/// <summary>Writes the features of one column, some rows at a time: what <see cref="InputColumn.Encode"/> does for one.</summary>
/// <param name="table">The table, for messages.</param>
/// <param name="column">The values.</param>
/// <param name="encoding">How they become features.</param>
internal sealed class ColumnEncoder(Table table, TableColumn column, InputColumn encoding)
{
    // Text is looked up once per category, not once per row.
    private readonly int[] _indexOfCode = CreateIndex(column.Texts.Count);

    /// <summary>Encodes the values of some rows.</summary>
    /// <param name="rows">Which rows.</param>
    /// <param name="destination">All features, from the first one of this column in the first of the rows.</param>
    /// <param name="width">The number of features in a row.</param>
    /// <exception cref="DataException">A value is missing (ValueMissing) or an unknown category (CategoryUnknown).</exception>
    public void Encode(ReadOnlySpan<int> rows, Span<float> destination, int width)
    {
        if (column.Kind != ColumnKind.Numeric || encoding.Kind != ColumnKind.Numeric || !CopyNumbers(rows, destination, width))
        {
            for (int i = 0; i < rows.Length; i++)
            {
                EncodeRow(rows[i], destination.Slice(i * width, encoding.Width));
            }
        }
    }

    // False where a number is missing, or the rows do not follow one another.
    private bool CopyNumbers(ReadOnlySpan<int> rows, Span<float> destination, int width)
    {
        if (rows[^1] - rows[0] != rows.Length - 1)
        {
            return false;
        }

        bool isMissing = false;
        for (int done = 0; done < rows.Length;)
        {
            ReadOnlySpan<float> numbers = column.Numbers.Read(rows[done], rows.Length - done);
            for (int i = 0; i < numbers.Length; i++)
            {
                float number = numbers[i];
                destination[(done + i) * width] = number;
                isMissing |= float.IsNaN(number);
            }

            done += numbers.Length;
        }

        return !isMissing;
    }

    private void EncodeRow(int row, Span<float> features)
    {
        try
        {
            if (column.IsMissing(row) || column.Kind != encoding.Kind)
            {
                encoding.Encode(column.GetValue(row), features);
            }
            else if (column.Kind == ColumnKind.Numeric)
            {
                features[0] = column.Numbers[row];
            }
            else
            {
                int code = column.Codes[row];
                ref int index = ref _indexOfCode[code];
                index = index >= 0 ? index : encoding.IndexOf(column.Texts[code]);
                Write(index, features);
            }
        }
        catch (DataException exception) when (exception.ErrorId == "ValueMissing")
        {
            throw new DataException(
                "ValueMissing",
                $"{table.Locate(row, column)} is empty or missing. Give a value, ignore the column, skip rows with missing values, "
                + "or fill them with the mean, the median, the most frequent value or a constant.",
                exception);
        }
        catch (DataException exception)
        {
            throw new DataException(
                exception.ErrorId, $"{table.Source}, {table.RowWord} {table.SourceRows[row]}: {exception.Message}", exception);
        }
    }

    private void Write(int index, Span<float> features)
    {
        if (encoding.Encoding == TextEncoding.Index)
        {
            features[0] = index;
        }
        else
        {
            features[index] = 1;
        }
    }

    private static int[] CreateIndex(int codes)
    {
        int[] index = new int[codes];
        Array.Fill(index, -1);
        return index;
    }
}
