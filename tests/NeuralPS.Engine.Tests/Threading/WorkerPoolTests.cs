using NeuralPS.Engine.Threading;

namespace NeuralPS.Engine.Tests.Threading;

public class WorkerPoolTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Every_part_runs_exactly_once(int threads)
    {
        using var pool = new WorkerPool(threads);
        Assert.Equal(threads, pool.ThreadCount);
        var work = new CountingWork(100);
        for (int run = 0; run < 2000; run++)
        {
            int parts = run % 101;
            Array.Clear(work.Counts);
            pool.Run(work, parts);
            Assert.Equal(parts, work.Counts.Sum());
            Assert.All(work.Counts[..parts], count => Assert.Equal(1, count));
        }
    }

    [Fact]
    public void Sleeping_workers_wake_up()
    {
        using var pool = new WorkerPool(3);
        var work = new CountingWork(50);
        for (int run = 1; run <= 5; run++)
        {
            // Long enough for the workers to fall asleep.
            Thread.Sleep(30);
            pool.Run(work, 50);
            Assert.All(work.Counts, count => Assert.Equal(run, count));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    public void An_exception_travels_to_the_caller_and_the_pool_works_on(int threads)
    {
        using var pool = new WorkerPool(threads);
        for (int run = 0; run < 50; run++)
        {
            var error = Assert.Throws<InvalidOperationException>(() => pool.Run(new FailingWork(), 20));
            Assert.Equal("part 7", error.Message);
            var work = new CountingWork(20);
            pool.Run(work, 20);
            Assert.All(work.Counts, count => Assert.Equal(1, count));
        }
    }

    [Fact]
    public void Running_allocates_nothing()
    {
        using var pool = new WorkerPool(2);
        var work = new CountingWork(10);
        pool.Run(work, 10);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int run = 0; run < 100; run++)
        {
            pool.Run(work, 10);
        }

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Fact]
    public void A_pool_needs_a_thread() => Assert.Throws<ArgumentOutOfRangeException>(() => new WorkerPool(0));

    private sealed class CountingWork(int parts) : ParallelWork
    {
        public int[] Counts { get; } = new int[parts];

        public override void Run(int part) => Interlocked.Increment(ref Counts[part]);
    }

    private sealed class FailingWork : ParallelWork
    {
        public override void Run(int part)
        {
            if (part == 7)
            {
                throw new InvalidOperationException("part 7");
            }
        }
    }
}
