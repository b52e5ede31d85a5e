using NeuralPS.Engine.Data;
using NeuralPS.Engine.Data.Tables;
using NeuralPS.Engine.Data.Transforms;
using NeuralPS.Engine.Tensors;

namespace NeuralPS.Engine.Tests.Data.Transforms;

public class DatasetTransformsTests
{
    [Fact]
    public void Standardised_features_have_mean_0_and_deviation_1_and_constants_become_0()
    {
        // 2, 4, 4, 4, 5, 5, 7, 9 has the mean 5 and the population standard deviation 2.
        float[] values = [2, 4, 4, 4, 5, 5, 7, 9];
        var dataset = new Dataset("d", new FloatRows([.. values.SelectMany(value => new[] { value, 0.1f })], new Shape(2)));
        float[] result = dataset.Standardize().Inputs.ToArray();
        Assert.Equal([-1.5f, -0.5f, -0.5f, -0.5f, 0, 0, 1, 2], result.Where((_, i) => i % 2 == 0));
        Assert.All(result.Where((_, i) => i % 2 == 1), value => Assert.Equal(0, value));
    }

    [Fact]
    public void A_large_mean_beside_a_small_deviation_is_no_trouble()
    {
        var dataset = new Dataset("d", new FloatRows([1e6f, 1e6f + 1, 1e6f + 2], new Shape(1)));
        Assert.Equal([-1.2247f, 0, 1.2247f], dataset.Standardize().Inputs.ToArray().Select(value => MathF.Round(value, 4)));
    }

    [Fact]
    public void Scaled_features_reach_both_ends()
    {
        var dataset = new Dataset("d", new FloatRows([1, 10, 3, 20, 2, 30], new Shape(2)));
        Assert.Equal([0, 0, 1, 0.5f, 0.5f, 1], dataset.Scale().Inputs.ToArray());
        Assert.Equal([-1, -1, 1, 0, 0, 1], dataset.Scale(-1, 1).Inputs.ToArray());
        Assert.Equal("TransformRange", Assert.Throws<DataException>(() => dataset.Scale(1, 1)).ErrorId);
    }

    [Fact]
    public void Images_are_standardised_per_channel_and_stay_bytes()
    {
        var images = new ByteRows([0, 10, 20, 30, 40, 50, 60, 70], new Shape(1, 2, 2), 1);
        Dataset result = new Dataset("d", images).Standardize();
        Assert.IsType<TransformedRows>(result.Inputs);
        Assert.Equal(2, result.Schema.Transforms[0].Center.Length);
        Assert.Equal([30f, 40f], result.Schema.Transforms[0].Center.ToArray());
        Assert.Equal(-30f / MathF.Sqrt(500), result.Inputs.ToArray()[0], 1e-6f);
        Assert.Single(new Dataset("d", images).Standardize(StatisticsScope.All).Schema.Transforms[0].Center);
        Assert.Equal(4, new Dataset("d", images).Scale(0, 1, StatisticsScope.Feature).Schema.Transforms[0].Center.Length);
    }

    [Fact]
    public void Lazy_and_computed_rows_are_the_same_bits()
    {
        byte[] bytes = [.. Enumerable.Range(0, 60).Select(i => (byte)(i * 37))];
        var lazy = new Dataset("d", new ByteRows(bytes, new Shape(2, 5, 3)));
        var eager = new Dataset("d", new FloatRows(lazy.Inputs.ToArray(), lazy.InputShape));
        Assert.Equal(eager.Standardize().Scale(-2, 3).Inputs.ToArray(), lazy.Standardize().Scale(-2, 3).Inputs.ToArray());
        Assert.Equal(
            lazy.Standardize().Inputs.ToArray()[30..], lazy.Standardize().Reshape(new Shape(30)).Select([1]).Inputs.ToArray());
    }

    [Fact]
    public void Single_rows_are_encoded_as_the_data_set_was()
    {
        Dataset dataset = Table(("red", 1f, "a"), ("blue", 3f, "b"), ("red", 5f, "a")).Standardize().Scale(-1, 1);
        float[] row = new float[3];
        dataset.Schema.Encode(name => name == "colour" ? "blue" : "3", row);
        Assert.Equal(dataset.Inputs.ToArray()[3..6], row);
    }

    [Fact]
    public void One_hot_features_stay_as_they_are()
    {
        Dataset dataset = Table(("red", 1f, "a"), ("blue", 3f, "b"), ("red", 5f, "a"));
        float[] values = dataset.Standardize().Inputs.ToArray();
        Assert.Equal([0, 1], values[..2]);
        Assert.Equal([1, 0], values[3..5]);
    }

    [Fact]
    public void A_test_set_is_treated_with_the_statistics_of_the_training_set()
    {
        var train = new Dataset("train", new FloatRows([0, 10], new Shape(1)));
        Dataset scaled = train.Scale();
        var test = new Dataset("test", new FloatRows([5, 20], new Shape(1)));
        Dataset result = test.Like(scaled);
        Assert.Equal([0.5f, 2], result.Inputs.ToArray());
        Assert.Equal(result.Inputs.ToArray(), result.Like(scaled).Inputs.ToArray());
        Assert.Equal("TransformMismatch", Assert.Throws<DataException>(() => test.Scale().Like(scaled)).ErrorId);
        Assert.Equal("InputLength", Assert.Throws<ShapeException>(
            () => new Dataset("x", new FloatRows([1, 2], new Shape(2))).Like(scaled)).ErrorId);
    }

    [Fact]
    public void Columns_categories_and_classes_are_matched_by_name()
    {
        Dataset train = Table(("red", 1f, "a"), ("blue", 3f, "b"), ("green", 5f, "c")).Scale();
        var builder = new ObjectDatasetBuilder();
        builder.AddRow([new("size", 3), new("colour", "green"), new("kind", "c")]);
        builder.AddRow([new("size", 5), new("colour", "blue"), new("kind", "b")]);
        Dataset test = builder.Build().Like(train);
        Assert.Equal([0, 1, 0, 0.5f, 1, 0, 0, 1], test.Inputs.ToArray());
        Assert.Equal([2, 1], test.Labels!);
        Assert.Equal(["a", "b", "c"], test.ClassNames);
        Assert.Equal(train.Schema.ToJson(), test.Schema.ToJson());
    }

    [Fact]
    public void What_the_training_set_does_not_know_is_named()
    {
        Dataset train = Table(("red", 1f, "a"), ("blue", 3f, "b"));
        DataException category = Assert.Throws<DataException>(() => Table(("red", 1f, "a"), ("pink", 1f, "b")).Like(train));
        Assert.Equal("CategoryUnknown", category.ErrorId);
        Assert.Contains("Row 2", category.Message);
        Assert.Contains("'pink'", category.Message);
        Assert.Equal("LabelUnknown", Assert.Throws<DataException>(() => Table(("red", 1f, "a"), ("blue", 1f, "z")).Like(train)).ErrorId);
        var other = new ObjectDatasetBuilder(new TableOptions { Kind = TargetKind.None });
        other.AddRow([new("colour", "red"), new("weight", 1)]);
        Assert.Equal("ColumnMissing", Assert.Throws<DataException>(() => other.Build().Like(train)).ErrorId);
    }

    [Fact]
    public void Labels_become_one_hot_targets_and_keep_their_names()
    {
        var dataset = new Dataset("d", new FloatRows([1, 2], new Shape(1)), new int[] { 1, 0 }, ["x", "y", "z"]);
        Dataset encoded = dataset.OneHot();
        Assert.False(encoded.HasLabels);
        Assert.Equal([0, 1, 0, 1, 0, 0], encoded.Targets!.ToArray());
        Assert.Equal(["x", "y", "z"], encoded.ClassNames);
        Assert.Equal(encoded.Targets!.ToArray(), dataset.Like(encoded).Targets!.ToArray());
        Assert.Equal("LabelsAbsent", Assert.Throws<DataException>(() => encoded.OneHot()).ErrorId);
    }

    [Fact]
    public void Targets_are_transformed_and_brought_back()
    {
        var dataset = new Dataset("d", new FloatRows([0, 0], new Shape(1)), targets: new FloatRows([100, 300], new Shape(1)));
        Dataset result = dataset.StandardizeTargets();
        Assert.Equal([-1, 1], result.Targets!.ToArray());
        float[] prediction = [0.5f];
        result.Schema.InverseTarget(prediction);
        Assert.Equal([250], prediction);
        Assert.Equal([0, 1], dataset.ScaleTargets().Targets!.ToArray());
        Assert.Equal([-1, 1], dataset.Like(result).Targets!.ToArray());
        Assert.Equal("TargetsAbsent", Assert.Throws<DataException>(
            () => new Dataset("d", dataset.Inputs).ScaleTargets()).ErrorId);
    }

    [Fact]
    public void A_small_test_set_may_have_taken_numbers_for_classes_or_classes_for_numbers()
    {
        static Dataset Build(params (int X, int Y)[] rows)
        {
            var builder = new ObjectDatasetBuilder();
            foreach ((int x, int y) in rows)
            {
                builder.AddRow([new("x", x), new("y", y)]);
            }

            return builder.Build();
        }

        Dataset numbers = Build((1, 1), (2, 5), (3, 9));
        Dataset classes = Build((1, 5), (2, 9), (3, 5), (4, 9));
        Assert.False(numbers.HasLabels);
        Assert.True(classes.HasLabels);
        Assert.Equal([5, 9, 5, 9], classes.Like(numbers).Targets!.ToArray());
        Assert.Equal([0, 1], Build((1, 5), (2, 9)).Like(classes).Labels!);
        Assert.Equal("LabelUnknown", Assert.Throws<DataException>(() => numbers.Like(classes)).ErrorId);
    }

    private static Dataset Table(params (string Colour, float Size, string Kind)[] rows)
    {
        var builder = new ObjectDatasetBuilder();
        foreach ((string colour, float size, string kind) in rows)
        {
            builder.AddRow([new("colour", colour), new("size", size), new("kind", kind)]);
        }

        return builder.Build();
    }
}
