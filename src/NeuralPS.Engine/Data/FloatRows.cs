using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using NeuralPS.Engine.Tensors;

namespace NeuralPS.Engine.Data;

/// <summary>Rows kept as float32 in one array, one row after the other.</summary>
public sealed class FloatRows : RowStore
{
    private readonly float[] _values;

    /// <summary>Wraps <paramref name="values"/> without copying; they must not change afterwards.</summary>
    /// <param name="values">All rows, one after the other, each row-major.</param>
    /// <param name="rowShape">The shape of a row; the length of <paramref name="values"/> is a multiple of its length.</param>
    /// <exception cref="DataException">The values are no whole number of rows (RowLengthMismatch).</exception>
    public FloatRows(float[] values, Shape rowShape)
        : base(CountRows(values, rowShape), rowShape) => _values = values;

    /// <inheritdoc/>
    public override void CopyRow(int row, Span<float> destination)
    {
        CheckCopy(row, destination);
        GetRow(row).CopyTo(destination);
    }

    /// <summary>The values of <paramref name="row"/> where they are kept.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public ReadOnlySpan<float> GetRow(int row) => _values.AsSpan(GetStart(row), RowShape.Length);

    /// <inheritdoc/>
    internal override float[] Values => _values;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal override int GetStart(int row)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(row);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(row, Count);
        return row * RowShape.Length;
    }

    /// <inheritdoc/>
    public override RowStore Reshape(Shape shape)
    {
        CheckReshape(shape);
        return new FloatRows(_values, shape);
    }

    /// <inheritdoc/>
    internal override (int Row, int Element)? FindNotFinite()
    {
        // One NaN makes the sum NaN, and an infinity makes it infinite or NaN; only then is it worth looking element by element.
        for (int row = 0; row < Count; row++)
        {
            ReadOnlySpan<float> values = GetRow(row);
            if (!float.IsFinite(TensorPrimitives.Sum(values)))
            {
                for (int i = 0; i < values.Length; i++)
                {
                    if (!float.IsFinite(values[i]))
                    {
                        return (row, i);
                    }
                }
            }
        }

        return null;
    }

    private static int CountRows(float[] values, Shape rowShape)
    {
        ArgumentNullException.ThrowIfNull(values);
        ArgumentNullException.ThrowIfNull(rowShape);
        (int count, int rest) = Math.DivRem(values.Length, rowShape.Length);
        return rest == 0
            ? count
            : throw new DataException(
                "RowLengthMismatch", $"{values.Length} values are no whole number of rows of {rowShape} ({rowShape.Length} values each).");
    }
}
