using NeuralPS.Engine.Data;

namespace NeuralPS.Engine.Training;

/// <summary>How much a <see cref="SampleWindow"/> holds.</summary>
/// <param name="Rows">Samples; 0 where they come no faster with a window.</param>
/// <param name="Blocks">Blocks of files that they may come from.</param>
/// <param name="RowLength">Values in a sample.</param>
internal readonly record struct WindowSize(int Rows, int Blocks, int RowLength)
{
    // Out of order: the most that samples here and the order of all take together, and what samples may take even so.
    private const long MaximumBytes = 384L << 20;
    private const long MinimumBytes = 32L << 20;

    // The largest part of the memory that is free.
    private const int LargestPart = 4;

    // In order: enough to share among threads, and to be found in their caches, but at least a batch.
    private const long BytesInOrder = 2L << 20;

    private const int LeastWindows = 3;

    /// <summary>What a window takes in memory, in bytes.</summary>
    public long Bytes => Rows == 0 ? 0 : (Rows * GetRowBytes(RowLength)) + (sizeof(int) * (Blocks + 1L));

    /// <summary>The size for a training, or for a measurement alone.</summary>
    /// <param name="samples">The samples.</param>
    /// <param name="batch">Samples in a batch: a window holds whole batches.</param>
    /// <param name="isShuffled">Whether they are taken in another order than their own.</param>
    /// <param name="validation">Samples that are measured after each epoch, in their own order; null for none.</param>
    /// <param name="free">The bytes that nobody else needs: a window is not worth a failure.</param>
    public static WindowSize Choose(RowStore samples, int batch, bool isShuffled, RowStore? validation, long free)
    {
        WindowSize size = Choose(samples, batch, !isShuffled && samples.IsInFileOrder, free);
        WindowSize other = validation is null ? default : Choose(validation, batch, validation.IsInFileOrder, free);
        return size with { Rows = Math.Max(size.Rows, other.Rows), Blocks = Math.Max(size.Blocks, other.Blocks) };
    }

    private static WindowSize Choose(RowStore store, int batch, bool isInFileOrder, long free)
    {
        int blocks = store.BlockCount;
        int length = store.RowShape.Length;
        if (blocks == 0)
        {
            return new WindowSize(0, 0, length);
        }

        // As many as fit, in windows of one length and of whole batches.
        long bytes = isInFileOrder ? Math.Clamp(batch * GetRowBytes(length), BytesInOrder, MinimumBytes) : CountBytes(store.Count);
        long most = Math.Max(0, Math.Min(bytes, free / LargestPart)) / GetRowBytes(length) / batch * batch;
        long windows = most == 0 ? 1 : Math.Max((store.Count + most - 1) / most, LeastWindows);
        long rows = Math.Min((((store.Count + windows - 1) / windows) + batch - 1) / batch * batch, most);
        bool isWorthIt = rows > 0 && rows < store.Count && (isInFileOrder ? store.Count : rows) / blocks >= FileBlock.LeastRows;
        return new WindowSize(isWorthIt ? (int)rows : 0, blocks, length);
    }

    private static long CountBytes(int samples) => Math.Max(MaximumBytes - ((long)sizeof(int) * samples), MinimumBytes);

    // With its place in the window.
    private static long GetRowBytes(int length) => sizeof(float) * (length + 1L);
}
