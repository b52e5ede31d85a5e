using System.Globalization;

namespace NeuralPS.Engine.Formulas;

/// <summary>Cuts a formula into numbers, names and symbols.</summary>
internal static class FormulaTokenizer
{
    /// <summary>The most characters of a formula.</summary>
    public const int MaximumLength = 10_000;

    private const string Symbols = "+-*/^(),";

    /// <summary>The tokens; the last one is the end.</summary>
    /// <exception cref="FormulaException">It is too long, or has a character that means nothing.</exception>
    public static List<FormulaToken> Read(string text)
    {
        if (text.Length > MaximumLength)
        {
            throw new FormulaException(
                "FormulaTooLarge", $"The formula has {text.Length} characters; at most {MaximumLength} are possible. Write it more shortly.");
        }

        var tokens = new List<FormulaToken>();
        int i = 0;
        while (i < text.Length)
        {
            char c = text[i];
            int first = i;
            if (char.IsWhiteSpace(c))
            {
                i++;
            }
            else if (char.IsAsciiDigit(c) || (c == '.' && i + 1 < text.Length && char.IsAsciiDigit(text[i + 1])))
            {
                i = EndOfNumber(text, i);
                tokens.Add(ReadNumber(text, first, i));
            }
            else if (IsNameStart(c))
            {
                while (i < text.Length && (IsNameStart(text[i]) || char.IsAsciiDigit(text[i])))
                {
                    i++;
                }

                tokens.Add(new FormulaToken(TokenKind.Name, text[first..i], first));
            }
            else if (Symbols.Contains(c, StringComparison.Ordinal))
            {
                if (c == '*' && i + 1 < text.Length && text[i + 1] == '*')
                {
                    throw new FormulaException(
                        "FormulaSyntax", "'**' is no operator", text, i, "The power is written with ^, as in x^2.");
                }

                i++;
                tokens.Add(new FormulaToken(TokenKind.Symbol, text[first..i], first));
            }
            else
            {
                throw new FormulaException("FormulaSyntax", $"The character '{Show(c)}' means nothing in a formula", text, i, Explain(c));
            }
        }

        tokens.Add(new FormulaToken(TokenKind.End, "", text.Length));
        return tokens;
    }

    private static bool IsNameStart(char c) => char.IsAsciiLetter(c) || c == '_';

    private static string Show(char c) =>
        char.IsControl(c) || char.IsSurrogate(c) ? string.Create(CultureInfo.InvariantCulture, $"U+{(int)c:X4}") : c.ToString();

    private static string Explain(char c) => c switch
    {
        '<' or '>' or '=' or '!' => "There are no comparisons: where(c, a, b) is a for c > 0, else b, so x > 1 is where(x - 1, a, b).",
        '$' => "Variables stand without a dollar sign. Put the formula in single quotes, so that PowerShell leaves it as it is.",
        '[' or ']' or '{' or '}' => "Parentheses are round.",
        _ => "Formulas have numbers with a decimal point, names, the operators + - * / ^, parentheses and commas.",
    };

    private static int EndOfNumber(string text, int i)
    {
        i = SkipDigits(text, i);
        if (i < text.Length && text[i] == '.')
        {
            i = SkipDigits(text, i + 1);
        }

        // An e belongs to the number only where an exponent follows: otherwise it is the constant.
        if (i < text.Length && text[i] is ('e' or 'E'))
        {
            int digits = i + 1 < text.Length && text[i + 1] is ('+' or '-') ? i + 2 : i + 1;
            int end = SkipDigits(text, digits);
            i = end > digits ? end : i;
        }

        return i;
    }

    private static int SkipDigits(string text, int i)
    {
        while (i < text.Length && char.IsAsciiDigit(text[i]))
        {
            i++;
        }

        return i;
    }

    private static FormulaToken ReadNumber(string text, int first, int end)
    {
        double value = double.Parse(text.AsSpan(first, end - first), NumberStyles.Float, CultureInfo.InvariantCulture);
        return double.IsFinite(value)
            ? new FormulaToken(TokenKind.Number, text[first..end], first, value)
            : throw new FormulaException(
                "FormulaSyntax", $"The number {text[first..end]} is too large", text, first, "Numbers go up to 1.7E+308.");
    }
}
