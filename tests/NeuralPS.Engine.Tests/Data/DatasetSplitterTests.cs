using NeuralPS.Engine.Data;
using NeuralPS.Engine.Tensors;

namespace NeuralPS.Engine.Tests.Data;

public class DatasetSplitterTests
{
    [Theory]
    [InlineData(100, new[] { 0.8 }, new[] { 80, 20 })]
    [InlineData(100, new[] { 0.8, 0.1, 0.1 }, new[] { 80, 10, 10 })]
    [InlineData(100, new[] { 0.7, 0.2, 0.1 }, new[] { 70, 20, 10 })]
    [InlineData(100, new[] { 0.6, 0.2 }, new[] { 60, 20, 20 })]
    [InlineData(100, new[] { 0.29 }, new[] { 29, 71 })]
    [InlineData(10, new[] { 0.25 }, new[] { 3, 7 })]
    [InlineData(4, new[] { 0.9 }, new[] { 3, 1 })]
    [InlineData(3, new[] { 0.98, 0.01, 0.01 }, new[] { 1, 1, 1 })]
    [InlineData(60000, new[] { 0.9 }, new[] { 54000, 6000 })]
    public void Fractions_give_their_shares_and_no_row_is_lost_or_repeated(int count, double[] fractions, int[] sizes)
    {
        Dataset dataset = Make(count, classes: 3);
        foreach (bool stratify in new[] { false, true })
        {
            foreach (bool shuffle in new[] { false, true })
            {
                IReadOnlyList<Dataset> parts = DatasetSplitter.Split(dataset, fractions, stratify, 7, shuffle);
                Assert.Equal(sizes, parts.Select(part => part.Count));
                Assert.Equal(Enumerable.Range(1, count), parts.SelectMany(Rows).Order());
            }
        }
    }

    [Fact]
    public void Stratified_parts_have_their_share_of_each_class()
    {
        // 90 of one class and 10 of the other, sorted: as data sets often come.
        var dataset = new Dataset("d", new FloatRows(new float[100], new Shape(1)), Enumerable.Range(0, 100).Select(i => i / 90).ToArray());
        IReadOnlyList<Dataset> parts = DatasetSplitter.Split(dataset, [0.8], stratify: true, seed: 1);
        Assert.Equal([72, 18], parts.Select(part => part.Labels!.Count(label => label == 0)));
        Assert.Equal([8, 2], parts.Select(part => part.Labels!.Count(label => label == 1)));
    }

    [Fact]
    public void Many_small_classes_do_not_skew_the_whole()
    {
        IReadOnlyList<Dataset> parts = DatasetSplitter.Split(Make(99, classes: 33), [0.5], stratify: true, seed: 1);
        Assert.InRange(parts[0].Count, 49, 50);
    }

    [Fact]
    public void The_same_seed_gives_the_same_parts_and_another_seed_others()
    {
        Dataset dataset = Make(200, 2);
        Assert.Equal(Rows(DatasetSplitter.Split(dataset, [0.5], seed: 5)[0]), Rows(DatasetSplitter.Split(dataset, [0.5], seed: 5)[0]));
        Assert.NotEqual(Rows(DatasetSplitter.Split(dataset, [0.5], seed: 5)[0]), Rows(DatasetSplitter.Split(dataset, [0.5], seed: 6)[0]));
    }

    [Fact]
    public void Without_shuffling_the_first_rows_come_first()
    {
        IReadOnlyList<Dataset> parts = DatasetSplitter.Split(Make(10, 2), [0.6], shuffle: false);
        Assert.Equal([1, 2, 3, 4, 5, 6], Rows(parts[0]));
        Assert.Equal([7, 8, 9, 10], Rows(parts[1]));
    }

    [Theory]
    [InlineData(new double[0])]
    [InlineData(new[] { 0.0 })]
    [InlineData(new[] { 1.0 })]
    [InlineData(new[] { -0.1, 0.5 })]
    [InlineData(new[] { 0.8, 0.3 })]
    [InlineData(new[] { double.NaN })]
    [InlineData(new[] { double.PositiveInfinity })]
    public void Fractions_that_do_not_work_are_refused(double[] fractions) => Assert.Equal(
        "FractionOutOfRange", Assert.Throws<DataException>(() => DatasetSplitter.Split(Make(10, 2), fractions)).ErrorId);

    [Fact]
    public void Too_few_rows_and_no_labels_are_refused_with_a_remedy()
    {
        Assert.Equal("EmptyPart", Assert.Throws<DataException>(() => DatasetSplitter.Split(Make(1, 1), [0.5])).ErrorId);
        var unlabelled = new Dataset("d", new FloatRows(new float[4], new Shape(1)));
        DataException error = Assert.Throws<DataException>(() => DatasetSplitter.Split(unlabelled, [0.5], stratify: true));
        Assert.Equal("StratifyNeedsLabels", error.ErrorId);
        Assert.Contains("leave stratification out", error.Message);
    }

    [Theory]
    [InlineData(false, new[] { 0.8 })]
    [InlineData(true, new[] { 0.8 })]
    [InlineData(false, new[] { 0.7, 0.2, 0.1 })]
    [InlineData(true, new[] { 0.3, 0.3 })]
    public void Parts_of_a_large_data_set_are_drawn_and_stay_in_order(bool stratify, double[] fractions)
    {
        const int Count = 20_000;
        Dataset large = MakeLarge(Count);
        IReadOnlyList<Dataset> parts = DatasetSplitter.Split(large, fractions, stratify, seed: 3);
        Assert.Equal(DatasetSplitter.Split(Make(Count, 4), fractions).Select(part => part.Count), parts.Select(part => part.Count));
        Assert.Equal(Enumerable.Range(1, Count), parts.SelectMany(Rows).Order());
        Assert.All(parts, part => Assert.True(part.Inputs.IsInFileOrder));
        foreach (Dataset part in parts)
        {
            // The mean of n numbers drawn from 1 ... N has the deviation N / sqrt(12 n), less what drawing without repeats takes.
            Assert.InRange(Rows(part).Average() / Count, 0.5 - (1.5 / Math.Sqrt(part.Count)), 0.5 + (1.5 / Math.Sqrt(part.Count)));
            int[] classes = [.. part.Labels!.CountBy(label => label).Select(pair => pair.Value)];
            Assert.Equal(4, classes.Length);
            double slack = stratify ? 1 : 4 * Math.Sqrt(part.Count);
            Assert.All(classes, count => Assert.InRange(count, (part.Count / 4) - slack, (part.Count / 4) + slack));
        }

        Assert.Equal(Rows(parts[0]), Rows(DatasetSplitter.Split(large, fractions, stratify, seed: 3)[0]));
        Assert.NotEqual(Rows(parts[0]), Rows(DatasetSplitter.Split(large, fractions, stratify, seed: 4)[0]));
        Assert.Equal(
            Enumerable.Range(1, parts[0].Count), Rows(DatasetSplitter.Split(large, fractions, shuffle: false)[0]));
    }

    [Fact]
    public void A_part_of_a_part_knows_its_rows()
    {
        Dataset part = DatasetSplitter.Split(Make(1000, 2), [0.5], seed: 1)[1];
        Dataset smaller = DatasetSplitter.Split(part, [0.5], seed: 2)[0];
        Assert.Equal(250, smaller.Count);
        Assert.All(Enumerable.Range(0, 250), i => Assert.Equal(smaller.SourceOf(i) % 2 == 1 ? 0 : 1, smaller.Labels![i]));
        Assert.Empty(Rows(smaller).Except(Rows(part)));
    }

    // More than 2^28 values that take no memory.
    private static Dataset MakeLarge(int count) => new(
        "large", new EmptyRows(count, new Shape(1 << 14)), Enumerable.Range(0, count).Select(i => i / (count / 4)).ToArray());

    private static Dataset Make(int count, int classes) => new(
        "d", new FloatRows(new float[count], new Shape(1)), Enumerable.Range(0, count).Select(i => i % classes).ToArray());

    private static int[] Rows(Dataset part) => [.. Enumerable.Range(0, part.Count).Select(row => part.SourceOf(row)!.Value)];
}
