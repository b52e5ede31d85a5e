namespace NeuralPS.Engine.Networks;

/// <summary>
/// Gives buffers their places in one arena. Buffers whose lifetimes do not overlap may share a place; what relies on zeros that
/// nobody writes keeps its own for good, or asks whether others write there in between.
/// </summary>
internal sealed class MemoryPlanner
{
    // 64 bytes: a cache line, and a 512-bit vector.
    private const int Alignment = 16;

    private readonly List<Buffer> _buffers = [];

    /// <summary>Floats of the arena so far.</summary>
    public long Length { get; private set; }

    /// <summary>Reserves a buffer that is nobody else's.</summary>
    /// <returns>Its offset in floats.</returns>
    public long Reserve(long length) => Place(new Buffer(length, int.MinValue, int.MaxValue));

    /// <summary>Reserves a buffer that is in use from <paramref name="first"/> to <paramref name="last"/>, both included.</summary>
    /// <returns>Its offset in floats.</returns>
    public long Reserve(long length, int first, int last) => Place(new Buffer(length, first, last));

    /// <summary>True when another buffer lies where <paramref name="length"/> floats from <paramref name="offset"/> on were reserved.</summary>
    public bool IsShared(long offset, long length) =>
        _buffers.Count(buffer => buffer.Offset < offset + length && offset < buffer.End && buffer.Length > 0) > 1;

    private long Place(Buffer buffer)
    {
        // First fit: the lowest offset at which no buffer of an overlapping lifetime stands in the way.
        long offset = 0;
        foreach (Buffer other in _buffers.Where(other => other.Overlaps(buffer)).OrderBy(other => other.Offset))
        {
            if (offset + buffer.Length <= other.Offset)
            {
                break;
            }

            offset = Math.Max(offset, other.End);
        }

        buffer.Offset = offset;
        _buffers.Add(buffer);
        Length = Math.Max(Length, buffer.End);
        return offset;
    }

    private sealed class Buffer(long length, int first, int last)
    {
        public long Length { get; } = (length + Alignment - 1) / Alignment * Alignment;

        public long Offset { get; set; }

        public long End => Offset + Length;

        private int First { get; } = first;

        private int Last { get; } = last;

        public bool Overlaps(Buffer other) => First <= other.Last && other.First <= Last;
    }
}
