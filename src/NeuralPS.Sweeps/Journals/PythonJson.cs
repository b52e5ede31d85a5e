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

        // The shortest digits that read back as the same number, such as 1.25E-005.
        string digits = value.ToString("E16", CultureInfo.InvariantCulture);
        string shortest = value.ToString("R", CultureInfo.InvariantCulture);
        int exponent = int.Parse(digits.AsSpan(digits.IndexOf('E') + 1), CultureInfo.InvariantCulture);
        bool isFixed = value == 0 || exponent is >= -4 and < 16;
        if (isFixed && !shortest.Contains('E'))
        {
            to.Append(shortest).Append(shortest.Contains('.') ? string.Empty : ".0");
            return;
        }

        string mantissa = shortest.Contains('E') ? shortest[..shortest.IndexOf('E')] : shortest;
        if (isFixed)
        {
            // .NET changes to exponents at 1E+15, Python at 1e+16.
            string sign = mantissa[0] == '-' ? "-" : string.Empty;
            string plain = mantissa.Replace("-", string.Empty).Replace(".", string.Empty).PadRight(exponent + 1, '0');
            string fraction = plain.Length > exponent + 1 ? plain[(exponent + 1)..] : "0";
            to.Append(sign).Append(plain, 0, exponent + 1).Append('.').Append(fraction);
            return;
        }

        to.Append(mantissa).Append('e').Append(exponent < 0 ? '-' : '+');
        to.Append(Math.Abs(exponent).ToString("00", CultureInfo.InvariantCulture));
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
            Append(to, float.IsFinite(single) ? double.Parse(single.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture) : single);
        }
        else
        {
            to.Append(value.ToJsonString());
        }
    }
}
