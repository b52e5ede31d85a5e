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

    private FileRows EncodeToDisk(DataSchema schema, RowNumbers rows)
    {
        Shape shape = schema.InputShape;
        CancellationToken cancellation = ((ReadOptions)options).Cancellation;
        RowFile file = RowFile.CreateTemporary(table.Path, (long)rows.Count * shape.Length * sizeof(float));
        try
        {
            int block = Math.Clamp(BlockLength / shape.Length, 1, rows.Count);
            float[] values = new float[block * shape.Length];
            ColumnEncoder[] encoders = CreateEncoders(schema);
            bool isFinite = true;
            for (int row = 0; row < rows.Count; row += block)
            {
                cancellation.ThrowIfCancellationRequested();
                int count = Math.Min(block, rows.Count - row);
                Span<float> part = values.AsSpan(0, count * shape.Length);
                part.Clear();
                EncodeInputs(encoders, schema, rows, row, count, part);
                isFinite &= float.IsFinite(TensorPrimitives.Sum<float>(part));
                file.Write((long)row * shape.Length * sizeof(float), MemoryMarshal.AsBytes(part));
            }

            // Else the data set looks for itself: a sum may overflow.
            file.IsFinite = isFinite;
            return new FileRows(file, RowFormat.Floats, rows.Count, shape);
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
}
