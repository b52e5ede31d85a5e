using NeuralPS.Engine.Randomness;

namespace NeuralPS.Engine.Training.Orders;

/// <summary>Samples in random order, each of all orders as likely.</summary>
internal sealed class ShuffledOrder(int count, ulong seed) : SampleOrder(count)
{
    private readonly int[] _rows = new int[count];

    /// <inheritdoc/>
    public override void CopyTo(int first, Span<int> rows) => _rows.AsSpan(first, rows.Length).CopyTo(rows);

    /// <inheritdoc/>
    protected override void Arrange()
    {
        for (int i = 0; i < _rows.Length; i++)
        {
            _rows[i] = i;
        }

        new RandomStream(seed, RandomPurpose.Shuffle, 0, Epoch).Shuffle(_rows);
    }
}
