using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using NeuralPS.Engine.Data.Readers;
using NeuralPS.Engine.Tensors;

namespace NeuralPS.Engine.Data.Tables;

/// <content>Inputs that stay on disk.</content>
internal sealed partial class TableEncoder
{
    // Values that are encoded at a time: 4 MB.
    private const int BlockLength = 1 << 20;

    // Objects are in memory anyway.
    private bool StaysOnDisk(DataSchema schema, int rows) => options is ReadOptions read
        && StorageChoice.IsOnDisk(read.Storage, (long)rows * schema.InputShape.Length * sizeof(float));

    private FileRows EncodeToDisk(DataSchema schema, int[] rows)
    {
        Shape shape = schema.InputShape;
        CancellationToken cancellation = ((ReadOptions)options).Cancellation;
        RowFile file = RowFile.CreateTemporary(table.Path, (long)rows.Length * shape.Length * sizeof(float));
        try
        {
            int block = Math.Clamp(BlockLength / shape.Length, 1, rows.Length);
            float[] values = new float[block * shape.Length];
            bool isFinite = true;
            for (int row = 0; row < rows.Length; row += block)
            {
                cancellation.ThrowIfCancellationRequested();
                int count = Math.Min(block, rows.Length - row);
                Span<float> part = values.AsSpan(0, count * shape.Length);
                part.Clear();
                EncodeInputs(schema, rows[row..(row + count)], part);
                isFinite &= float.IsFinite(TensorPrimitives.Sum<float>(part));
                file.Write((long)row * shape.Length * sizeof(float), MemoryMarshal.AsBytes(part));
            }

            // Else the data set looks for itself: a sum may overflow.
            file.IsFinite = isFinite;
            return new FileRows(file, RowFormat.Floats, rows.Length, shape);
        }
        catch (DataException)
        {
            file.Dispose();
            CheckByColumn(schema, rows);
            throw;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    // In memory a column is encoded after the other: of several mistakes the same one is to be told.
    private void CheckByColumn(DataSchema schema, int[] rows)
    {
        for (int i = 0; i < table.Inputs.Length; i++)
        {
            int width = schema.Columns[i].Width;
            int block = Math.Clamp(BlockLength / width, 1, rows.Length);
            float[] values = new float[block * width];
            for (int row = 0; row < rows.Length; row += block)
            {
                ColumnEncoder.Encode(table, table.Inputs[i], schema.Columns[i], rows[row..Math.Min(row + block, rows.Length)], values, width);
            }
        }
    }
}
