namespace NeuralPS.Engine.Data;

/// <summary>
/// Reads numbers as most files have them, such as 255 or -0.123456: many times faster than float.Parse, and to the same bits.
/// </summary>
internal static class PlainNumber
{
    // Digits of which every number is exact in double, as are the powers of ten up to it.
    private const int MostDigits = 15;

    // The bits of a double that float32 has no room for, and the first of them alone: half way between two float32 numbers.
    private const ulong LostBits = (1UL << 29) - 1;
    private const ulong HalfWay = 1UL << 28;

    private static readonly double[] _powers = [1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15];

    /// <summary>Reads digits with or without a minus and a decimal point; false for everything that needs the general way.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out float number)
    {
        number = 0;
        bool isNegative = text is ['-', ..];
        ReadOnlySpan<char> digits = isNegative ? text[1..] : text;
        if (digits.Length is 0 or > MostDigits + 1)
        {
            return false;
        }

        long mantissa = 0;
        int point = -1;
        for (int i = 0; i < digits.Length; i++)
        {
            uint digit = (uint)(digits[i] - '0');
            if (digit <= 9)
            {
                mantissa = (10 * mantissa) + digit;
            }
            else if (digits[i] == '.' && point < 0)
            {
                point = i;
            }
            else
            {
                return false;
            }
        }

        int count = point < 0 ? digits.Length : digits.Length - 1;
        if (count is 0 or > MostDigits)
        {
            return false;
        }

        // Both are exact, so that the quotient is the double nearest to the text. Rounded again it is the nearest float32 too, unless it
        // has become what lies half way between two of them.
        double value = point < 0 ? mantissa : mantissa / _powers[count - point];
        number = (float)(isNegative ? -value : value);
        return (BitConverter.DoubleToUInt64Bits(value) & LostBits) != HalfWay;
    }
}
