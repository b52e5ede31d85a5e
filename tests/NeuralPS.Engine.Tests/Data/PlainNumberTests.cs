using System.Globalization;
using NeuralPS.Engine.Data;

namespace NeuralPS.Engine.Tests.Data;

/// <summary>The fast way to read numbers.</summary>
public sealed class PlainNumberTests
{
    [Theory]
    [InlineData("0", 0)]
    [InlineData("255", 255)]
    [InlineData("-12.5", -12.5)]
    [InlineData(".5", 0.5)]
    [InlineData("5.", 5)]
    [InlineData("007.250", 7.25)]
    [InlineData("999999999999999", 999999999999999)]
    [InlineData("0.00000000000001", 1e-14)]
    public void Plain_numbers_are_read(string text, double expected)
    {
        Assert.True(PlainNumber.TryParse(text, out float number));
        Assert.Equal((float)expected, number);
    }

    [Fact]
    public void The_sign_of_zero_is_kept()
    {
        Assert.True(PlainNumber.TryParse("-0.0", out float number));
        Assert.True(float.IsNegative(number));
    }

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData(".")]
    [InlineData("-.")]
    [InlineData("1.2.3")]
    [InlineData("1e5")]
    [InlineData("+1")]
    [InlineData(" 1")]
    [InlineData("1 ")]
    [InlineData("1,5")]
    [InlineData("--1")]
    [InlineData("NaN")]
    [InlineData("\u0661")]
    [InlineData("1234567890123456")]
    [InlineData("0.123456789012345")]
    public void Everything_else_is_left_to_the_general_way(string text) => Assert.False(PlainNumber.TryParse(text, out _));

    // 2^24 + 1 lies half way between 2^24 and 2^24 + 2.
    [Theory]
    [InlineData("16777217")]
    [InlineData("16777217.000000")]
    [InlineData("-16777219.0")]
    public void What_lies_half_way_between_two_numbers_is_left_to_the_general_way(string text) =>
        Assert.False(PlainNumber.TryParse(text, out _));

    [Fact]
    public void The_bits_are_those_of_the_general_way()
    {
        var random = new Random(3);
        int read = 0;
        for (int i = 0; i < 300_000; i++)
        {
            string text = Write(random, i);
            if (PlainNumber.TryParse(text, out float number))
            {
                read++;
                float expected = float.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
                Assert.True(BitConverter.SingleToInt32Bits(expected) == BitConverter.SingleToInt32Bits(number), text);
            }
        }

        Assert.InRange(read, 200_000, 300_000);
    }

    private static string Write(Random random, int kind)
    {
        long mantissa = random.NextInt64((long)Math.Pow(10, random.Next(1, 16)));
        if (kind % 3 == 0)
        {
            // Near the middle between two float32 numbers, where rounding twice would go wrong.
            float number = (float)Math.Round(random.NextDouble() * 4096, 3);
            double middle = ((double)number + MathF.BitIncrement(number)) / 2;
            return middle.ToString("F" + random.Next(8, 12).ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        }

        string digits = mantissa.ToString(CultureInfo.InvariantCulture);
        string sign = kind % 2 == 0 ? "-" : "";
        int point = random.Next(digits.Length + 1);
        return kind % 5 == 0 ? sign + digits : $"{sign}{digits[..point]}.{digits[point..]}";
    }
}
