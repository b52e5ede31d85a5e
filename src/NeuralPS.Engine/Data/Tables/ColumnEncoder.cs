namespace NeuralPS.Engine.Data.Tables;

/// <summary>Writes the features of one column for all rows: what <see cref="InputColumn.Encode"/> does for one.</summary>
internal static class ColumnEncoder
{
    /// <summary>Encodes <paramref name="column"/>.</summary>
    /// <param name="table">The table, for messages.</param>
    /// <param name="column">The values.</param>
    /// <param name="encoding">How they become features.</param>
    /// <param name="rows">Which rows are kept.</param>
    /// <param name="destination">All features, from the first one of this column in the first row.</param>
    /// <param name="width">The number of features in a row.</param>
    /// <exception cref="DataException">A value is missing (ValueMissing) or an unknown category (CategoryUnknown).</exception>
    public static void Encode(Table table, TableColumn column, InputColumn encoding, int[] rows, Span<float> destination, int width)
    {
        // Text is looked up once per category, not once per row.
        int[] indexOfCode = new int[column.Texts.Count];
        Array.Fill(indexOfCode, -1);
        for (int i = 0; i < rows.Length; i++)
        {
            Span<float> features = destination.Slice(i * width, encoding.Width);
            int row = rows[i];
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
                    ref int index = ref indexOfCode[column.Codes[row]];
                    index = index >= 0 ? index : encoding.IndexOf(column.Texts[column.Codes[row]]);
                    Write(encoding, index, features);
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
    }

    private static void Write(InputColumn encoding, int index, Span<float> features)
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
}
