using NeuralPS.Engine.Tensors;

namespace NeuralPS.Engine.Data.Tables;

/// <summary>Makes a data set of a table: drops or fills missing values, encodes text, finds the classes.</summary>
internal sealed partial class TableEncoder(Table table, TableOptions options)
{
    // 128 KB of features.
    private const int CachedValues = 1 << 15;

    /// <summary>The data set.</summary>
    /// <exception cref="DataException">Values are missing, there are too many categories, or no row is left.</exception>
    public Dataset Encode(string name)
    {
        if (table.SourceRows.Count == 0)
        {
            throw new DataException("EmptyDataset", $"{table.Source} holds no rows of data.");
        }

        RowNumbers rows = KeepRows();
        var sourceRows = new SourceRows(
            rows.Count == table.SourceRows.Count ? table.SourceRows.Copy() : RowNumbers.Of(rows.Select(row => table.SourceRows[row])));
        DataSchema schema = options.Schema
            ?? DataSchema.ForColumns(table.Inputs.Select(column => ColumnFitter.Fit(table, column, rows, options)), options.InputShape);
        RowStore inputs = StaysOnDisk(schema, rows.Count) ? EncodeToDisk(schema, rows) : EncodeInMemory(schema, rows);
        Dataset dataset = WithOutputs(name, inputs, schema, rows, sourceRows);
        return table.Weight is null ? dataset : dataset.WithWeights(ReadWeights(table.Weight, rows));
    }

    private Dataset WithOutputs(string name, RowStore inputs, DataSchema schema, RowNumbers rows, SourceRows sourceRows)
    {
        if (table.Targets.Length > 0)
        {
            return WithTargets(name, inputs, schema, table.Targets, rows, sourceRows);
        }

        if (table.Label is not TableColumn label)
        {
            return new Dataset(name, inputs, null, null, null, schema, sourceRows);
        }

        CheckPresent(label, rows);
        if (!LabelEncoder.AreClasses(label, rows, options, table.LabelIsNamed))
        {
            return WithTargets(name, inputs, schema, [label], rows, sourceRows);
        }

        (ClassLabels labels, IReadOnlyList<string> classNames) = LabelEncoder.Encode(table, label, rows, options);
        return new Dataset(name, inputs, labels, classNames, null, schema.WithClassNames(classNames, label.Name), sourceRows);
    }

    private float[] ReadWeights(TableColumn column, RowNumbers rows)
    {
        CheckPresent(column, rows);
        float[] weights = new float[rows.Count];
        for (int i = 0; i < rows.Count; i++)
        {
            weights[i] = column.Numbers[rows[i]];
            if (!(weights[i] >= 0))
            {
                throw new DataException(
                    "WeightOutOfRange", $"{table.Locate(rows[i], column)} is {column.GetText(rows[i])}; a weight is a number of at least 0.");
            }
        }

        return weights;
    }

    private RowNumbers KeepRows()
    {
        RowNumbers all = RowNumbers.CountTo(table.SourceRows.Count);
        if (options.Missing != MissingValueRule.SkipRow)
        {
            return all;
        }

        TableColumn[] columns = [.. table.Columns];
        RowNumbers rows = RowNumbers.Of(all.Where(row => !Array.Exists(columns, column => column.IsMissing(row))));
        if (rows.Count == 0)
        {
            throw new DataException(
                "EmptyDataset",
                $"Every {table.RowWord} of {table.Source} has a missing value, so that skipping them leaves nothing; "
                + "ignore the columns that are empty, or fill missing values.");
        }

        return rows;
    }

    private FloatRows EncodeInMemory(DataSchema schema, RowNumbers rows)
    {
        float[] values = new float[RowStore.GetArrayLength(rows.Count, schema.InputShape)];
        try
        {
            EncodeInputs(CreateEncoders(schema), schema, rows, 0, rows.Count, values);
        }
        catch (DataException)
        {
            CheckByColumn(schema, rows);
            throw;
        }

        return new FloatRows(values, schema.InputShape);
    }

    private ColumnEncoder[] CreateEncoders(DataSchema schema) =>
        [.. table.Inputs.Select((column, i) => new ColumnEncoder(table, column, schema.Columns[i]))];

    // A few rows at a time, which stay in a cache while one column after the other is written into them.
    private static void EncodeInputs(ColumnEncoder[] encoders, DataSchema schema, RowNumbers rows, int first, int count, Span<float> values)
    {
        int width = schema.InputShape.Length;
        int[] block = new int[Math.Clamp(CachedValues / width, 1, count)];
        for (int done = 0; done < count; done += block.Length)
        {
            Span<int> part = block.AsSpan(0, Math.Min(block.Length, count - done));
            rows.CopyTo(first + done, part);
            Span<float> features = values.Slice(done * width, part.Length * width);
            int start = 0;
            for (int i = 0; i < encoders.Length; i++)
            {
                encoders[i].Encode(part, features[start..], width);
                start += schema.Columns[i].Width;
            }

            for (int row = 0; schema.Transforms.Count > 0 && row < part.Length; row++)
            {
                schema.ApplyTransforms(features.Slice(row * width, width));
            }
        }
    }

    // Of several mistakes the one in the first column is to be told, wherever the others are.
    private void CheckByColumn(DataSchema schema, RowNumbers rows)
    {
        ColumnEncoder[] encoders = CreateEncoders(schema);
        for (int i = 0; i < encoders.Length; i++)
        {
            int width = schema.Columns[i].Width;
            int[] block = new int[Math.Clamp(CachedValues / width, 1, rows.Count)];
            float[] values = new float[block.Length * width];
            for (int first = 0; first < rows.Count; first += block.Length)
            {
                Span<int> part = block.AsSpan(0, Math.Min(block.Length, rows.Count - first));
                rows.CopyTo(first, part);
                encoders[i].Encode(part, values, width);
            }
        }
    }

    private Dataset WithTargets(string name, RowStore inputs, DataSchema schema, TableColumn[] targets, RowNumbers rows, SourceRows sourceRows)
    {
        float[] values = new float[RowStore.GetArrayLength(rows.Count, new Shape(targets.Length))];
        for (int column = 0; column < targets.Length; column++)
        {
            CheckPresent(targets[column], rows);
            if (targets[column].Kind != ColumnKind.Numeric)
            {
                int row = rows.First(row => !targets[column].IsMissing(row));
                throw new DataException(
                    "ValueNotNumeric",
                    $"{table.Locate(row, targets[column])} holds '{CellValue.Shorten(targets[column].GetText(row))}', "
                    + "but a target must be a number.");
            }

            CellList<float> numbers = targets[column].Numbers;
            for (int i = 0; i < rows.Count; i++)
            {
                values[(i * targets.Length) + column] = numbers[rows[i]];
            }
        }

        if (options.Schema is null)
        {
            schema = schema.WithTargetColumns(targets.Select(target => target.Name));
        }

        foreach (FeatureTransform transform in schema.TargetTransforms)
        {
            for (int i = 0; i < rows.Count; i++)
            {
                transform.Apply(values.AsSpan(i * targets.Length, targets.Length));
            }
        }

        return new Dataset(name, inputs, null, null, new FloatRows(values, new Shape(targets.Length)), schema, sourceRows);
    }

    private void CheckPresent(TableColumn column, RowNumbers rows)
    {
        foreach (int row in rows)
        {
            if (column.IsMissing(row))
            {
                throw new DataException(
                    "ValueMissing",
                    $"{table.Locate(row, column)} is empty, but each row needs its label, target or weight. "
                    + "Give a value, or skip rows with missing values.");
            }
        }
    }
}
