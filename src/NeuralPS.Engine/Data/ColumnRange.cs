using System.Buffers;
using NeuralPS.Engine.Tensors;

namespace NeuralPS.Engine.Data;

/// <summary>Some neighbouring values of each row of another store.</summary>
internal sealed class ColumnRange : RowStore
{
    private readonly RowStore _rows;
    private readonly int _first;

    /// <summary>Takes the values from <paramref name="first"/> on, as many as <paramref name="shape"/> has.</summary>
    public ColumnRange(RowStore rows, int first, Shape shape)
        : base(rows.Count, shape)
    {
        _rows = rows;
        _first = first;
    }

    /// <inheritdoc/>
    public override bool IsOnDisk => _rows.IsOnDisk;

    /// <inheritdoc/>
    internal override void FindFiles(ICollection<FileRows> found) => _rows.FindFiles(found);

    /// <inheritdoc/>
    public override void CopyRow(int row, Span<float> destination)
    {
        ReadOnlySpan<float> values = PeekRow(row);
        if (!values.IsEmpty)
        {
            values.CopyTo(destination);
            return;
        }

        float[] whole = ArrayPool<float>.Shared.Rent(_rows.RowShape.Length);
        _rows.CopyRow(row, whole);
        whole.AsSpan(_first, RowShape.Length).CopyTo(destination);
        ArrayPool<float>.Shared.Return(whole);
    }

    /// <inheritdoc/>
    public override RowStore Reshape(Shape shape) => shape.Length == RowShape.Length
        ? new ColumnRange(_rows, _first, shape)
        : throw new ShapeException("ReshapeLength", $"Rows of {RowShape} cannot become rows of {shape}: the numbers of elements differ.");

    /// <inheritdoc/>
    internal override float[]? Values => _rows.Values;

    /// <inheritdoc/>
    internal override int GetStart(int row) => _rows.GetStart(row) + _first;
}
