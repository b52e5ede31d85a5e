using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace NeuralPS.Sweeps.Journals;

/// <summary>Reads JSON with what Python adds to it: NaN, Infinity and -Infinity without quotes, and halves of surrogate pairs.</summary>
internal static class PythonJsonReader
{
    // A string that no one writes stands for a literal that the reader of .NET does not know.
    private const string Mark = "\u0001";

    private static readonly JsonReaderOptions _options = new() { MaxDepth = 256 };

    /// <summary>The text with unknown literals replaced; the same array if there are none.</summary>
    public static ReadOnlySpan<byte> Normalize(ReadOnlySpan<byte> json)
    {
        if (json.IndexOf("NaN"u8) < 0 && json.IndexOf("Infinity"u8) < 0 && json.IndexOf("\\ud"u8) < 0 && json.IndexOf("\\uD"u8) < 0)
        {
            return json;
        }

        ArrayBufferWriter<byte> to = new(json.Length + 64);
        bool inString = false;
        for (int i = 0; i < json.Length;)
        {
            ReadOnlySpan<byte> rest = json[i..];
            int length = 1;
            if (inString && rest[0] == '\\')
            {
                length = rest.Length > 1 && rest[1] == 'u' ? Math.Min(6, rest.Length) : Math.Min(2, rest.Length);
                if (IsSurrogate(rest, "89abAB"u8) && IsSurrogate(rest[6..], "cdefCDEF"u8))
                {
                    length = 12;
                }
                else if (IsSurrogate(rest, "89abcdefABCDEF"u8))
                {
                    to.Write("\\ufffd"u8);
                    i += 6;
                    continue;
                }
            }
            else if (rest[0] == '"')
            {
                inString = !inString;
            }
            else if (!inString && (length = LiteralLength(rest)) > 1)
            {
                to.Write("\"\\u0001"u8);
                to.Write(rest[..length]);
                to.Write("\""u8);
                i += length;
                continue;
            }

            to.Write(rest[..length]);
            i += length;
        }

        return to.WrittenSpan;
    }

    public static Utf8JsonReader Create(ReadOnlySpan<byte> normalized) => new(normalized, _options);

    /// <summary>Reads a text of its own, such as a distribution.</summary>
    /// <exception cref="FormatException">The text is not JSON.</exception>
    public static JsonNode? Parse(string text)
    {
        try
        {
            Utf8JsonReader reader = Create(Normalize(Encoding.UTF8.GetBytes(text)));
            reader.Read();
            return ReadNode(ref reader);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new FormatException($"'{text}' is not JSON. {e.Message}", e);
        }
    }

    /// <summary>The number at the reader.</summary>
    public static double ReadDouble(ref Utf8JsonReader reader) =>
        reader.TokenType == JsonTokenType.String && TryReadMark(reader.GetString()!, out double value) ? value : reader.GetDouble();

    /// <summary>The value at the reader, as nodes that do not hold on to the text.</summary>
    public static JsonNode? ReadNode(ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.Null:
                return null;
            case JsonTokenType.True or JsonTokenType.False:
                return JsonValue.Create(reader.GetBoolean());
            case JsonTokenType.String:
                string text = reader.GetString()!;
                return TryReadMark(text, out double literal) ? JsonValue.Create(literal) : JsonValue.Create(text);
            case JsonTokenType.Number:
                return ReadNumber(ref reader);
            case JsonTokenType.StartArray:
                JsonArray array = [];
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                {
                    array.Add(ReadNode(ref reader));
                }

                return array;
            default:
                JsonObject map = [];
                while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
                {
                    string key = reader.GetString()!;
                    reader.Read();
                    map[key] = ReadNode(ref reader);
                }

                return map;
        }
    }

    private static JsonNode? ReadNumber(ref Utf8JsonReader reader)
    {
        if (reader.TryGetInt64(out long whole))
        {
            return JsonValue.Create(whole);
        }

        // Python's whole numbers have any number of digits.
        return reader.ValueSpan.IndexOfAny(".eE"u8) < 0 ? JsonNode.Parse(reader.ValueSpan) : JsonValue.Create(reader.GetDouble());
    }

    private static bool TryReadMark(string text, out double value)
    {
        value = text switch
        {
            Mark + "Infinity" => double.PositiveInfinity,
            Mark + "-Infinity" => double.NegativeInfinity,
            _ => double.NaN,
        };
        return text.StartsWith('\u0001') && (!double.IsNaN(value) || text == Mark + "NaN");
    }

    private static int LiteralLength(ReadOnlySpan<byte> rest) =>
        rest.StartsWith("NaN"u8) ? 3 : rest.StartsWith("Infinity"u8) ? 8 : rest.StartsWith("-Infinity"u8) ? 9 : 1;

    private static bool IsSurrogate(ReadOnlySpan<byte> escape, ReadOnlySpan<byte> digits) =>
        escape.Length >= 6 && escape[0] == '\\' && escape[1] == 'u' && (escape[2] is (byte)'d' or (byte)'D') && digits.Contains(escape[3]);
}
