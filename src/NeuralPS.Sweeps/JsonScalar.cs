using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace NeuralPS.Sweeps;

/// <summary>Single values between .NET and JSON.</summary>
internal static class JsonScalar
{
    /// <summary>A value as a choice or a number of a parameter: null, <see cref="bool"/>, <see cref="long"/>, <see cref="double"/> or text.</summary>
    public static object? Read(JsonNode? node) => node?.GetValueKind() switch
    {
        null or JsonValueKind.Null => null,
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.String => node.GetValue<string>(),
        JsonValueKind.Number => ReadNumber(node.ToJsonString()),
        _ => throw new SweepException("BadValue", $"{node.ToJsonString()} is no single value."),
    };

    /// <summary>A whole number, however the node holds it.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static int ReadInt32(JsonNode? node) => Read(node) is long number and >= int.MinValue and <= int.MaxValue
        ? (int)number
        : throw new FormatException($"{node?.ToJsonString() ?? "null"} is no whole number.");

    /// <summary>A number; what is not finite becomes text that reads as a number, since JSON has no such numbers.</summary>
    public static JsonNode Write(double value) =>
        double.IsFinite(value) ? JsonValue.Create(value) : JsonValue.Create(value.ToString(CultureInfo.InvariantCulture));

    /// <summary>A value that <see cref="Read"/> gives, as JSON.</summary>
    public static JsonNode? Write(object? value) => value switch
    {
        null => null,
        bool truth => JsonValue.Create(truth),
        long number => JsonValue.Create(number),
        double number => Write(number),
        _ => JsonValue.Create(Convert.ToString(value, CultureInfo.InvariantCulture)),
    };

    private static object ReadNumber(string text) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long whole)
            ? (object)whole
            : double.Parse(text, CultureInfo.InvariantCulture);
}
