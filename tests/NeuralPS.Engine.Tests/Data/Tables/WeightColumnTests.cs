using NeuralPS.Engine.Data;
using NeuralPS.Engine.Data.Readers;
using NeuralPS.Engine.Data.Tables;

namespace NeuralPS.Engine.Tests.Data.Tables;

public class WeightColumnTests
{
    [Fact]
    public void The_weight_column_is_no_input_and_not_the_label()
    {
        Dataset data = Build(new TableOptions { WeightColumn = "w" });
        Assert.Equal([2, 0.5f, 1], data.Weights!.Value.ToArray());
        Assert.Equal("kind", data.Schema.LabelColumn);
        Assert.Equal(["x"], data.Schema.FeatureNames);
    }

    [Fact]
    public void It_is_found_with_a_schema_and_by_number_as_well()
    {
        Dataset first = Build(new TableOptions { WeightColumn = "-1" });
        Dataset second = Build(new TableOptions { WeightColumn = "W", Schema = first.Schema });
        Assert.Equal([2, 0.5f, 1], second.Weights!.Value.ToArray());
        Assert.Null(Build(new TableOptions { Schema = first.Schema }).Weights);
    }

    [Fact]
    public void Rows_without_weight_can_be_skipped()
    {
        var builder = new ObjectDatasetBuilder(new TableOptions { WeightColumn = "w", Missing = MissingValueRule.SkipRow });
        builder.AddRow([Cell("x", 1), Cell("kind", "a"), Cell("w", null)]);
        builder.AddRow([Cell("x", 2), Cell("kind", "b"), Cell("w", 3)]);
        Assert.Equal([3f], builder.Build().Weights!.Value.ToArray());
    }

    [Theory]
    [InlineData("kind", null, "OptionsConflict")]
    [InlineData("x", "x", "OptionsConflict")]
    [InlineData("weight", null, "ColumnUnknown")]
    public void Columns_that_cannot_hold_weights_are_refused(string column, string? ignored, string id)
    {
        var options = new TableOptions { LabelColumn = "kind", WeightColumn = column, IgnoredColumns = ignored is null ? [] : [ignored] };
        Assert.Equal(id, Assert.Throws<DataException>(() => Build(options)).ErrorId);
    }

    [Theory]
    [InlineData(-1.0, "WeightOutOfRange", "row 4")]
    [InlineData(null, "ValueMissing", "row 4")]
    [InlineData("much", "ValueNotNumeric", "row 4")]
    public void Bad_weights_name_row_and_column(object? weight, string id, string where)
    {
        var error = Assert.Throws<DataException>(() => Build(new TableOptions { WeightColumn = "w" }, Cell("w", weight)));
        Assert.Equal(id, error.ErrorId);
        Assert.Contains(where, error.Message, StringComparison.Ordinal);
        Assert.Contains("'w'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Images_have_no_column_of_weights()
    {
        string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + ".png");
        File.WriteAllBytes(path, [0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10]);
        try
        {
            var error = Assert.Throws<DataException>(() => DatasetReader.Read(path, new ReadOptions { WeightColumn = "w" }));
            Assert.Equal("OptionsConflict", error.ErrorId);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static KeyValuePair<string, object?> Cell(string name, object? value) => KeyValuePair.Create(name, value);

    private static Dataset Build(TableOptions options, KeyValuePair<string, object?>? last = null)
    {
        var builder = new ObjectDatasetBuilder(options);
        builder.AddRow([Cell("x", 1), Cell("kind", "a"), Cell("w", 2)]);
        builder.AddRow([Cell("x", 2), Cell("kind", "b"), Cell("w", 0.5)]);
        builder.AddRow([Cell("x", 3), Cell("kind", "a"), Cell("w", "1")]);
        if (last is { } cell)
        {
            builder.AddRow([Cell("x", 4), Cell("kind", "a"), cell]);
        }

        return builder.Build();
    }
}
