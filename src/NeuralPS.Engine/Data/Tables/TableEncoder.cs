using NeuralPS.Engine.Tensors;

namespace NeuralPS.Engine.Data.Tables;

/// <summary>Makes a data set of a table: drops or fills missing values, encodes text, finds the classes.</summary>
internal sealed partial class TableEncoder(Table table, TableOptions options)
{
    /// <summary>The data set.</summary>
    /// <exception cref="DataException">Values are missing, there are too many categories, or no row is left.</exception>
    public Dataset Encode(string name)
    {
        if (table.SourceRows.Count == 0)
        {
            throw new DataException("EmptyDataset", $"{table.Source} holds no rows of data.");
        }

        int[] rows = KeepRows();
        int[] sourceRows = [.. rows.Select(row => table.SourceRows[row])];
        DataSchema schema = options.Schema
            ?? DataSchema.ForColumns(table.Inputs.Select(column => ColumnFitter.Fit(table, column, rows, options)), options.InputShape);
        RowStore inputs = StaysOnDisk(schema, rows.Length) ? EncodeToDisk(schema, rows) : EncodeInMemory(schema, rows);
        Dataset dataset = WithOutputs(name, inputs, schema, rows, sourceRows);
        return table.Weight is null ? dataset : dataset.WithWeights(ReadWeights(table.Weight, rows));
    }

    private Dataset WithOutputs(string name, RowStore inputs, DataSchema schema, int[] rows, int[] sourceRows)
    {
        if (table.Targets.Length > 0)
        {
            return WithTargets(name, inputs, schema, table.Targets, rows, sourceRows);
        }

        if (table.Label is not TableColumn label)
        {
            return new Dataset(name, inputs, schema: schema, sourceRows: sourceRows);
        }

        CheckPresent(label, rows);
        if (!LabelEncoder.AreClasses(label, rows, options, table.LabelIsNamed))
        {
            return WithTargets(name, inputs, schema, [label], rows, sourceRows);
        }

        (int[] labels, IReadOnlyList<string> classNames) = LabelEncoder.Encode(table, label, rows, options);
        return new Dataset(
            name, inputs, labels, classNames, schema: schema.WithClassNames(classNames, label.Name), sourceRows: sourceRows);
    }

    private float[] ReadWeights(TableColumn column, int[] rows)
    {
        CheckPresent(column, rows);
        float[] weights = new float[rows.Length];
        for (int i = 0; i < rows.Length; i++)
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

    private int[] KeepRows()
    {
        IEnumerable<int> all = Enumerable.Range(0, table.SourceRows.Count);
        if (options.Missing != MissingValueRule.SkipRow)
        {
            return [.. all];
        }

        TableColumn[] columns = [.. table.Columns];
        int[] rows = [.. all.Where(row => !Array.Exists(columns, column => column.IsMissing(row)))];
        if (rows.Length == 0)
        {
            throw new DataException(
                "EmptyDataset",
                $"Every {table.RowWord} of {table.Source} has a missing value, so that skipping them leaves nothing; "
                + "ignore the columns that are empty, or fill missing values.");
        }

        return rows;
    }

    private FloatRows EncodeInMemory(DataSchema schema, int[] rows)
    {
        float[] values = new float[RowStore.GetArrayLength(rows.Length, schema.InputShape)];
        EncodeInputs(schema, rows, values);
        return new FloatRows(values, schema.InputShape);
    }

    private void EncodeInputs(DataSchema schema, int[] rows, Span<float> values)
    {
        int width = schema.InputShape.Length;
        int start = 0;
        for (int i = 0; i < table.Inputs.Length; i++)
        {
            ColumnEncoder.Encode(table, table.Inputs[i], schema.Columns[i], rows, values[start..], width);
            start += schema.Columns[i].Width;
        }

        if (schema.Transforms.Count > 0)
        {
            for (int row = 0; row < rows.Length; row++)
            {
                schema.ApplyTransforms(values.Slice(row * width, width));
            }
        }
    }

    private Dataset WithTargets(string name, RowStore inputs, DataSchema schema, TableColumn[] targets, int[] rows, int[] sourceRows)
    {
        float[] values = new float[RowStore.GetArrayLength(rows.Length, new Shape(targets.Length))];
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
            for (int i = 0; i < rows.Length; i++)
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
            for (int i = 0; i < rows.Length; i++)
            {
                transform.Apply(values.AsSpan(i * targets.Length, targets.Length));
            }
        }

        return new Dataset(
            name, inputs, targets: new FloatRows(values, new Shape(targets.Length)), schema: schema, sourceRows: sourceRows);
    }

    private void CheckPresent(TableColumn column, int[] rows)
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
