using System.Buffers;
using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using NeuralPS.Engine.Tensors;

namespace NeuralPS.Engine.Data;

/// <summary>The schema as JSON, written and read by hand so that neither trimming nor renamed members can change the format.</summary>
public sealed partial class DataSchema
{
    /// <summary>Writes the schema as one JSON object.</summary>
    public void WriteJson(Utf8JsonWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteStartObject();
        writer.WriteStartArray("inputShape");
        foreach (int dimension in InputShape.Dimensions)
        {
            writer.WriteNumberValue(dimension);
        }

        writer.WriteEndArray();
        writer.WriteStartArray("columns");
        foreach (InputColumn column in Columns)
        {
            WriteColumn(writer, column);
        }

        writer.WriteEndArray();
        WriteTransforms(writer, "transforms", Transforms);
        if (LabelColumn is not null)
        {
            writer.WriteString("labelColumn", LabelColumn);
        }

        WriteStrings(writer, "classNames", ClassNames);
        WriteStrings(writer, "targetColumns", TargetColumns);
        WriteTransforms(writer, "targetTransforms", TargetTransforms);
        writer.WriteEndObject();
    }

    /// <summary>The schema as a line of JSON.</summary>
    public string ToJson()
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            WriteJson(writer);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    /// <exception cref="FileFormatException">The text is no JSON, or does not describe a schema (SchemaInvalid).</exception>
    public static DataSchema FromJson(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return ReadJson(document.RootElement);
        }
        catch (JsonException exception)
        {
            throw new FileFormatException("SchemaInvalid", $"The data schema is no valid JSON: {exception.Message}", exception);
        }
    }

    /// <summary>Reads what <see cref="WriteJson"/> wrote.</summary>
    /// <exception cref="FileFormatException">The element does not describe a schema (SchemaInvalid).</exception>
    public static DataSchema ReadJson(JsonElement element)
    {
        try
        {
            var shape = new Shape([.. element.GetProperty("inputShape").EnumerateArray().Select(item => item.GetInt32())]);
            InputColumn[] columns = [.. element.GetProperty("columns").EnumerateArray().Select(ReadColumn)];
            DataSchema schema = columns.Length == 0 ? ForInputs(shape) : ForColumns(columns, shape);
            string? label = element.TryGetProperty("labelColumn", out JsonElement labelElement) ? labelElement.GetString() : null;
            schema = schema.WithClassNames(ReadStrings(element, "classNames"), label)
                .WithTargetColumns(ReadStrings(element, "targetColumns"));
            foreach (JsonElement transform in element.GetProperty("transforms").EnumerateArray())
            {
                schema = schema.WithTransform(ReadTransform(transform));
            }

            foreach (JsonElement transform in element.GetProperty("targetTransforms").EnumerateArray())
            {
                schema = schema.WithTargetTransform(ReadTransform(transform));
            }

            return schema;
        }
        catch (Exception exception) when (exception is KeyNotFoundException or InvalidOperationException or FormatException
            or ArgumentException or EngineException)
        {
            throw new FileFormatException("SchemaInvalid", $"The data schema cannot be read: {exception.Message}", exception);
        }
    }

    private static void WriteColumn(Utf8JsonWriter writer, InputColumn column)
    {
        writer.WriteStartObject();
        writer.WriteString("name", column.Name);
        writer.WriteString("kind", column.Kind.ToString());
        if (column.Kind == ColumnKind.Text)
        {
            WriteStrings(writer, "categories", column.Categories);
            writer.WriteString("encoding", column.Encoding.ToString());
        }

        writer.WriteString("missing", column.Missing.ToString());
        if (column.FillNumber is float number)
        {
            writer.WriteNumber("fill", number);
        }
        else if (column.FillText is not null)
        {
            writer.WriteString("fill", column.FillText);
        }

        writer.WriteEndObject();
    }

    private static InputColumn ReadColumn(JsonElement element)
    {
        string name = element.GetProperty("name").GetString() ?? "";
        MissingValueRule missing = ReadEnum<MissingValueRule>(element, "missing");
        bool hasFill = element.TryGetProperty("fill", out JsonElement fill);
        return ReadEnum<ColumnKind>(element, "kind") == ColumnKind.Numeric
            ? InputColumn.Number(name, missing, hasFill ? fill.GetSingle() : null)
            : InputColumn.Text(
                name,
                ReadStrings(element, "categories"),
                ReadEnum<TextEncoding>(element, "encoding"),
                missing,
                hasFill ? fill.GetString() : null);
    }

    private static void WriteTransforms(Utf8JsonWriter writer, string name, IReadOnlyList<FeatureTransform> transforms)
    {
        writer.WriteStartArray(name);
        foreach (FeatureTransform transform in transforms)
        {
            writer.WriteStartObject();
            writer.WriteString("kind", transform.Kind.ToString());
            WriteNumbers(writer, "center", transform.Center);
            WriteNumbers(writer, "spread", transform.Spread);
            writer.WriteNumber("low", transform.Low);
            writer.WriteNumber("high", transform.High);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static FeatureTransform ReadTransform(JsonElement element) => FeatureTransform.Restore(
        ReadEnum<FeatureTransformKind>(element, "kind"),
        ReadNumbers(element, "center"),
        ReadNumbers(element, "spread"),
        element.GetProperty("low").GetSingle(),
        element.GetProperty("high").GetSingle());

    private static void WriteStrings(Utf8JsonWriter writer, string name, IReadOnlyList<string> values)
    {
        writer.WriteStartArray(name);
        foreach (string value in values)
        {
            writer.WriteStringValue(value);
        }

        writer.WriteEndArray();
    }

    private static void WriteNumbers(Utf8JsonWriter writer, string name, ImmutableArray<float> values)
    {
        writer.WriteStartArray(name);
        foreach (float value in values)
        {
            writer.WriteNumberValue(value);
        }

        writer.WriteEndArray();
    }

    private static IEnumerable<string> ReadStrings(JsonElement element, string name) =>
        [.. element.GetProperty(name).EnumerateArray().Select(
            item => item.GetString() ?? throw new FormatException($"'{name}' holds null."))];

    private static float[] ReadNumbers(JsonElement element, string name) =>
        [.. element.GetProperty(name).EnumerateArray().Select(item => item.GetSingle())];

    private static T ReadEnum<T>(JsonElement element, string name)
        where T : struct, Enum
    {
        string? text = element.GetProperty(name).GetString();
        return Enum.TryParse(text, out T value) && Enum.IsDefined(value)
            ? value
            : throw new FormatException($"'{name}' is '{text}', not one of {string.Join(", ", Enum.GetNames<T>())}.");
    }
}
