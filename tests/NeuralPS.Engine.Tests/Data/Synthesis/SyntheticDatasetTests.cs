using NeuralPS.Engine.Data;
using NeuralPS.Engine.Data.Synthesis;

namespace NeuralPS.Engine.Tests.Data.Synthesis;

public class SyntheticDatasetTests
{
    public static TheoryData<SyntheticKind> AllKinds => [.. Enum.GetValues<SyntheticKind>()];

    [Fact]
    public void Digits_come_as_images_with_ten_named_classes()
    {
        Dataset digits = SyntheticDataset.Create(SyntheticKind.Digits, 100, seed: 1);

        Assert.Equal("Digits: 100 rows of 28x28x1, 10 classes", digits.ToString());
        Assert.Equal(["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"], digits.ClassNames.AsEnumerable());
        Assert.Equal(Enumerable.Range(0, 10), digits.Labels!.Take(10).Order());
        Assert.Null(digits.Targets);
    }

    [Fact]
    public void Points_have_the_columns_X_and_Y_and_a_label()
    {
        Dataset blobs = SyntheticDataset.Create(SyntheticKind.Blobs, 30, seed: 1, classes: 3);

        Assert.Equal(["X", "Y"], blobs.Schema.Columns.Select(column => column.Name));
        Assert.Equal(["0", "1", "2"], blobs.ClassNames.AsEnumerable());
        Assert.Equal(2, blobs.InputShape.Length);
    }

    [Fact]
    public void Functions_have_the_column_X_and_the_target_Y()
    {
        Dataset sine = SyntheticDataset.Create(SyntheticKind.Sine, 20, seed: 1, noise: 0);

        Assert.Equal(["X"], sine.Schema.Columns.Select(column => column.Name));
        Assert.Equal(["Y"], sine.Schema.TargetColumns.AsEnumerable());
        Assert.Null(sine.Labels);
        Assert.Equal(sine.Inputs.ToArray().Select(MathF.Sin), sine.Targets!.ToArray(), (a, b) => Math.Abs(a - b) < 1e-6f);
    }

    [Fact]
    public void A_truth_table_has_four_rows_in_order()
    {
        int count = SyntheticDataset.GetDefaultCount(SyntheticKind.Xor);
        Dataset xor = SyntheticDataset.Create(SyntheticKind.Xor, count, seed: 5, signed: true);

        Assert.Equal(4, xor.Count);
        Assert.Equal([-1, -1, -1, 1, 1, -1, 1, 1], xor.Inputs.ToArray());
        Assert.Equal([0, 1, 1, 0], xor.Labels!);
    }

    [Theory]
    [MemberData(nameof(AllKinds))]
    public void The_rows_are_those_of_the_generator(SyntheticKind kind)
    {
        Dataset dataset = SyntheticDataset.Create(kind, 25, seed: 3);
        Samples samples = Samples.Make(kind, 25, seed: 3);

        Assert.Equal(kind.ToString(), dataset.Name);
        Assert.Equal(samples.Inputs.SelectMany(x => x), dataset.Inputs.ToArray());
        Assert.Equal(samples.Outputs, dataset.Labels?.ToArray().Select(label => (float)label) ?? dataset.Targets!.ToArray());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(int.MaxValue)]
    public void A_count_out_of_range_is_an_error_that_says_what_is_possible(int count)
    {
        var error = Assert.Throws<EngineException>(() => SyntheticDataset.Create(SyntheticKind.Digits, count, seed: 1));

        Assert.Equal("SyntheticCountOutOfRange", error.ErrorId);
        Assert.Contains($"from 1 to {Array.MaxLength / 784}", error.Message, StringComparison.Ordinal);
    }
}
