using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace NeuralPS.Sweeps.Journals;

/// <summary>
/// JSON as Python's <c>json</c> writes it: a blank after commas and colons, ASCII only, <c>1.0</c> and <c>1e-05</c> for real numbers, and
/// NaN, Infinity and -Infinity without quotes.
/// </summary>
internal static class PythonJson
{
    public static void Append(StringBuilder to, string text)
    {
        to.Append('"');
        foreach (char c in text)
        {
            _ = c switch
            {
                '"' => to.Append("\\\""),
                '\\' => to.Append("\\\\"),
                '\n' => to.Append("\\n"),
                '\r' => to.Append("\\r"),
                '\t' => to.Append("\\t"),
                >= ' ' and < '\x7f' => to.Append(c),
                _ => to.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
            };
        }

        to.Append('"');
    }

    public static void Append(StringBuilder to, double value)
    {
        if (!double.IsFinite(value))
        {
            to.Append(double.IsNaN(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity");
            return;
        }

        if (double.IsNegative(value))
        {
            to.Append('-');
        }

        // The shortest digits that read back as the same number, and the place of the point among them.
        string shortest = Math.Abs(value).ToString("R", CultureInfo.InvariantCulture);
        int e = shortest.IndexOf('E');
        string mantissa = e < 0 ? shortest : shortest[..e];
        int point = mantissa.IndexOf('.');
        string all = point < 0 ? mantissa : mantissa.Remove(point, 1);
        string digits = all.TrimStart('0');
        int exponent = e < 0 ? 0 : int.Parse(shortest.AsSpan(e + 1), CultureInfo.InvariantCulture);
        point = (point < 0 ? mantissa.Length : point) + exponent - (all.Length - digits.Length);
        digits = digits.TrimEnd('0');
        if (digits.Length == 0)
        {
            to.Append("0.0");
        }
        else if (point is > -4 and <= 16)
        {
            to.Append(point <= 0 ? "0" : digits[..Math.Min(point, digits.Length)].PadRight(point, '0')).Append('.');
            to.Append('0', Math.Max(0, -point)).Append(point < digits.Length ? digits[Math.Max(0, point)..] : "0");
        }
        else
        {
            to.Append(digits[0]).Append(digits.Length > 1 ? "." : string.Empty).Append(digits, 1, digits.Length - 1);
            to.Append(CultureInfo.InvariantCulture, $"e{(point > 0 ? '+' : '-')}{Math.Abs(point - 1):00}");
        }
    }

    public static void Append(StringBuilder to, JsonNode? node)
    {
        switch (node)
        {
            case null:
                to.Append("null");
                break;
            case JsonArray array:
                to.Append('[');
                for (int i = 0; i < array.Count; i++)
                {
                    Append(to.Append(i == 0 ? string.Empty : ", "), array[i]);
                }

                to.Append(']');
                break;
            case JsonObject map:
                Append(to, (IEnumerable<KeyValuePair<string, JsonNode?>>)map);
                break;
            default:
                AppendValue(to, node.AsValue());
                break;
        }
    }

    public static void Append(StringBuilder to, IEnumerable<KeyValuePair<string, JsonNode?>> map)
    {
        to.Append('{');
        string separator = string.Empty;
        foreach ((string key, JsonNode? value) in map)
        {
            Append(to.Append(separator), key);
            Append(to.Append(": "), value);
            separator = ", ";
        }

        to.Append('}');
    }

    private static void AppendValue(StringBuilder to, JsonValue value)
    {
        if (value.TryGetValue(out string? text))
        {
            Append(to, text);
        }
        else if (value.TryGetValue(out JsonElement element))
        {
            to.Append(element.GetRawText());
        }
        else if (value.TryGetValue(out double number))
        {
            Append(to, number);
        }
        else if (value.TryGetValue(out float single))
        {
            // 0.1 as it was meant, not as the nearest double of the nearest float.
            Append(to, double.Parse(single.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture));
        }
        else
        {
            to.Append(value.ToJsonString());
        }
    }
}
