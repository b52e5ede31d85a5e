namespace NeuralPS.Engine.Tests.Layers;

/// <summary>Random arrays, and comparison with what was computed in double precision.</summary>
internal static class Numbers
{
    public static float[] Uniform(Random random, int count, float low = -1, float high = 1)
    {
        var values = new float[count];
        for (int i = 0; i < count; i++)
        {
            values[i] = low + ((high - low) * random.NextSingle());
        }

        return values;
    }

    /// <summary>Checks values against sums of <paramref name="terms"/> products of numbers around 1.</summary>
    public static void AssertClose(double[] expected, float[] actual, int terms, string what)
    {
        Assert.Equal(expected.Length, actual.Length);
        double tolerance = 2e-6 * (1 + Math.Sqrt(terms));
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.True(
                Math.Abs(expected[i] - actual[i]) <= tolerance * (1 + Math.Abs(expected[i])),
                $"{what}, element {i}: expected {expected[i]}, got {actual[i]}.");
        }
    }

    /// <summary>Checks that two arrays have the same bits.</summary>
    public static void AssertSameBits(float[] expected, float[] actual, string what)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.True(
                BitConverter.SingleToUInt32Bits(expected[i]) == BitConverter.SingleToUInt32Bits(actual[i]),
                $"{what}, element {i}: expected {expected[i]:R}, got {actual[i]:R}.");
        }
    }
}
