using NeuralPS.Engine.Kernels;
using NeuralPS.Engine.Threading;

namespace NeuralPS.Engine.Layers;

/// <summary>
/// Work on the samples of a batch that do not depend on each other, shared by threads in groups of neighbours. The size of a
/// group depends on the size of a sample only, never on the number of threads.
/// </summary>
internal sealed class SampleWork : ParallelWork
{
    // Handing over a part costs under a microsecond, and so many elements take several.
    private const int ElementsPerPart = 16384;

    private readonly Body _body;
    private readonly long _elementsPerSample;
    private int _rows;

    /// <summary>Creates the work, once, while compiling.</summary>
    /// <param name="elementsPerSample">Elements that a sample costs.</param>
    /// <param name="body">Does the samples of one part.</param>
    /// <param name="granularity">The number of samples in a part is a multiple of this.</param>
    public SampleWork(long elementsPerSample, Body body, int granularity = 1)
    {
        _body = body;
        _elementsPerSample = elementsPerSample;
        long samples = Math.Max(1, ElementsPerPart / Math.Max(1, elementsPerSample));
        SamplesPerPart = (int)((samples + granularity - 1) / granularity * granularity);
    }

    /// <summary>Does the samples from <paramref name="first"/> to before <paramref name="end"/>.</summary>
    public delegate void Body(int part, int first, int end);

    /// <summary>Samples of a part; the last may have fewer.</summary>
    public int SamplesPerPart { get; }

    /// <summary>The number of parts for <paramref name="rows"/> samples.</summary>
    public int GetPartCount(int rows) => (rows + SamplesPerPart - 1) / SamplesPerPart;

    /// <summary>Does the first <paramref name="rows"/> samples of the batch.</summary>
    public void Run(WorkerPool pool, int rows)
    {
        _rows = rows;
        WorkSharing.Run(pool, this, GetPartCount(rows), WorkSharing.CostOfElement * rows * _elementsPerSample);
    }

    /// <inheritdoc/>
    public override void Run(int part) =>
        _body(part, part * SamplesPerPart, Math.Min((part + 1) * SamplesPerPart, _rows));
}
