using NeuralPS.Sweeps.Randomness;

namespace NeuralPS.Sweeps.Samplers.Parzen;

/// <summary>The normal distribution.</summary>
internal static class Gaussian
{
    /// <summary>
    /// The probability of a value up to <paramref name="x"/>, to 1e-15, and small ones to eight digits (J. F. Hart, 1968, as given by
    /// G. West, "Better approximations to cumulative normal functions", 2005).
    /// </summary>
    public static double Cumulative(double x)
    {
        double z = Math.Abs(x);
        double tail = 0;
        if (z <= 37)
        {
            double density = Math.Exp(-z * z / 2);
            if (z < 7.07106781186547)
            {
                double above = (((((((((((3.52624965998911e-2 * z) + 0.700383064443688) * z) + 6.37396220353165) * z) + 33.912866078383)
                    * z) + 112.079291497871) * z) + 221.213596169931) * z) + 220.206867912376;
                double below = (((((((((((((8.83883476483184e-2 * z) + 1.75566716318264) * z) + 16.064177579207) * z) + 86.7807322029461)
                    * z) + 296.564248779674) * z) + 637.333633378831) * z) + 793.826512519948) * z) + 440.413735824752;
                tail = density * above / below;
            }
            else
            {
                double fraction = z + (1 / (z + (2 / (z + (3 / (z + (4 / (z + 0.65))))))));
                tail = density / fraction / 2.506628274631;
            }
        }

        return x > 0 ? 1 - tail : tail;
    }

    /// <summary>The probability of a value between the two, without cancellation far from 0.</summary>
    public static double Between(double low, double high) =>
        low > 0 ? Cumulative(-low) - Cumulative(-high) : Cumulative(high) - Cumulative(low);

    /// <summary>A value between 0 and 1 around a mean that is there too; the deviation is at most 1.</summary>
    public static double DrawInUnit(ref TrialRandom random, double mean, double deviation)
    {
        // About one in three is inside, at least: the whole interval on one side of the mean is no further than one deviation.
        while (true)
        {
            double radius = Math.Sqrt(-2 * Math.Log(1 - random.NextUniform()));
            double value = mean + (deviation * radius * Math.Cos(2 * Math.PI * random.NextUniform()));
            if (value is >= 0 and <= 1)
            {
                return value;
            }
        }
    }
}
