namespace NeuralPS.Engine.Layers;

/// <summary>
/// Memory that a part of the work needs while it runs: as many pieces as there are processors, each handed to one part at a time. The
/// first free one is taken, so that a thread mostly finds the piece of its last part, still in its cache.
/// </summary>
internal sealed unsafe class ScratchMemory
{
    private readonly Workspace _memory;
    private readonly long _length;
    private readonly int[] _taken;

    /// <summary>Reserves the memory.</summary>
    /// <param name="context">Reserves it.</param>
    /// <param name="length">Floats of a piece.</param>
    /// <param name="parts">The most parts there are.</param>
    public ScratchMemory(CompileContext context, long length, int parts)
    {
        _length = length;
        _taken = new int[Math.Clamp(parts, 1, Environment.ProcessorCount)];
        _memory = context.Reserve(length * _taken.Length);
    }

    /// <summary>Takes a piece, with whatever it holds; waits where more threads run than there are processors.</summary>
    /// <param name="piece">What to give back.</param>
    public float* Take(out int piece)
    {
        var spinner = default(SpinWait);
        while (true)
        {
            for (piece = 0; piece < _taken.Length; piece++)
            {
                if (Interlocked.CompareExchange(ref _taken[piece], 1, 0) == 0)
                {
                    return _memory.Data + (piece * _length);
                }
            }

            spinner.SpinOnce(sleep1Threshold: -1);
        }
    }

    /// <summary>Gives a piece back.</summary>
    public void Return(int piece) => Volatile.Write(ref _taken[piece], 0);
}
