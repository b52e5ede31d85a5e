using NeuralPS.Engine.Tensors;

namespace NeuralPS.Engine.Data.Transforms;

/// <summary>Rows of another store with fitted transforms, applied whenever a row is read. Images kept as bytes stay bytes.</summary>
public sealed class TransformedRows : RowStore
{
    private readonly RowStore _source;
    private readonly FeatureTransform[] _transforms;

    private TransformedRows(RowStore source, FeatureTransform[] transforms)
        : base(source.Count, source.RowShape)
    {
        _source = source;
        _transforms = transforms;
    }

    /// <summary>
    /// The rows of <paramref name="source"/> with <paramref name="transforms"/> applied in order: computed at once if the store keeps
    /// floats, since the result is no larger, and else whenever a row is read.
    /// </summary>
    /// <exception cref="ShapeException">A transform was fitted to another number of features (TransformLength).</exception>
    public static RowStore Create(RowStore source, IReadOnlyList<FeatureTransform> transforms)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(transforms);
        if (transforms.Count == 0)
        {
            return source;
        }

        var lazy = source is TransformedRows inner
            ? new TransformedRows(inner._source, [.. inner._transforms, .. transforms])
            : new TransformedRows(source, [.. transforms]);
        return source is FloatRows ? new FloatRows(lazy.ToArray(), source.RowShape) : lazy;
    }

    /// <inheritdoc/>
    public override bool IsOnDisk => _source.IsOnDisk;

    /// <inheritdoc/>
    internal override void FindFiles(ICollection<FileRows> found) => _source.FindFiles(found);

    /// <inheritdoc/>
    public override void CopyRow(int row, Span<float> destination)
    {
        CheckCopy(row, destination);
        CopyRows(row, 1, destination);
    }

    /// <inheritdoc/>
    internal override void CopyRows(int first, int count, Span<float> destination)
    {
        _source.CopyRows(first, count, destination);
        Transform(count, destination);
    }

    /// <inheritdoc/>
    internal override int BlockCount => _source.BlockCount;

    /// <inheritdoc/>
    internal override int LeastRowsOfBlock => _source.LeastRowsOfBlock;

    /// <inheritdoc/>
    internal override bool IsInFileOrder => _source.IsInFileOrder;

    /// <inheritdoc/>
    internal override int GetBlock(int row) => _source.GetBlock(row);

    /// <inheritdoc/>
    internal override void CopyRow(int row, FileBlock block, Span<float> destination)
    {
        _source.CopyRow(row, block, destination);
        Transform(1, destination);
    }

    private void Transform(int count, Span<float> destination)
    {
        foreach (FeatureTransform transform in _transforms)
        {
            for (int i = 0; i < count; i++)
            {
                transform.Apply(destination.Slice(i * RowShape.Length, RowShape.Length));
            }
        }
    }

    /// <inheritdoc/>
    public override RowStore Reshape(Shape shape)
    {
        CheckReshape(shape);
        return new TransformedRows(_source.Reshape(shape), _transforms);
    }

    /// <inheritdoc/>
    internal override (int Row, int Element)? FindNotFinite() => _source.FindNotFinite();
}
