using System.Runtime.CompilerServices;
using NeuralPS.Engine.Threading;

namespace NeuralPS.Engine.Kernels;

/// <summary>Decides whether work is worth handing to other threads. The result never depends on it.</summary>
internal static class WorkSharing
{
    // A few microseconds of one thread; a hand-over costs up to one.
    private const long WorthSharing = 250_000;

    /// <summary>Reading an element, doing little with it and writing it takes about as long as so many multiply-adds.</summary>
    public const long CostOfElement = 8;

    /// <summary>True when work of about so many multiply-adds is handed to several threads.</summary>
    public static bool IsShared(WorkerPool pool, long multiplyAdds) => multiplyAdds >= WorthSharing && pool.ThreadCount > 1;

    /// <summary>Runs the parts on the pool, or one after the other right here when they are little work.</summary>
    /// <param name="pool">The threads.</param>
    /// <param name="work">The work.</param>
    /// <param name="parts">The number of parts.</param>
    /// <param name="multiplyAdds">About how many multiply-adds they take in all.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(WorkerPool pool, ParallelWork work, int parts, long multiplyAdds)
    {
        if (IsShared(pool, multiplyAdds))
        {
            pool.Run(work, parts);
            return;
        }

        for (int part = 0; part < parts; part++)
        {
            work.Run(part);
        }
    }
}
