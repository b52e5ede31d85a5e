using NeuralPS.Engine.Data;
using NeuralPS.Engine.Data.Tables;
using NeuralPS.Engine.Tensors;

namespace NeuralPS.Engine.Tests.Data.Tables;

public class DatasetBuilderTests
{
    [Fact]
    public void Objects_of_many_types_become_features()
    {
        var builder = new ObjectDatasetBuilder();
        builder.AddRow([new("a", 1), new("b", "2.5"), new("c", true), new("d", DayOfWeek.Monday), new("y", "no")]);
        builder.AddRow([new("a", 2.5m), new("b", 3L), new("c", false), new("d", DayOfWeek.Friday), new("y", "yes")]);
        Dataset dataset = builder.Build("mine");
        Assert.Equal(["a", "b", "c=False", "c=True", "d=Friday", "d=Monday"], dataset.Schema.FeatureNames);
        Assert.Equal([1, 2.5f, 0, 1, 0, 1, 2.5f, 3, 1, 0, 1, 0], dataset.Inputs.ToArray());
        Assert.Equal(["no", "yes"], dataset.ClassNames);
        Assert.Equal("mine", dataset.Name);
    }

    [Fact]
    public void Properties_are_matched_by_name_in_any_order_and_case()
    {
        var builder = new ObjectDatasetBuilder();
        builder.AddRow([new("a", 1), new("b", 2), new("y", 0)]);
        builder.AddRow([new("Y", 1), new("B", 4), new("A", 3)]);
        Assert.Equal([1, 2, 3, 4], builder.Build().Inputs.ToArray());
    }

    [Theory]
    [InlineData(null)]
    [InlineData(double.NaN)]
    [InlineData("")]
    public void Missing_properties_follow_the_rule(object? missing)
    {
        foreach (bool absent in new[] { false, true })
        {
            ObjectDatasetBuilder Fill(MissingValueRule rule)
            {
                var builder = new ObjectDatasetBuilder(new TableOptions { Missing = rule });
                builder.AddRow([new("a", 1), new("y", 0)]);
                builder.AddRow(absent ? [new("y", 1)] : [new("a", missing), new("y", 1)]);
                builder.AddRow([new("a", 3), new("y", 0)]);
                return builder;
            }

            DataException error = Assert.Throws<DataException>(() => Fill(MissingValueRule.Error).Build());
            Assert.Equal("ValueMissing", error.ErrorId);
            Assert.Contains("row 2: Column 'a'", error.Message);
            Assert.Equal([1, 2, 3], Fill(MissingValueRule.Mean).Build().Inputs.ToArray());
            Assert.Equal(2, Fill(MissingValueRule.SkipRow).Build().Count);
        }
    }

    [Fact]
    public void Values_that_do_not_fit_name_row_and_column()
    {
        var builder = new ObjectDatasetBuilder();
        for (int i = 0; i < 150; i++)
        {
            builder.AddRow([new("a", i), new("y", i % 2)]);
        }

        DataException text = Assert.Throws<DataException>(() => builder.AddRow([new("a", "x"), new("y", 0)]));
        Assert.Equal("ValueNotNumeric", text.ErrorId);
        Assert.Contains("row 151: Column 'a'", text.Message);
        Assert.Equal("ColumnUnknown", Assert.Throws<DataException>(() => builder.AddRow([new("z", 1)])).ErrorId);
        Dataset dataset = builder.Build();
        Assert.Equal(150, dataset.Count);

        // What is built does not see what is added later.
        builder.AddRow([new("a", 1), new("y", 1)]);
        Assert.Equal(153, builder.Build().SourceOf(150));
        Assert.Throws<ArgumentOutOfRangeException>(() => dataset.SourceOf(150));
    }

    [Fact]
    public void Rows_can_be_added_after_one_was_refused()
    {
        var builder = new ObjectDatasetBuilder();
        for (int i = 0; i < 150; i++)
        {
            builder.AddRow([new("a", i), new("b", i), new("y", i % 2)]);
        }

        Assert.Throws<DataException>(() => builder.AddRow([new("a", 1), new("b", "x"), new("y", 0)]));
        builder.AddRow([new("a", 1000), new("b", 2000), new("y", 0)]);
        Assert.Contains("row 153", Assert.Throws<DataException>(() => builder.AddRow([new("a", "x")])).Message);
        Dataset dataset = builder.Build();
        Assert.Equal(151, dataset.Count);
        Assert.Equal([1000, 2000], dataset.Inputs.ToArray()[^2..]);
    }

    [Fact]
    public void Nothing_makes_no_data_set()
    {
        Assert.Equal("EmptyDataset", Assert.Throws<DataException>(() => new ObjectDatasetBuilder().Build()).ErrorId);
        Assert.Equal("ColumnsEmpty", Assert.Throws<DataException>(() => new ObjectDatasetBuilder().AddRow([])).ErrorId);
        Assert.Equal("ColumnDuplicate", Assert.Throws<DataException>(() =>
            new ObjectDatasetBuilder().AddRow([new("a", 1), new("A", 2)])).ErrorId);
        Assert.Equal("EmptyDataset", Assert.Throws<DataException>(() => new ArrayDatasetBuilder().Build()).ErrorId);
    }

    [Fact]
    public void Arrays_come_with_labels_targets_or_neither()
    {
        var labelled = new ArrayDatasetBuilder();
        labelled.AddRowWithLabel([1, 2], "cat");
        labelled.AddRowWithLabel([3, 4], "ape");
        Assert.Equal(["ape", "cat"], labelled.Build().ClassNames);
        Assert.Equal([1, 0], labelled.Build().Labels!);

        var numbered = new ArrayDatasetBuilder(options: new TableOptions { ClassNames = ["zero", "one", "two"] });
        numbered.AddRowWithLabel([1], 2);
        numbered.AddRowWithLabel([2], 0);
        Assert.Equal([2, 0], numbered.Build().Labels!);

        var targets = new ArrayDatasetBuilder();
        targets.AddRowWithTargets([1], [5, 6]);
        Assert.Equal(new Shape(2), targets.Build().TargetShape);

        var bare = new ArrayDatasetBuilder(new Shape(2, 2, 1));
        bare.AddRow([1, 2, 3, 4]);
        Assert.Equal(new Shape(2, 2, 1), bare.Build().InputShape);
    }

    [Fact]
    public void Arrays_that_do_not_fit_name_the_row()
    {
        var builder = new ArrayDatasetBuilder();
        builder.AddRowWithLabel([1, 2], 0);
        DataException error = Assert.Throws<DataException>(() => builder.AddRowWithLabel([1], 0));
        Assert.Equal("RowLengthMismatch", error.ErrorId);
        Assert.Contains("row 2 has 1 values; 2 are expected", error.Message);
        Assert.Equal("RowKindMismatch", Assert.Throws<DataException>(() => builder.AddRow([1, 2])).ErrorId);
        Assert.Equal("ValueNotFinite", Assert.Throws<DataException>(() => builder.AddRowWithLabel([1, float.NaN], 0)).ErrorId);
        Assert.Equal("ValueMissing", Assert.Throws<DataException>(() => builder.AddRowWithLabel([1, 2], double.NaN)).ErrorId);
        builder.AddRowWithLabel([3, 4], 1);
        Assert.Equal(2, builder.Build().Count);
    }

    [Fact]
    public void Arrays_follow_a_schema()
    {
        DataSchema schema = DataSchema.ForInputs(new Shape(1)).WithTransform(FeatureTransform.Standardize([5], [5]))
            .WithClassNames(["b", "a"]);
        var builder = new ArrayDatasetBuilder(options: new TableOptions { Schema = schema });
        builder.AddRowWithLabel([10], "a");
        Dataset dataset = builder.Build();
        Assert.Equal([1], dataset.Inputs.ToArray());
        Assert.Equal([1], dataset.Labels!);
    }
}
