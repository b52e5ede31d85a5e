using NeuralPS.Engine.Data;
using NeuralPS.Engine.Training.Orders;

namespace NeuralPS.Engine.Training;

/// <summary>How much a <see cref="SampleWindow"/> holds.</summary>
/// <param name="Rows">Samples; 0 where they come no faster with a window.</param>
/// <param name="Blocks">Blocks of files that they may come from.</param>
/// <param name="RowLength">Values in a sample.</param>
/// <param name="IsOfPart">Whether it holds what lies near one another in the order, and no more: what comes next is elsewhere in the files.</param>
internal readonly record struct WindowSize(int Rows, int Blocks, int RowLength, bool IsOfPart = false)
{
    // Out of order; and the most that a batch in order may ask for.
    private const long MaximumBytes = 320L << 20;
    private const long MaximumBytesInOrder = 32L << 20;

    // The largest part of the memory that is free; a part of an epoch in a smaller window would be read again and again.
    private const int LargestPart = 4;
    private const int LargestPartInGroups = 2;

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
        WindowSize size = Choose(samples, batch, isShuffled, free);
        WindowSize other = validation is null ? default : Choose(validation, batch, isShuffled: false, free);
        return size with { Rows = Math.Max(size.Rows, other.Rows), Blocks = Math.Max(size.Blocks, other.Blocks) };
    }

    private static WindowSize Choose(RowStore store, int batch, bool isShuffled, long free)
    {
        int blocks = store.BlockCount;
        int length = store.RowShape.Length;
        if (blocks == 0)
        {
            return new WindowSize(0, 0, length);
        }

        bool isInFileOrder = store.IsInFileOrder;
        int group = isShuffled && isInFileOrder ? RowGroups.CountRows(store.Count, length) : 1;
        long part = group == 1 ? 0 : GroupedOrder.CountRowsInPart(store.Count, group);
        isInFileOrder &= !isShuffled;
        long bytes = isInFileOrder ? Math.Clamp(batch * GetRowBytes(length), BytesInOrder, MaximumBytesInOrder) : MaximumBytes;
        long most = Math.Max(0, Math.Min(bytes, free / (part > 0 ? LargestPartInGroups : LargestPart))) / GetRowBytes(length) / batch * batch;
        long rows = ChooseRows(store.Count, batch, part, most);

        // The rows of a window come from so many: at most from a part of the epoch, or from the whole file.
        long spread = isInFileOrder ? rows : part > 0 ? Math.Max(part, rows) : store.Count;
        double rowsOfBlock = (double)store.Count * rows / spread / blocks;
        bool isWorthIt = rows > 0 && rows < store.Count && Math.Round(rowsOfBlock) >= store.LeastRowsOfBlock;
        return new WindowSize(isWorthIt ? (int)rows : 0, blocks, length, part > 0);
    }

    // A part of the epoch and the end of the one before, less than a batch, if that fits; else as many as do, in windows of one length. Always whole batches.
    private static long ChooseRows(int count, int batch, long part, long most)
    {
        long ofPart = (part + (2L * batch) - 1) / batch * batch;
        if (part > 0 && ofPart <= most)
        {
            return ofPart;
        }

        long windows = most == 0 ? 1 : Math.Max((count + most - 1) / most, LeastWindows);
        return Math.Min((((count + windows - 1) / windows) + batch - 1) / batch * batch, most);
    }

    // With its row's number and its place in the window.
    private static long GetRowBytes(int length) => sizeof(float) * (length + 2L);
}
