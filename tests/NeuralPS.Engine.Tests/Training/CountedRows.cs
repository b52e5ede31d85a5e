using NeuralPS.Engine.Data;
using NeuralPS.Engine.Tensors;

namespace NeuralPS.Engine.Tests.Training;

/// <summary>Rows that count how often a file would be read: blocks of 2,048 rows one by one, and rows by themselves. For one thread.</summary>
internal sealed class CountedRows(int count) : RowStore(count, new Shape(1))
{
    private const int BlockShift = 11;

    private int _last = -1;

    public int Blocks { get; private set; }

    public int Singles { get; private set; }

    internal override int BlockCount => ((Count - 1) >> BlockShift) + 1;

    internal override int LeastRowsOfBlock => 6;

    internal override int GetBlock(int row) => row >> BlockShift;

    public override void CopyRow(int row, Span<float> destination)
    {
        Singles++;
        destination[0] = row % 1000;
    }

    internal override void CopyRow(int row, FileBlock block, Span<float> destination)
    {
        Blocks += GetBlock(row) == _last ? 0 : 1;
        _last = GetBlock(row);
        destination[0] = row % 1000;
    }

    public override RowStore Reshape(Shape shape) => throw new NotSupportedException();
}
