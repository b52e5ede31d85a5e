using NeuralPS.Engine.Data;
using NeuralPS.Engine.Randomness;
using NeuralPS.Engine.Tensors;
using NeuralPS.Engine.Tests.Data;
using NeuralPS.Engine.Training.Orders;

namespace NeuralPS.Engine.Tests.Training.Orders;

public sealed class SampleOrderTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(7, 2)]
    [InlineData(4096, 4)]
    [InlineData(4097, 4)]
    [InlineData(10_001, 2)]
    [InlineData(10_001, 8)]
    [InlineData(100_003, 16)]
    [InlineData(100_000, 16)]
    [InlineData(99_999, 1)]
    public void Every_epoch_takes_each_sample_once_however_it_is_read(int count, int groupRows)
    {
        foreach (SampleOrder order in new SampleOrder[] { new GroupedOrder(count, groupRows, 1), new ShuffledOrder(count, 1), new NaturalOrder(count) })
        {
            int[]? before = null;
            for (int epoch = 1; epoch <= 3; epoch++)
            {
                order.Begin(epoch);
                int[] rows = Read(order, 128);
                Assert.Equal(Enumerable.Range(0, count), rows.Order());
                Assert.Equal(rows, Read(order, 1000));
                Assert.Equal(rows, Read(order, count));
                if (before is not null && count > 100)
                {
                    Assert.Equal(order is NaturalOrder, before.SequenceEqual(rows));
                }

                before = rows;
            }

            // A training that goes on begins in the middle, and an epoch that is asked for again is the same.
            int[] end = new int[count - (count / 3)];
            order.Begin(3);
            order.CopyTo(count / 3, end);
            Assert.Equal(before![(count / 3)..], end);
        }
    }

    [Fact]
    public void A_part_of_a_sorted_file_has_all_classes_in_their_shares()
    {
        // 100 classes, one after the other: in parts of 1,024 groups, each class has about ten of them.
        const int Count = 1 << 20;
        const int GroupRows = 64;
        var order = new GroupedOrder(Count, GroupRows, 5);
        order.Begin(1);
        int part = GroupedOrder.CountRowsInPart(Count, GroupRows);
        Assert.Equal(1 << 16, part);
        int[] rows = new int[part];
        for (int first = 0; first < Count; first += part)
        {
            order.CopyTo(first, rows);
            int[] shares = new int[100];
            Array.ForEach(rows, row => shares[(int)(row * 100L / Count)]++);
            Assert.All(shares, share => Assert.InRange(share, part / 100 / 10, part / 100 * 3));
        }
    }

    [Fact]
    public void Within_a_part_neighbours_are_strangers()
    {
        // Two samples that follow one another in the order are of one group with probability 1/1024, and not in their own order more often.
        const int Count = 1 << 20;
        var order = new GroupedOrder(Count, 64, 5);
        order.Begin(1);
        int[] rows = Read(order, 1 << 16);
        int near = rows.Zip(rows.Skip(1)).Count(pair => pair.First / 64 == pair.Second / 64);
        Assert.InRange(near, Count / 1024 * 8 / 10, Count / 1024 * 12 / 10);
        int next = rows.Zip(rows.Skip(1)).Count(pair => pair.Second == pair.First + 1);
        Assert.InRange(next, 0, 40);
    }

    [Fact]
    public void Parts_are_of_one_size_so_that_the_last_is_no_remnant()
    {
        // 1,025 groups: two parts of 513 and 512, not of 1,024 and 1.
        Assert.Equal(513 * 4, GroupedOrder.CountRowsInPart(1025 * 4, 4));
        Assert.Equal(1024 * 4, GroupedOrder.CountRowsInPart(1024 * 4, 4));
        Assert.Equal(4, GroupedOrder.CountRowsInPart(3, 4));
        var order = new GroupedOrder(2_048_001, 1, 1);
        order.Begin(1);
        Assert.InRange(order.FindEnd(0), 1023, 1024);
        Assert.Equal(order.Count, order.FindEnd(order.Count - 1023));
    }

    [Fact]
    public void What_fits_into_memory_is_shuffled_sample_by_sample()
    {
        // Published runs rest on this order.
        int[] expected = [.. Enumerable.Range(0, 1000)];
        new RandomStream(7, RandomPurpose.Shuffle, 0, 2).Shuffle(expected);
        SampleOrder order = SampleOrder.Shuffle(new FloatRows(new float[1000], new Shape(1)), 7);
        order.Begin(2);
        Assert.Equal(expected, Read(order, 100));
    }

    [Fact]
    public void What_does_not_is_shuffled_in_groups()
    {
        SampleOrder order = SampleOrder.Shuffle(new EmptyRows(17_000_000, new Shape(1)), 7);
        Assert.IsType<GroupedOrder>(order);
        order.Begin(1);
        int[] rows = new int[order.FindEnd(0)];
        order.CopyTo(0, rows);
        Assert.InRange(rows.Select(row => row / 2048).Distinct().Count(), 900, 1024);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(1000)]
    [InlineData(4099)]
    [InlineData(100_000)]
    public void The_ends_of_parts_are_where_their_groups_end(int count)
    {
        var order = new GroupedOrder(count, 4, 3);
        for (int epoch = 1; epoch <= 4; epoch++)
        {
            order.Begin(epoch);
            var groups = new HashSet<int>();
            for (int first = 0, end; first < count; first = end)
            {
                end = order.FindEnd(first);
                Assert.InRange(end - first, 1, GroupedOrder.CountRowsInPart(count, 4));
                Assert.Equal(end, order.FindEnd(end - 1));
                int[] rows = new int[end - first];
                order.CopyTo(first, rows);
                Assert.All(rows.Select(row => row / 4).Distinct(), group => Assert.True(groups.Add(group)));
            }
        }
    }

    [Theory]
    [InlineData(4_000_000, 64, 1)]
    [InlineData(4_194_304, 64, 1)]
    [InlineData(4_194_305, 64, 512)]
    [InlineData(16_777_217, 1, 2048)]
    [InlineData(16_777_216, 1, 1)]
    [InlineData(12_800_000, 784, 32)]
    [InlineData(3_300_000, 3072, 8)]
    [InlineData(60_000, 8_192, 4)]
    [InlineData(60_000, 8_193, 1)]
    [InlineData(70_000, 150_528, 1)]
    [InlineData(int.MaxValue, 100_000, 1)]
    public void Only_large_data_sets_have_groups(int count, int rowLength, int rows) => Assert.Equal(rows, RowGroups.CountRows(count, rowLength));

    private static int[] Read(SampleOrder order, int batch)
    {
        int[] rows = new int[order.Count];
        for (int first = 0; first < rows.Length; first += batch)
        {
            order.CopyTo(first, rows.AsSpan(first, Math.Min(batch, rows.Length - first)));
        }

        return rows;
    }
}
