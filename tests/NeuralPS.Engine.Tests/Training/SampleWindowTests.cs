using System.Buffers.Binary;
using NeuralPS.Engine.Activations;
using NeuralPS.Engine.Data;
using NeuralPS.Engine.Data.Readers;
using NeuralPS.Engine.Data.Transforms;
using NeuralPS.Engine.Layers;
using NeuralPS.Engine.Networks;
using NeuralPS.Engine.Optimizers;
using NeuralPS.Engine.Randomness;
using NeuralPS.Engine.Tensors;
using NeuralPS.Engine.Tests.Data;
using NeuralPS.Engine.Tests.Data.Readers;
using NeuralPS.Engine.Threading;
using NeuralPS.Engine.Training;
using NeuralPS.Engine.Training.Orders;

namespace NeuralPS.Engine.Tests.Training;

/// <summary>Samples of files on disk, read ahead.</summary>
public sealed class SampleWindowTests : IDisposable
{
    // 12 bytes to a row, 2,048 rows to a block: nine blocks, the last of them short.
    private const int Rows = 17_000;
    private const int Batch = 128;
    private const long Plenty = long.MaxValue;
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("file")]
    [InlineData("transformed")]
    [InlineData("view")]
    [InlineData("few")]
    [InlineData("two")]
    [InlineData("mixed")]
    [InlineData("nested")]
    [InlineData("view of nested")]
    public void The_samples_of_each_batch_are_those_of_the_store(string kind)
    {
        AssertSamples(kind, isShuffled: true);
        AssertSamples(kind, isShuffled: false);
    }

    [Fact]
    public void Rows_in_memory_and_wide_ones_on_disk_need_no_window()
    {
        string path = Write("a", Rows);
        AssertNone(Read(path, DataStorage.Memory).Inputs, Batch);
        byte[] images = new byte[40 * 20_000];
        string wide = _folder.Write("wide", IdxFiles.Make(0x08, [40, 100, 200], images));
        AssertNone(Read(wide, DataStorage.Disk).Inputs, 4);

        // A window would hold them all.
        AssertNone(Read(path, DataStorage.Disk).Inputs, Rows);

        static void AssertNone(RowStore store, int batch)
        {
            Assert.Equal(0, WindowSize.Choose(store, batch, isShuffled: true, store, Plenty).Bytes);
            Assert.Null(SampleWindow.Create(WindowSize.Choose(store, batch, isShuffled: false, null, Plenty)));
        }
    }

    [Fact]
    public void A_window_holds_whole_batches_and_no_more_than_its_limit()
    {
        const int Many = 30_000_000;
        RowStore store = new FileRows(RowFile.CreateTemporary("nothing", 0), RowFormat.Floats, Many, new Shape(4));
        foreach (int batch in new[] { 1, 7, 128, 100_000, 1_000_000, 9_999_999, Many })
        {
            foreach (bool isShuffled in new[] { true, false })
            {
                WindowSize size = WindowSize.Choose(store, batch, isShuffled, validation: null, Plenty);
                Assert.Equal(0, size.Rows % batch);
                Assert.InRange(size.Bytes, 0, 321 << 20);
                Assert.True(size.Rows > 0 || batch > (isShuffled ? 10_000_000 : 1_000_000), $"{batch}, {isShuffled}");
            }
        }
    }

    [Fact]
    public void A_window_takes_a_quarter_of_what_is_free_at_most()
    {
        RowStore store = MakeStore("file");
        Assert.Equal(0, WindowSize.Choose(store, Batch, isShuffled: true, store, -1).Bytes);
        Assert.Equal(0, WindowSize.Choose(store, Batch, isShuffled: true, store, 0).Bytes);
        long most = WindowSize.Choose(store, Batch, isShuffled: true, store, Plenty).Bytes;
        Assert.InRange(most, 1, 1 << 20);
        for (long free = 1; free < 8 * most; free = (free * 3 / 2) + 1)
        {
            Assert.InRange(WindowSize.Choose(store, Batch, isShuffled: true, store, free).Bytes, 0, (free / 4) + 100);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_memory_is_told_before(bool isShuffled)
    {
        const int Many = 300_000;
        RowStore store = Read(Write("many", Many), DataStorage.Disk).Inputs;
        using var pool = new WorkerPool(1);
        SampleOrder order = Order(store, isShuffled);
        long before = GC.GetAllocatedBytesForCurrentThread();
        SampleWindow window = Create(store, isShuffled);
        window.TryMove(store, order, 0, Batch, pool, CancellationToken.None);
        long told = WindowSize.Choose(store, Batch, isShuffled, null, Plenty).Bytes;
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0.9 * told, 1.1 * told);

        // What is there already is not taken again.
        long least = long.MaxValue;
        for (int epoch = 1; epoch <= 3; epoch++)
        {
            before = GC.GetAllocatedBytesForCurrentThread();
            order.Begin(epoch);
            for (int first = 0; first + Batch <= Many; first += Batch)
            {
                window.TryMove(store, order, first, Batch, pool, CancellationToken.None);
            }

            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        Assert.Equal(0, least);
    }

    [Fact]
    public void Samples_and_those_to_validate_share_a_window()
    {
        Dataset disk = Read(Write("a", Rows), DataStorage.Disk);
        RowStore samples = disk.Select([.. Enumerable.Range(0, Rows / 2)]).Inputs;
        RowStore validation = disk.Select([.. Enumerable.Range(0, Rows / 4).Select(i => Rows - 1 - i)]).Inputs;
        SampleWindow window = SampleWindow.Create(WindowSize.Choose(samples, Batch, isShuffled: true, validation, Plenty))!;
        using var pool = new WorkerPool(2);
        SampleOrder order = Order(samples, isShuffled: true);
        SampleOrder own = Order(validation, isShuffled: false);
        for (int epoch = 1; epoch <= 2; epoch++)
        {
            order.Begin(epoch);
            AssertBatches(window, samples, order, 0, pool);
            AssertBatches(window, validation, own, 0, pool);
        }

        RowStore memory = Read(Write("b", Rows), DataStorage.Memory).Inputs;
        Assert.False(window.TryMove(memory, own, 0, Batch, pool, CancellationToken.None));
    }

    [Fact]
    public void Samples_out_of_order_are_given_more_room()
    {
        const int Many = 1_000_000;
        Dataset disk = Read(Write("many", Many), DataStorage.Disk);
        long inOrder = Count(disk);
        Assert.InRange(inOrder, 1 << 20, 3 << 20);
        Assert.InRange(Count(disk.Select([.. Enumerable.Range(0, Many).Where(i => i % 2 == 0)])), 1 << 20, inOrder);
        Assert.InRange(Count(disk.Select([.. Enumerable.Range(0, Many).Select(i => Many - 1 - i)])), 1.5 * inOrder, 20 * Many / 3 * 1.1);

        static long Count(Dataset dataset) => WindowSize.Choose(dataset.Inputs, Batch, isShuffled: false, validation: null, Plenty).Bytes;
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Training_and_measuring_from_disk_give_the_bits_of_memory(bool isShuffled)
    {
        string path = Write("train-images-idx2-ubyte", Rows);
        _folder.Write("train-labels-idx1-ubyte", IdxFiles.Make(0x08, [Rows], [.. Enumerable.Range(0, Rows).Select(i => (byte)(i % 3))]));
        Dataset memory = Read(path, DataStorage.Memory);
        Dataset disk = Read(path, DataStorage.Disk);
        Network network = Network.Create(new Shape(3)).Add(new DenseLayer(3) { Activation = SoftmaxActivation.Instance });
        TrainingOptions options = TrainingFixture.Options(2) with { Shuffle = isShuffled, ValidationFraction = 0.25, BatchSize = Batch };
        Network expected = TrainingFixture.Train(network, memory, options);
        Network actual = TrainingFixture.Train(network, disk, options);
        TrainingFixture.AssertSameBits(expected, actual);
        Assert.Equal(expected.History[^1].ValidationLoss, actual.History[^1].ValidationLoss);
        Assert.Equal(Evaluator.Measure(expected, memory).Loss, Evaluator.Measure(expected, disk).Loss);
        long ahead = Trainer.Describe(network, disk, options).WindowBytes;
        Assert.InRange(ahead, 1, 16 * Rows);
        Assert.Equal(Trainer.Describe(network, memory, options).TotalBytes + ahead, Trainer.Describe(network, disk, options).TotalBytes);
    }

    [Fact]
    public void More_samples_than_fit_into_memory_are_shuffled_in_groups_wherever_they_are()
    {
        const int Many = 17_000_000;
        byte[] values = new byte[Many];
        new Random(1).NextBytes(values);
        string path = _folder.Write("train-images-idx2-ubyte", IdxFiles.Make(0x08, [Many, 1], values));
        _folder.Write("train-labels-idx1-ubyte", IdxFiles.Make(0x08, [Many], [.. values.Select(value => (byte)(value >> 7))]));
        Dataset memory = Read(path, DataStorage.Memory);
        Dataset disk = Read(path, DataStorage.Disk);
        Network network = Network.Create(new Shape(1)).Add(new DenseLayer(2) { Activation = SoftmaxActivation.Instance });
        TrainingOptions options = TrainingFixture.Options(1) with { ValidationFraction = 0.01, BatchSize = 5_000 };
        Network expected = TrainingFixture.Train(network, memory, options);
        TrainingFixture.AssertSameBits(expected, TrainingFixture.Train(network, disk, options));

        // A part of the epoch with its batch, not half of what fits.
        Assert.InRange(Trainer.Describe(network, disk, options).WindowBytes, 1, 30 << 20);
    }

    [Theory]
    [InlineData(128, false)]
    [InlineData(5_000, false)]
    [InlineData(300_000, false)]
    [InlineData(5_000, true)]
    [InlineData(300_000, true)]
    public void Each_group_is_read_once(int batch, bool isPart)
    {
        const int Many = 25_000_000;
        var counted = new CountedRows(Many);
        RowStore store = isPart ? counted.Select([.. Enumerable.Range(0, Many).Where(row => row % 4 > 0)]) : counted;
        WindowSize size = WindowSize.Choose(store, batch, isShuffled: true, validation: null, Plenty);
        SampleWindow window = SampleWindow.Create(size)!;
        SampleOrder order = Order(store, isShuffled: true);
        using var pool = new WorkerPool(1);
        int end = order.FindEnd(order.FindEnd(order.FindEnd(0)));
        int lastRead = 0;
        int[] taken = new int[batch];
        for (int first = 0; first < end; first += batch)
        {
            int rows = Math.Min(batch, order.Count - first);
            Assert.True(window.TryMove(store, order, first, rows, pool, CancellationToken.None));
            lastRead = order.FindEnd(first + rows - 1);
            order.CopyTo(first, taken.AsSpan(0, rows));
            for (int row = 0; row < rows; row += 97)
            {
                float expected = (isPart ? (taken[row] / 3 * 4) + (taken[row] % 3) + 1 : taken[row]) % 1000;
                Assert.Equal(expected, window.Values[window.GetStart(first + row)]);
            }
        }

        // Of three rows in four a group has its 2,048 in two blocks of the file or three.
        Assert.InRange(counted.Blocks / (lastRead / 2048.0), 0.9, isPart ? 2.4 : 1.1);
        Assert.InRange(counted.Singles, 0, end / 200);
    }

    [Fact]
    public void Where_groups_do_not_lie_together_a_window_holds_all_it_can()
    {
        const int Many = 17_000_000;
        var counted = new CountedRows(Many);
        int[] rows = [.. Enumerable.Range(0, Many)];
        new RandomStream(3, RandomPurpose.Split).Shuffle(rows);
        RowStore store = counted.Select(rows);
        WindowSize size = WindowSize.Choose(store, Batch, isShuffled: true, validation: null, Plenty);
        SampleWindow window = SampleWindow.Create(size)!;
        SampleOrder order = Order(store, isShuffled: true);
        using var pool = new WorkerPool(1);
        Assert.True(window.TryMove(store, order, 0, Batch, pool, CancellationToken.None));
        Assert.True(window.TryMove(store, order, size.Rows - Batch, Batch, pool, CancellationToken.None));
        Assert.True(size.Rows > 2 * order.FindEnd(0));
        Assert.Equal(counted.BlockCount, counted.Blocks);
    }

    [Fact]
    public void LBFGS_takes_samples_in_their_order()
    {
        RowStore store = Read(Write("many", 1_000_000), DataStorage.Disk).Inputs;
        var dataset = new Dataset("many", store, new int[store.Count].Select((_, i) => i % 3).ToArray());
        Network network = Network.Create(new Shape(3)).Add(new DenseLayer(3) { Activation = SoftmaxActivation.Instance });
        TrainingOptions options = TrainingFixture.Options(1) with { BatchSize = Batch };
        long shuffled = Trainer.Describe(network, dataset, options).WindowBytes;
        long inOrder = Trainer.Describe(network, dataset, options with { Shuffle = false }).WindowBytes;
        Assert.NotEqual(shuffled, inOrder);
        Assert.Equal(inOrder, Trainer.Describe(network, dataset, options with { Optimizer = new LBFGS() }).WindowBytes);
    }

    [Fact]
    public void A_window_that_was_cancelled_is_read_again()
    {
        RowStore store = MakeStore("file");
        SampleWindow window = Create(store, isShuffled: true);
        using var pool = new WorkerPool(2);
        SampleOrder order = Order(store, isShuffled: true);
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        Assert.False(window.TryMove(store, order, 0, Batch, pool, cancelled.Token));
        AssertBatches(window, store, order, 0, pool);
    }

    [Fact]
    public void A_file_that_was_cut_off_is_told_again_and_again()
    {
        string path = Write("a", Rows);
        RowStore store = Read(path, DataStorage.Disk).Inputs;
        SampleWindow window = Create(store, isShuffled: true);
        using (var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite))
        {
            file.SetLength(12 + (9_999 * 12) + 3);
        }

        using var pool = new WorkerPool(2);
        SampleOrder order = Order(store, isShuffled: true);
        for (int i = 0; i < 2; i++)
        {
            DataException error = Assert.Throws<DataException>(() => window.TryMove(store, order, 0, Batch, pool, CancellationToken.None));
            Assert.Equal("FileTruncated", error.ErrorId);
            Assert.Contains(path, error.Message);
        }
    }

    private void AssertSamples(string kind, bool isShuffled)
    {
        RowStore store = MakeStore(kind);
        SampleWindow window = Create(store, isShuffled);
        using var pool = new WorkerPool(2);
        SampleOrder order = Order(store, isShuffled);
        for (int epoch = 1; epoch <= 2; epoch++)
        {
            order.Begin(epoch);

            // A training may go on from a checkpoint within an epoch.
            AssertBatches(window, store, order, epoch == 1 ? 5 * Batch : 0, pool);
        }
    }

    private static void AssertBatches(SampleWindow window, RowStore store, SampleOrder order, int first, WorkerPool pool)
    {
        int length = store.RowShape.Length;
        float[] expected = new float[length];
        int[] taken = new int[Batch];
        for (; first < order.Count; first += Batch)
        {
            int rows = Math.Min(Batch, order.Count - first);
            order.CopyTo(first, taken.AsSpan(0, rows));
            Assert.True(window.TryMove(store, order, first, rows, pool, CancellationToken.None));
            for (int row = 0; row < rows; row++)
            {
                store.CopyRow(taken[row], expected);
                Assert.Equal(expected, window.Values.AsSpan(window.GetStart(first + row), length).ToArray());
            }
        }
    }

    private static SampleWindow Create(RowStore store, bool isShuffled) =>
        SampleWindow.Create(WindowSize.Choose(store, Batch, isShuffled, validation: null, Plenty))!;

    private static SampleOrder Order(RowStore store, bool isShuffled)
    {
        SampleOrder order = isShuffled ? SampleOrder.Shuffle(store, seed: 1) : new NaturalOrder(store.Count);
        order.Begin(1);
        return order;
    }

    private static Dataset Read(string path, DataStorage storage) => DatasetReader.Read(path, new ReadOptions { Storage = storage });

    private RowStore MakeStore(string kind)
    {
        Dataset disk = Read(Write("a", Rows), DataStorage.Disk);
        return kind switch
        {
            "file" => disk.Inputs,
            "transformed" => disk.Standardize().Inputs,

            // Backwards; then so few that the last blocks hold less than what makes a block worth reading.
            "view" => disk.Select([.. Enumerable.Range(0, Rows / 2).Select(i => Rows - 1 - (2 * i))]).Inputs,
            "few" => disk.Select([.. Enumerable.Range(0, 4096).Where(i => i % 3 == 0), 4200, 9000, 16_900]).Inputs,
            "two" => Dataset.Concatenate([disk, Read(Write("b", 6_000), DataStorage.Disk)]).Inputs,
            "nested" => new ConcatenatedRows([MakeParts(), disk.Inputs]),
            "view of nested" => new ConcatenatedRows([MakeParts().Select([.. Enumerable.Range(0, 1500).Reverse()]), disk.Inputs]),
            _ => Dataset.Concatenate([Read(Write("b", 6_000), DataStorage.Memory), disk, Read(Write("c", 10), DataStorage.Memory)]).Inputs,
        };
    }

    // In memory, more than the file has blocks.
    private ConcatenatedRows MakeParts() => new(Enumerable.Repeat(Read(Write("d", 200), DataStorage.Memory).Inputs, 12));

    private string Write(string name, int rows)
    {
        var random = new Random(rows);
        byte[] values = new byte[rows * 3 * sizeof(float)];
        for (int i = 0; i < values.Length; i += sizeof(float))
        {
            BinaryPrimitives.WriteSingleBigEndian(values.AsSpan(i), random.NextSingle());
        }

        return _folder.Write(name, IdxFiles.Make(0x0D, [rows, 3], values));
    }
}
