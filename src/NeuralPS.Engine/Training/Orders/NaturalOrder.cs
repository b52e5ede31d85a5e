namespace NeuralPS.Engine.Training.Orders;

/// <summary>Samples as they lie.</summary>
internal sealed class NaturalOrder(int count) : SampleOrder(count)
{
    /// <inheritdoc/>
    public override void CopyTo(int first, Span<int> rows)
    {
        for (int i = 0; i < rows.Length; i++)
        {
            rows[i] = first + i;
        }
    }

    /// <inheritdoc/>
    protected override void Arrange()
    {
    }
}
