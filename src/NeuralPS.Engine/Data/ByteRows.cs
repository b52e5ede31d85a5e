using NeuralPS.Engine.Tensors;

namespace NeuralPS.Engine.Data;

/// <summary>
/// Rows kept as bytes, a quarter of the size of floats: value = byte * scale + offset. Images that are stored plane by plane
/// (CIFAR) can be read pixel by pixel, as (height, width, channels) wants it.
/// </summary>
public sealed class ByteRows : RowStore
{
    private readonly byte[] _bytes;
    private readonly int _start;
    private readonly int _stride;
    private readonly int _planes;
    private readonly float[] _valueOfByte;

    /// <summary>Wraps <paramref name="bytes"/> without copying; they must not change afterwards.</summary>
    /// <param name="bytes">The rows, one after the other, with a possible prefix before each.</param>
    /// <param name="rowShape">The shape of a row.</param>
    /// <param name="scale">What a byte is multiplied by: 1/255 for pixels in [0, 1].</param>
    /// <param name="offset">What is added then.</param>
    /// <param name="prefix">Bytes before each row that are no part of it, such as a label.</param>
    /// <param name="planes">1 if rows are stored as they are read; the number of channels if they are stored plane by plane.</param>
    /// <exception cref="DataException">The bytes are no whole number of rows (RowLengthMismatch).</exception>
    public ByteRows(byte[] bytes, Shape rowShape, float scale = 1f / 255f, float offset = 0f, int prefix = 0, int planes = 1)
        : this(bytes, rowShape, ByteValues.MakeTable(scale, offset), prefix, planes)
    {
    }

    private ByteRows(byte[] bytes, Shape rowShape, float[] valueOfByte, int prefix, int planes)
        : base(CountRows(bytes, rowShape, prefix, planes), rowShape)
    {
        _bytes = bytes;
        _start = prefix;
        _stride = prefix + rowShape.Length;
        _planes = planes;
        _valueOfByte = valueOfByte;
    }

    /// <inheritdoc/>
    public override void CopyRow(int row, Span<float> destination)
    {
        CheckCopy(row, destination);
        ReadOnlySpan<byte> source = _bytes.AsSpan((row * _stride) + _start, RowShape.Length);
        ByteValues.Decode(source, _valueOfByte, _planes, destination);
    }

    /// <inheritdoc/>
    public override RowStore Reshape(Shape shape)
    {
        CheckReshape(shape);
        return new ByteRows(_bytes, shape, _valueOfByte, _start, _planes);
    }

    private static int CountRows(byte[] bytes, Shape rowShape, int prefix, int planes)
    {
        ArgumentNullException.ThrowIfNull(bytes);
        ArgumentNullException.ThrowIfNull(rowShape);
        ArgumentOutOfRangeException.ThrowIfNegative(prefix);
        ArgumentOutOfRangeException.ThrowIfLessThan(planes, 1);
        (int count, int rest) = Math.DivRem(bytes.Length, prefix + rowShape.Length);
        return rest == 0 && rowShape.Length % planes == 0
            ? count
            : throw new DataException(
                "RowLengthMismatch",
                $"{bytes.Length} bytes are no whole number of rows of {rowShape} ({prefix + rowShape.Length} bytes each, "
                + $"{planes} planes).");
    }
}
