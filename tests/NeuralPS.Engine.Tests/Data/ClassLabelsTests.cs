using NeuralPS.Engine.Data;

namespace NeuralPS.Engine.Tests.Data;

public sealed class ClassLabelsTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(255)]
    [InlineData(256)]
    [InlineData(1_000_000)]
    [InlineData(-1)]
    public void They_are_those_that_were_given(int last)
    {
        int[] expected = [3, 0, 7, 3, last];
        var labels = new ClassLabels(expected);
        Assert.Equal(5, labels.Count);
        Assert.Equal(expected, labels);
        Assert.Equal([last, 3, 3], labels.Select([4, 0, 3]));
        int[] end = new int[3];
        labels.CopyTo(2, end);
        Assert.Equal([7, 3, last], end);
        Assert.Throws<IndexOutOfRangeException>(() => labels[5]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(256)]
    [InlineData(257)]
    [InlineData(70_000)]
    public void They_are_those_that_were_asked_for(int classes)
    {
        var labels = ClassLabels.Create(3, classes, row => row == 1 ? classes - 1 : 0);
        Assert.Equal([0, classes - 1, 0], labels);
    }

    [Fact]
    public void Few_classes_take_a_byte_for_each_row()
    {
        const int Rows = 1_000_000;
        int[] given = new int[Rows];
        long before = GC.GetAllocatedBytesForCurrentThread();
        var labels = new ClassLabels(given);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, Rows, Rows + 1000);
        Assert.Equal(Rows, labels.Count);
    }
}
