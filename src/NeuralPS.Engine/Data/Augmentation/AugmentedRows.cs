using System.Buffers;
using NeuralPS.Engine.Tensors;

namespace NeuralPS.Engine.Data.Augmentation;

/// <summary>
/// Images of another store, warped whenever they are read: as a training sees them in its first epoch, then in its second, and
/// so on. Row r is row r mod n of the other store in epoch r / n + 1.
/// </summary>
internal sealed class AugmentedRows : RowStore
{
    private readonly RowStore _source;
    private readonly Augmenter _augmenter;

    /// <summary>Augments <paramref name="source"/>, whose rows are images.</summary>
    public AugmentedRows(RowStore source, ImageAugmentation augmentation, int copies, ulong seed)
        : base(checked(source.Count * copies), source.RowShape)
    {
        _source = source;
        _augmenter = new Augmenter(augmentation, source.RowShape, seed);
    }

    /// <inheritdoc/>
    public override bool IsOnDisk => _source.IsOnDisk;

    /// <inheritdoc/>
    internal override void FindFiles(ICollection<FileRows> found) => _source.FindFiles(found);

    /// <inheritdoc/>
    public override void CopyRow(int row, Span<float> destination)
    {
        CheckCopy(row, destination);
        int length = RowShape.Length;
        float[] image = ArrayPool<float>.Shared.Rent(length);
        (int epoch, int sourceRow) = Math.DivRem(row, _source.Count);
        _source.CopyRow(sourceRow, image);
        _augmenter.Apply(sourceRow, epoch + 1, image.AsSpan(0, length), destination[..length]);
        ArrayPool<float>.Shared.Return(image);
    }

    /// <inheritdoc/>
    public override RowStore Reshape(Shape shape)
    {
        CheckReshape(shape);
        return shape.Equals(RowShape) ? this : new FloatRows(ToArray(), shape);
    }
}
