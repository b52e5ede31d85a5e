using NeuralPS.Engine.Data;

namespace NeuralPS.Engine.Training.Orders;

/// <summary>The order in which samples are taken, the same for samples in memory and on disk. For one thread at a time.</summary>
internal abstract class SampleOrder
{
    /// <summary>Creates the order of so many samples.</summary>
    protected SampleOrder(int count) => Count = count;

    /// <summary>The number of samples.</summary>
    public int Count { get; }

    /// <summary>The epoch whose order this is, from 1; 0 before any.</summary>
    public int Epoch { get; private set; }

    /// <summary>The random order of a training's epochs: of all samples where they are few enough, else of groups of them.</summary>
    public static SampleOrder Shuffle(RowStore samples, ulong seed)
    {
        int group = RowGroups.CountRows(samples.Count, samples.RowShape.Length);
        return group == 1 ? new ShuffledOrder(samples.Count, seed) : new GroupedOrder(samples.Count, group, seed);
    }

    /// <summary>Goes to an epoch.</summary>
    public void Begin(int epoch)
    {
        Epoch = epoch;
        Arrange();
    }

    /// <summary>Copies the rows at the places from <paramref name="first"/> on.</summary>
    public abstract void CopyTo(int first, Span<int> rows);

    /// <summary>Where the samples end that lie near that at <paramref name="place"/>: behind them come others, from all over the data set.</summary>
    public virtual int FindEnd(int place) => Count;

    /// <summary>Puts the samples into the order of <see cref="Epoch"/>.</summary>
    protected abstract void Arrange();
}
