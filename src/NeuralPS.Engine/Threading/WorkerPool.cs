using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;

namespace NeuralPS.Engine.Threading;

/// <summary>
/// Runs the parts of one piece of work on a fixed number of threads. No sum depends on how work is split into parts, nor on the number
/// of threads, and parts never share what they write: the result has the same bits on one thread and on many.
/// </summary>
/// <remarks>
/// The caller takes parts too, from the first on, and the workers from the last on: pieces of work that are cut alike then find
/// what they wrote before in the cache of their own processor, and not in another's. The caller waits only for parts that others
/// have begun: on a busy machine, where a worker may not get a processor for a while, it simply does the work itself. Workers spin
/// for a bounded time between pieces of work and then sleep, since a sleeping worker takes about 100 microseconds to wake and a
/// spinning one less than one.
/// </remarks>
internal sealed class WorkerPool : IDisposable
{
    // About a millisecond before a worker gives its processor back for good, in short waits: what they overshoot is lost with
    // every piece of work. In between they let others run: if the system has put the caller on the same processor, as it likes to
    // after a wake-up, both would wait for each other until the spinning ends.
    private const int SpinsBeforeSleep = 20_000;
    private const int SpinsBeforeYield = 64;

    private readonly Thread[] _workers;
    private readonly object _gate = new();
    private ParallelWork? _work;
    private int _done;
    private int _sleeping;
    private volatile bool _stopping;
    private Exception? _failure;

    // The parts that nobody has begun: the end of their range in the upper half, its start in the lower one. Whoever makes the
    // range shorter by compare-and-exchange owns the part that left it. Should that be a range of the next piece of work, since
    // it looks the same, it owns a part of that one: the work is read afterwards.
    private long _range;

    /// <summary>Starts the pool.</summary>
    /// <param name="threads">Threads in all, the caller included; at least 1.</param>
    public WorkerPool(int threads)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        ThreadCount = threads;
        _workers = new Thread[threads - 1];
        for (int i = 0; i < _workers.Length; i++)
        {
            _workers[i] = new Thread(Work) { IsBackground = true, Name = "NeuralPS worker " + (i + 1) };
            _workers[i].Start();
        }
    }

    /// <summary>Threads in all, the caller included.</summary>
    public int ThreadCount { get; }

    /// <summary>Runs parts 0 to <paramref name="parts"/> - 1 of <paramref name="work"/>, in any order, and returns when all are done.</summary>
    /// <exception cref="Exception">The first exception of a part is thrown again here, after the other parts.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run(ParallelWork work, int parts)
    {
        if (parts <= 0)
        {
            return;
        }

        if (_workers.Length == 0 || parts == 1)
        {
            for (int part = 0; part < parts; part++)
            {
                work.Run(part);
            }

            return;
        }

        _work = work;
        _failure = null;
        Volatile.Write(ref _done, 0);
        Interlocked.Exchange(ref _range, (long)parts << 32);
        WakeSleepers();
        TakeParts(fromStart: true);
        for (int i = 0; Volatile.Read(ref _done) < parts; i++)
        {
            Spin(i);
        }

        if (_failure is { } failure)
        {
            ExceptionDispatchInfo.Throw(failure);
        }
    }

    /// <summary>Ends the workers.</summary>
    public void Dispose()
    {
        _stopping = true;
        lock (_gate)
        {
            Monitor.PulseAll(_gate);
        }

        foreach (Thread worker in _workers)
        {
            worker.Join();
        }
    }

    private bool HasParts
    {
        get
        {
            long range = Volatile.Read(ref _range);
            return (int)range < (int)(range >> 32);
        }
    }

    private static void Spin(int number)
    {
        Thread.SpinWait(1);
        if (number % SpinsBeforeYield == SpinsBeforeYield - 1)
        {
            Thread.Yield();
        }
    }

    private void WakeSleepers()
    {
        if (Volatile.Read(ref _sleeping) > 0)
        {
            lock (_gate)
            {
                Monitor.PulseAll(_gate);
            }
        }
    }

    private void TakeParts(bool fromStart)
    {
        while (true)
        {
            long range = Volatile.Read(ref _range);
            int start = (int)range;
            int end = (int)(range >> 32);
            if (start >= end)
            {
                return;
            }

            long rest = fromStart ? range + 1 : range - (1L << 32);
            if (Interlocked.CompareExchange(ref _range, rest, range) != range)
            {
                continue;
            }

            try
            {
                _work!.Run(fromStart ? start : end - 1);
            }
            catch (Exception e)
            {
                // An exception that leaves a worker would end the process: it travels to the caller instead.
                Interlocked.CompareExchange(ref _failure, e, null);
            }

            Interlocked.Increment(ref _done);
        }
    }

    private void Work()
    {
        while (!_stopping)
        {
            TakeParts(fromStart: false);
            WaitForParts();
        }
    }

    private void WaitForParts()
    {
        for (int i = 0; i < SpinsBeforeSleep; i++)
        {
            if (HasParts || _stopping)
            {
                return;
            }

            Spin(i);
        }

        Interlocked.Increment(ref _sleeping);
        lock (_gate)
        {
            while (!HasParts && !_stopping)
            {
                Monitor.Wait(_gate);
            }
        }

        Interlocked.Decrement(ref _sleeping);
    }
}
