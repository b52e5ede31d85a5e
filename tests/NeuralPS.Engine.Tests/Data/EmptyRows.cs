using NeuralPS.Engine.Data;
using NeuralPS.Engine.Tensors;

namespace NeuralPS.Engine.Tests.Data;

/// <summary>Rows of zeros that take no memory, as many as are wanted.</summary>
internal sealed class EmptyRows(int count, Shape shape) : RowStore(count, shape)
{
    public override void CopyRow(int row, Span<float> destination) => destination[..RowShape.Length].Clear();

    public override RowStore Reshape(Shape shape) => new EmptyRows(Count, shape);
}
