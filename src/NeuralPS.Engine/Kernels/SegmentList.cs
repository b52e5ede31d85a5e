namespace NeuralPS.Engine.Kernels;

/// <summary>Collects the segments of a <see cref="BlockProduct"/>, and joins those that continue one another.</summary>
/// <param name="inner">Terms of a segment.</param>
/// <param name="aStep">Floats of A from one term to the next.</param>
internal sealed class SegmentList(int inner, int aStep)
{
    private List<(long A, long B)> _segments = [];

    /// <summary>Terms of a segment.</summary>
    public int Inner { get; private set; } = inner;

    /// <summary>The number of segments.</summary>
    public int Count => _segments.Count;

    /// <summary>Offsets of a segment in A and in B.</summary>
    public (long A, long B) this[int index] => _segments[index];

    /// <summary>Adds a segment.</summary>
    public void Add(long a, long b) => _segments.Add((a, b));

    /// <summary>Joins neighbours into longer segments where all come out equally long: long loops cost less than many.</summary>
    /// <param name="bStep">Floats of B from one term to the next.</param>
    public void Join(int bStep = 16)
    {
        int run = 1;
        while (run < Count && IsContinued(run - 1, bStep))
        {
            run++;
        }

        if (run == 1 || Count % run != 0)
        {
            return;
        }

        for (int i = 0; i + 1 < Count; i++)
        {
            if ((i + 1) % run != 0 && !IsContinued(i, bStep))
            {
                return;
            }
        }

        _segments = [.. _segments.Where((_, i) => i % run == 0)];
        Inner *= run;
    }

    private bool IsContinued(int index, int bStep) =>
        _segments[index + 1].A == _segments[index].A + ((long)Inner * aStep)
        && _segments[index + 1].B == _segments[index].B + ((long)Inner * bStep);
}
