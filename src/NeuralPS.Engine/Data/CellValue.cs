using System.Globalization;

namespace NeuralPS.Engine.Data;

/// <summary>Reads values of cells, from files (text) or objects, in the invariant culture.</summary>
internal static class CellValue
{
    private const NumberStyles Style = NumberStyles.Float;

    /// <summary>Whether <paramref name="text"/> stands for a missing value: empty, NA, N/A, NaN, null or ?.</summary>
    public static bool IsMissing(ReadOnlySpan<char> text)
    {
        text = text.Trim();
        return text.Length switch
        {
            0 => true,
            1 => text[0] == '?',
            2 => text.Equals("NA", StringComparison.OrdinalIgnoreCase),
            3 => text.Equals("NaN", StringComparison.OrdinalIgnoreCase) || text.Equals("N/A", StringComparison.OrdinalIgnoreCase),
            4 => text.Equals("null", StringComparison.OrdinalIgnoreCase),
            _ => false,
        };
    }

    /// <summary>Whether <paramref name="value"/> stands for a missing value.</summary>
    public static bool IsMissing(object? value) => value switch
    {
        null or DBNull => true,
        string text => IsMissing(text.AsSpan()),
        double number => double.IsNaN(number),
        float number => float.IsNaN(number),
        _ => false,
    };

    /// <summary>Whether <paramref name="value"/> is a number or text that reads as one; infinities do, so that they can be named.</summary>
    public static bool TryGetNumber(object? value, out double number)
    {
        switch (value)
        {
            case string text:
                return double.TryParse(text, Style, CultureInfo.InvariantCulture, out number);
            case double or float or decimal or int or long or byte or short or uint or ulong or ushort or sbyte
                when value is not Enum:
                number = Convert.ToDouble(value, CultureInfo.InvariantCulture);
                return true;
            case Half half:
                number = (double)half;
                return true;
            case System.Numerics.BigInteger integer:
                number = (double)integer;
                return true;
            default:
                number = 0;
                return false;
        }
    }

    /// <summary>The number that <paramref name="value"/> is.</summary>
    /// <exception cref="DataException">It is none (ValueNotNumeric), or is not finite in float32 (ValueNotFinite).</exception>
    public static float ToNumber(object? value, string column)
    {
        if (!TryGetNumber(value, out double number))
        {
            throw new DataException(
                "ValueNotNumeric",
                $"Column '{column}' holds '{Shorten(ToText(value))}' where a number is expected; "
                + "correct the value, or declare the column as text.");
        }

        float result = (float)number;
        return float.IsFinite(result)
            ? result
            : throw new DataException(
                "ValueNotFinite",
                $"Column '{column}' holds '{Shorten(ToText(value))}', which is not a finite float32 number; correct it or leave it out.");
    }

    /// <summary>The text of <paramref name="value"/> without surrounding blanks; null if it is missing.</summary>
    public static string? ToText(object? value)
    {
        if (value is null or DBNull)
        {
            return null;
        }

        string text = value switch
        {
            string given => given,
            IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
            _ => value.ToString() ?? "",
        };
        text = text.Trim();
        return IsMissing(text.AsSpan()) ? null : text;
    }

    /// <summary><paramref name="text"/>, cut so that a message stays readable.</summary>
    public static string Shorten(string? text)
    {
        const int longest = 60;
        text = (text ?? "").ReplaceLineEndings(" ");
        return text.Length <= longest ? text : string.Concat(text.AsSpan(0, longest), "...");
    }

    /// <summary>The first <paramref name="names"/>, for messages.</summary>
    public static string List(IReadOnlyCollection<string> names)
    {
        const int most = 20;
        string list = string.Join(", ", names.Take(most).Select(name => $"'{Shorten(name)}'"));
        return names.Count <= most ? list : $"{list} and {names.Count - most} more";
    }
}
