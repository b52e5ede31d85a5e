using System.Globalization;
using System.Text.Json.Nodes;

namespace NeuralPS.Engine.Formats;

/// <summary>Reads the fields of a JSON object; what is missing or of another type is an error that names the field.</summary>
internal static class JsonFields
{
    /// <summary>A number, text or truth value.</summary>
    public static T Get<T>(this JsonObject json, string field)
    {
        if (json[field] is JsonValue value && value.TryGetValue(out T? result))
        {
            return result;
        }

        throw new FileFormatException(
            "DescriptionField",
            $"field '{field}' {(json.ContainsKey(field) ? $"is {json[field]?.ToJsonString() ?? "null"}" : "is missing")}; "
            + $"expected {Describe(typeof(T))}");
    }

    /// <summary>A number, text or truth value, or <paramref name="otherwise"/> where it is missing.</summary>
    public static T Get<T>(this JsonObject json, string field, T otherwise) =>
        json.ContainsKey(field) ? json.Get<T>(field) : otherwise;

    /// <summary>An array of numbers or texts.</summary>
    public static T[] GetArray<T>(this JsonObject json, string field)
    {
        if (json[field] is JsonArray array)
        {
            var result = new T[array.Count];
            for (int i = 0; i < result.Length; i++)
            {
                result[i] = array[i] is JsonValue value && value.TryGetValue(out T? item)
                    ? item
                    : throw new FileFormatException(
                        "DescriptionField", $"element {i} of field '{field}' is not {Describe(typeof(T))}");
            }

            return result;
        }

        throw new FileFormatException("DescriptionField", $"field '{field}' is missing or not an array");
    }

    /// <summary>A number that JSON itself cannot spell: NaN and infinities come as text.</summary>
    public static double GetDouble(this JsonObject json, string field) => json[field] switch
    {
        JsonValue value when value.TryGetValue(out double number) => number,
        JsonValue value when value.TryGetValue(out string? text) && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double parsed) => parsed,
        _ => throw new FileFormatException("DescriptionField", $"field '{field}' is missing or not a number"),
    };

    /// <summary>The counterpart of <see cref="GetDouble"/>.</summary>
    public static JsonNode FromDouble(double value) =>
        double.IsFinite(value) ? JsonValue.Create(value) : JsonValue.Create(value.ToString(CultureInfo.InvariantCulture));

    /// <summary>An object.</summary>
    public static JsonObject GetObject(this JsonObject json, string field) => json[field] as JsonObject
        ?? throw new FileFormatException("DescriptionField", $"field '{field}' is missing or not an object");

    /// <summary>An array of objects.</summary>
    public static IEnumerable<JsonObject> GetObjects(this JsonObject json, string field) =>
        json[field] is JsonArray array
            ? array.Select((item, i) => item as JsonObject
                ?? throw new FileFormatException("DescriptionField", $"element {i} of field '{field}' is not an object"))
            : throw new FileFormatException("DescriptionField", $"field '{field}' is missing or not an array");

    private static string Describe(Type type) =>
        type == typeof(string) ? "text" : type == typeof(bool) ? "true or false" : type == typeof(int) ? "a whole number" : "a number";
}
