using NeuralPS.Engine.Data;
using NeuralPS.Engine.Tensors;

namespace NeuralPS.Engine.Tests.Data;

public class DataSchemaTests
{
    private static readonly DataSchema _schema = DataSchema.ForColumns(
    [
        InputColumn.Number("length", MissingValueRule.Mean, 2.5f),
        InputColumn.Text("colour", ["blue", "red"]),
        InputColumn.Text("size", ["L", "M", "S"], TextEncoding.Index, MissingValueRule.MostFrequent, "M"),
        InputColumn.Number("age"),
    ]);

    [Fact]
    public void Columns_become_features_in_order()
    {
        Assert.Equal(["length", "colour=blue", "colour=red", "size", "age"], _schema.FeatureNames);
        Assert.Equal([1.5f, 0, 1, 2, 7], Encode(("length", "1.5"), ("colour", "red"), ("size", "S"), ("age", 7)));
    }

    [Fact]
    public void Missing_values_are_filled_where_a_rule_says_so()
    {
        Assert.Equal([2.5f, 1, 0, 1, 7], Encode(("length", ""), ("colour", "blue"), ("size", "NA"), ("age", 7L)));
        DataException error = Assert.Throws<DataException>(() => Encode(("length", 1), ("colour", "blue"), ("age", null)));
        Assert.Equal("ValueMissing", error.ErrorId);
        Assert.Contains("'age'", error.Message);
    }

    [Fact]
    public void Text_in_a_numeric_column_and_unknown_categories_are_named()
    {
        DataException text = Assert.Throws<DataException>(() => Encode(("length", "long"), ("colour", "red"), ("age", 1)));
        Assert.Equal("ValueNotNumeric", text.ErrorId);
        Assert.Contains("'length'", text.Message);
        Assert.Contains("'long'", text.Message);
        DataException category = Assert.Throws<DataException>(() => Encode(("length", 1), ("colour", "green"), ("age", 1)));
        Assert.Equal("CategoryUnknown", category.ErrorId);
        Assert.Contains("'green'", category.Message);
        Assert.Contains("'blue', 'red'", category.Message);
        Assert.Equal("ValueNotFinite", Assert.Throws<DataException>(() =>
            Encode(("length", 1e300), ("colour", "red"), ("age", 1))).ErrorId);
        Assert.Equal("ValueNotFinite", Assert.Throws<DataException>(() =>
            Encode(("length", "-Infinity"), ("colour", "red"), ("age", 1))).ErrorId);
    }

    [Fact]
    public void Numbers_are_read_invariantly_and_true_is_no_number()
    {
        Assert.Equal(-1250f, Encode(("length", " -1.25e3 "), ("colour", "red"), ("age", 1m))[0]);
        Assert.Equal("ValueNotNumeric", Assert.Throws<DataException>(() =>
            Encode(("length", "1,5"), ("colour", "red"), ("age", 1))).ErrorId);
        Assert.Equal("ValueNotNumeric", Assert.Throws<DataException>(() =>
            Encode(("length", true), ("colour", "red"), ("age", 1))).ErrorId);
    }

    [Fact]
    public void Transforms_apply_in_order_after_encoding()
    {
        DataSchema schema = DataSchema.ForColumns([InputColumn.Number("x"), InputColumn.Number("y")])
            .WithTransform(FeatureTransform.Scale([0, 10], [10, 30], -1, 1))
            .WithTransform(FeatureTransform.Standardize([1], [2]));
        float[] row = new float[2];
        schema.Encode(name => name == "x" ? 5 : 30, row);
        Assert.Equal([-0.5f, 0f], row);
        schema.Encode([5, 30], row);
        Assert.Equal([-0.5f, 0f], row);
    }

    [Fact]
    public void Scaling_is_exact_at_both_ends_and_constant_features_become_low()
    {
        FeatureTransform scale = FeatureTransform.Scale([0.1f, 3], [0.7f, 3]);
        float[] row = [0.7f, 3];
        scale.Apply(row);
        Assert.Equal([1f, 0f], row);
        row = [0.1f, 4];
        scale.Apply(row);
        Assert.Equal([0f, 1f], row);
    }

    [Fact]
    public void A_transform_per_channel_repeats_over_the_pixels()
    {
        float[] pixels = [1, 10, 3, 30];
        FeatureTransform.Standardize([1, 10], [2, 20]).Apply(pixels);
        Assert.Equal([0, 0, 1, 1], pixels);
        Assert.Equal("TransformLength", Assert.Throws<ShapeException>(() =>
            FeatureTransform.Standardize([1, 2], [1, 1]).Apply(new float[3])).ErrorId);
    }

    [Fact]
    public void Targets_come_back_to_their_units()
    {
        DataSchema schema = DataSchema.ForInputs(new Shape(1)).WithTargetColumns(["price"])
            .WithTargetTransform(FeatureTransform.Scale([100], [300], -1, 1))
            .WithTargetTransform(FeatureTransform.Standardize([0.5f], [2]));
        float[] target = [250];
        foreach (FeatureTransform transform in schema.TargetTransforms)
        {
            transform.Apply(target);
        }

        Assert.Equal(0f, target[0]);
        schema.InverseTarget(target);
        Assert.Equal(250f, target[0]);
    }

    [Fact]
    public void Schemas_survive_json()
    {
        DataSchema schema = _schema.WithInputShape(new Shape(5, 1, 1))
            .WithTransform(FeatureTransform.Standardize([1, 2, 3, 4, 0.1f], [1e-20f, 1, 1, 1, 3.4e38f]))
            .WithClassNames(["yes \"and\" no", "ß"], "answer")
            .WithTargetColumns(["a", "b"]).WithTargetTransform(FeatureTransform.Scale([0], [0.1f], 2, 3));
        string json = schema.ToJson();
        DataSchema copy = DataSchema.FromJson(json);
        Assert.Equal(json, copy.ToJson());
        Assert.Equal(schema.FeatureNames, copy.FeatureNames);
        Assert.Equal(schema.InputShape, copy.InputShape);
        Assert.True(schema.Transforms[0].Spread.SequenceEqual(copy.Transforms[0].Spread));
        Assert.Equal("answer", copy.LabelColumn);
        Assert.Equal(2.5f, copy.Columns[0].FillNumber);
        Assert.Equal("M", copy.Columns[2].FillText);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"inputShape":[2],"columns":[],"transforms":[{"kind":"Shear"}],"classNames":[],"targetColumns":[],"targetTransforms":[]}""")]
    [InlineData("""{"inputShape":[-2],"columns":[],"transforms":[],"classNames":[],"targetColumns":[],"targetTransforms":[]}""")]
    [InlineData("""{"inputShape":["a"],"columns":[],"transforms":[],"classNames":[],"targetColumns":[],"targetTransforms":[]}""")]
    [InlineData("""{"inputShape":[2],"columns":[{"name":"x","kind":"Numeric","missing":"Error"}],"transforms":[],"classNames":[],"targetColumns":[],"targetTransforms":[]}""")]
    [InlineData("""{"inputShape":[2],"columns":7,"transforms":[],"classNames":[null],"targetColumns":[],"targetTransforms":[]}""")]
    public void Json_that_is_no_schema_is_refused(string json) =>
        Assert.Equal("SchemaInvalid", Assert.Throws<FileFormatException>(() => DataSchema.FromJson(json)).ErrorId);

    [Fact]
    public void A_schema_without_columns_takes_numbers_only()
    {
        DataSchema schema = DataSchema.ForInputs(new Shape(2));
        float[] row = new float[2];
        Assert.Equal("SchemaHasNoColumns", Assert.Throws<DataException>(() => schema.Encode(_ => 1, row)).ErrorId);
        Assert.Equal("InputLength", Assert.Throws<ShapeException>(() => schema.Encode([1f], row)).ErrorId);
        Assert.Equal("ValueNotFinite", Assert.Throws<DataException>(() => schema.Encode([1f, float.NaN], row)).ErrorId);
        schema.Encode([1f, 2f], row);
        Assert.Equal([1f, 2f], row);
    }

    private static float[] Encode(params (string Name, object? Value)[] values)
    {
        float[] row = new float[5];
        _schema.Encode(name => values.FirstOrDefault(value => value.Name == name).Value, row);
        return row;
    }
}
