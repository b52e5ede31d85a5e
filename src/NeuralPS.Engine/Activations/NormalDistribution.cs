namespace NeuralPS.Engine.Activations;

/// <summary>The standard normal distribution in double precision: the definition that the vector form of GELU is tested against.</summary>
internal static class NormalDistribution
{
    /// <summary>The density phi(z) = e^(-z^2 / 2) / sqrt(2 pi).</summary>
    public static double Density(double z) => Math.Exp(-0.5 * z * z) / Math.Sqrt(2 * Math.PI);

    /// <summary>Phi(z), the probability of a value below <paramref name="z"/>; accurate in the tails too.</summary>
    public static double Cumulative(double z)
    {
        double a = Math.Abs(z);
        if (double.IsNaN(z))
        {
            return z;
        }

        if (a < 3)
        {
            // Phi(z) = 1/2 + phi(z) (z + z^3 / 3 + z^5 / (3 5) + ...), all terms of one sign.
            double term = z;
            double sum = z;
            for (int odd = 3; Math.Abs(term) > 1e-18 * Math.Abs(sum); odd += 2)
            {
                term *= z * z / odd;
                sum += term;
            }

            return 0.5 + (Density(z) * sum);
        }

        // The tail as phi(a) / (a + 1 / (a + 2 / (a + 3 / ...))).
        double fraction = a;
        for (int i = 200; i >= 1; i--)
        {
            fraction = a + (i / fraction);
        }

        double tail = Density(a) / fraction;
        return z > 0 ? 1 - tail : tail;
    }
}
