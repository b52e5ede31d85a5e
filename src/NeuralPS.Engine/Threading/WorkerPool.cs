namespace NeuralPS.Engine.Threading;

/// <summary>
/// Runs the parts of one piece of work on a fixed number of threads. How work is split into parts never depends on the number
/// of threads, and parts never share what they write: the result has the same bits on one thread and on many.
/// </summary>
/// <remarks>
/// The caller takes parts too. Workers spin for a bounded time between pieces of work and then sleep, since a sleeping worker
/// takes about 100 microseconds to wake and a spinning one less than one.
/// </remarks>
internal sealed class WorkerPool : IDisposable
{
    // About 50 microseconds of spinning before a worker gives its processor back.
    private const int SpinsBeforeSleep = 2000;

    private readonly Thread[] _workers;
    private readonly object _gate = new();
    private ParallelWork? _work;
    private int _partCount;
    private int _nextPart;
    private int _generation;
    private int _running;
    private int _sleeping;
    private volatile bool _stopping;
    private Exception? _failure;

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

    /// <summary>Runs parts 0 to <paramref name="parts"/> - 1 of <paramref name="work"/> and returns when all are done.</summary>
    /// <exception cref="Exception">The first exception of a part is thrown again here.</exception>
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
        _partCount = parts;
        _failure = null;
        Volatile.Write(ref _nextPart, 0);
        Volatile.Write(ref _running, _workers.Length);
        WakeAll();

        TakeParts(work, parts);
        var spinner = default(SpinWait);
        while (Volatile.Read(ref _running) != 0)
        {
            spinner.SpinOnce(sleep1Threshold: -1);
        }

        if (_failure is { } failure)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(failure);
        }
    }

    /// <summary>Ends the workers.</summary>
    public void Dispose()
    {
        _stopping = true;
        WakeAll();
        foreach (Thread worker in _workers)
        {
            worker.Join();
        }
    }

    private void WakeAll()
    {
        Interlocked.Increment(ref _generation);
        if (Volatile.Read(ref _sleeping) > 0)
        {
            lock (_gate)
            {
                Monitor.PulseAll(_gate);
            }
        }
    }

    private void TakeParts(ParallelWork work, int parts)
    {
        try
        {
            int part;
            while ((part = Interlocked.Increment(ref _nextPart) - 1) < parts)
            {
                work.Run(part);
            }
        }
        catch (Exception e)
        {
            // An exception that leaves a worker would end the process: it travels to the caller instead.
            Interlocked.CompareExchange(ref _failure, e, null);
            Volatile.Write(ref _nextPart, parts);
        }
    }

    private void Work()
    {
        int seen = 0;
        while (true)
        {
            seen = WaitForNext(seen);
            if (_stopping)
            {
                return;
            }

            TakeParts(_work!, _partCount);
            Interlocked.Decrement(ref _running);
        }
    }

    private int WaitForNext(int seen)
    {
        for (int i = 0; i < SpinsBeforeSleep; i++)
        {
            if (Volatile.Read(ref _generation) != seen)
            {
                return Volatile.Read(ref _generation);
            }

            Thread.SpinWait(20);
        }

        Interlocked.Increment(ref _sleeping);
        lock (_gate)
        {
            while (Volatile.Read(ref _generation) == seen)
            {
                Monitor.Wait(_gate);
            }
        }

        Interlocked.Decrement(ref _sleeping);
        return Volatile.Read(ref _generation);
    }
}
