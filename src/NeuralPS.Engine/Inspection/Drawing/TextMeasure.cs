using System.Text;

namespace NeuralPS.Engine.Inspection.Drawing;

/// <summary>
/// Estimates how wide a text is in the sans-serif fonts that systems have: rather too wide than too narrow, since the picture is laid
/// out before it is known which font shows it.
/// </summary>
internal static class TextMeasure
{
    /// <summary>The width of a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="fontSize">The size of the font, in the unit of the result.</param>
    public static double Width(string text, double fontSize) => fontSize * text.EnumerateRunes().Sum(Relative);

    /// <summary>The text, cut so that it is at most so wide.</summary>
    public static string Cut(string text, double fontSize, double width)
    {
        if (Width(text, fontSize) <= width)
        {
            return text;
        }

        var kept = new StringBuilder();
        double used = Width("…", fontSize);
        foreach (Rune rune in text.EnumerateRunes())
        {
            used += fontSize * Relative(rune);
            if (used > width)
            {
                break;
            }

            kept.Append(rune);
        }

        return kept.Append('…').ToString();
    }

    private static double Relative(Rune rune) => rune.Value switch
    {
        'i' or 'j' or 'l' or 'I' or '.' or ',' or ':' or ';' or '|' or '\'' or '!' => 0.32,
        'f' or 't' or 'r' or ' ' or '(' or ')' or '[' or ']' or '-' or '/' => 0.42,
        'm' or 'w' or 'M' or 'W' or '@' or '%' => 0.95,
        >= 'A' and <= 'Z' => 0.72,
        < 0x2E80 => 0.63,
        _ => 1.05,
    };
}
