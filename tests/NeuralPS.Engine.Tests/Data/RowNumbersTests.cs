using NeuralPS.Engine.Data;

namespace NeuralPS.Engine.Tests.Data;

public sealed class RowNumbersTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(4095)]
    [InlineData(4096)]
    [InlineData(4097)]
    [InlineData(20_000)]
    public void They_are_those_that_were_added(int count)
    {
        // Blank lines and quoted line ends leave gaps here and there; a selection repeats and goes back.
        foreach (int gapEvery in new[] { 1, 2, 97, 4096, 5000, int.MaxValue })
        {
            int[] expected = new int[count];
            for (int i = 0, number = 2; i < count; i++, number += i % gapEvery == 0 ? 3 : 1)
            {
                expected[i] = i % 7001 == 7000 ? 5 : number;
            }

            RowNumbers numbers = RowNumbers.Of(expected);
            Assert.Equal(count, numbers.Count);
            Assert.Equal(expected, numbers);
            int[] end = new int[count / 2];
            numbers.CopyTo(count - end.Length, end);
            Assert.Equal(expected[(count - end.Length)..], end);
            Assert.Throws<ArgumentOutOfRangeException>(() => numbers[count]);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(4096)]
    [InlineData(10_000)]
    public void Counting_needs_no_list(int count) => Assert.Equal(Enumerable.Range(0, count), RowNumbers.CountTo(count));

    [Theory]
    [InlineData(1)]
    [InlineData(4096)]
    [InlineData(5000)]
    public void A_copy_stays_as_it_is_while_more_are_added(int count)
    {
        RowNumbers numbers = RowNumbers.Of(Enumerable.Range(0, count).Select(i => 2 * i));
        RowNumbers copy = numbers.Copy();
        for (int i = count; i < count + 6000; i++)
        {
            numbers.Add(i % 2 == 0 ? 7 : i);
        }

        Assert.Equal(Enumerable.Range(0, count).Select(i => 2 * i), copy);
        Assert.Equal(count + 6000, numbers.Count);
    }

    [Fact]
    public void The_lines_of_a_plain_file_take_next_to_no_memory()
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        var numbers = new RowNumbers();
        for (int line = 2; line < 4_000_000; line++)
        {
            numbers.Add(line);
        }

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100_000);
        Assert.Equal(3_999_999, numbers[^1]);
    }
}
