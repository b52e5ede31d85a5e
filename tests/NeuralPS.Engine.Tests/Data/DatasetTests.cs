using NeuralPS.Engine.Data;
using NeuralPS.Engine.Tensors;

namespace NeuralPS.Engine.Tests.Data;

public class DatasetTests
{
    private static readonly FloatRows _inputs = new([0, 1, 2, 3, 4, 5], new Shape(2));

    [Fact]
    public void Classes_without_names_are_numbered()
    {
        var dataset = new Dataset("d", _inputs, new int[] { 2, 0, 2 });
        Assert.Equal(["0", "1", "2"], dataset.ClassNames);
        Assert.Equal(3, dataset.ClassCount);
        Assert.Equal(dataset.ClassNames, dataset.Schema.ClassNames);
        Assert.Equal("d: 3 rows of 2, 3 classes", dataset.ToString());
    }

    [Fact]
    public void Labels_out_of_range_name_row_label_and_range()
    {
        var error = Assert.Throws<DataException>(() => new Dataset("d", _inputs, new int[] { 0, 1, 2 }, ["a", "b"]));
        Assert.Equal("LabelOutOfRange", error.ErrorId);
        Assert.Contains("Row 3", error.Message);
        Assert.Contains("label 2", error.Message);
        Assert.Contains("from 0 to 1", error.Message);
        Assert.Equal("LabelOutOfRange", Assert.Throws<DataException>(() => new Dataset("d", _inputs, new int[] { 0, -1, 1 })).ErrorId);
        Assert.Equal("LabelOutOfRange", Assert.Throws<DataException>(() =>
            new Dataset("d", _inputs, new int[] { 0, 1, int.MaxValue })).ErrorId);
    }

    [Fact]
    public void Empty_and_uneven_data_sets_are_refused()
    {
        Assert.Equal("EmptyDataset", Assert.Throws<DataException>(() => new Dataset("d", new FloatRows([], new Shape(2)))).ErrorId);
        Assert.Equal("LabelCountMismatch", Assert.Throws<DataException>(() => new Dataset("d", _inputs, new int[] { 0 })).ErrorId);
        Assert.Equal("TargetCountMismatch", Assert.Throws<DataException>(() =>
            new Dataset("d", _inputs, targets: _inputs.Select([0]))).ErrorId);
        Assert.Equal("LabelsAndTargets", Assert.Throws<DataException>(
            () => new Dataset("d", _inputs, new int[] { 0, 0, 1 }, targets: _inputs)).ErrorId);
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity)]
    public void Values_that_are_not_finite_are_refused_with_row_and_column(float value)
    {
        DataSchema schema = DataSchema.ForColumns([InputColumn.Number("x"), InputColumn.Number("y")]);
        var error = Assert.Throws<DataException>(
            () => new Dataset("d", new FloatRows([0, 1, 2, value], new Shape(2)), schema: schema, sourceRows: new int[] { 5, 7 }));
        Assert.Equal("ValueNotFinite", error.ErrorId);
        Assert.Contains("Row 7", error.Message);
        Assert.Contains("'y'", error.Message);
    }

    [Fact]
    public void Large_finite_values_are_kept() =>
        Assert.Equal(1, new Dataset("d", new FloatRows([float.MaxValue, float.MaxValue], new Shape(2))).Count);

    [Fact]
    public void A_selection_keeps_labels_names_and_row_numbers()
    {
        var dataset = new Dataset("d", _inputs, new int[] { 0, 1, 2 }, ["a", "b", "c"]);
        Dataset part = dataset.Select([2, 0], "part").Select([1]);
        Assert.Equal([0f, 1f], part.Inputs.ToArray());
        Assert.Equal([0], part.Labels!);
        Assert.Equal(["a", "b", "c"], part.ClassNames);
        Assert.Equal(1, part.SourceOf(0));
        Assert.Equal("part", part.Name);
        Assert.Equal("EmptyDataset", Assert.Throws<DataException>(() => dataset.Select([])).ErrorId);
    }

    [Fact]
    public void A_data_set_does_not_change_with_the_arrays_it_was_made_of()
    {
        int[] labels = [0, 1, 1];
        var dataset = new Dataset("d", _inputs, labels);
        labels[0] = 1;
        Assert.Equal([0, 1, 1], dataset.Labels!);
    }

    [Fact]
    public void Concatenation_puts_rows_and_labels_together()
    {
        var first = new Dataset("a", _inputs, new int[] { 0, 1, 1 });
        var second = new Dataset("b", _inputs, new int[] { 2, 1, 1 });
        Dataset all = Dataset.Concatenate([first, second], "all");
        Assert.Equal(6, all.Count);
        Assert.Equal(3, all.ClassCount);
        Assert.Equal([0, 1, 1, 2, 1, 1], all.Labels!);
        Assert.Equal([.. _inputs.ToArray(), .. _inputs.ToArray()], all.Inputs.ToArray());
    }

    [Fact]
    public void What_differs_cannot_be_concatenated()
    {
        var labelled = new Dataset("a", _inputs, new int[] { 0, 1, 1 }, ["x", "y"]);
        Assert.Equal("ConcatenateKind", Error(new Dataset("b", _inputs)));
        Assert.Equal("ConcatenateClasses", Error(new Dataset("b", _inputs, new int[] { 0, 1, 1 }, ["y", "x"])));
        Assert.Equal("ConcatenateSchema", Error(labelled.WithName("b").Reshape(new Shape(1, 2, 1)).Reshape(new Shape(2)).Standardized()));
        Assert.Throws<ShapeException>(() =>
            Dataset.Concatenate([labelled, new Dataset("b", _inputs.Reshape(new Shape(1, 2)), new int[] { 0, 1, 1 }, ["x", "y"])]));

        string Error(Dataset other) => Assert.Throws<DataException>(() => Dataset.Concatenate([labelled, other])).ErrorId;
    }
}

internal static class DatasetTestExtensions
{
    public static Dataset Standardized(this Dataset dataset) => NeuralPS.Engine.Data.Transforms.DatasetTransforms.Standardize(dataset);
}
