using System.Globalization;

namespace NeuralPS.Sweeps.Samplers;

/// <summary>The checks of options that samplers share, and their messages.</summary>
internal static class SamplerGuard
{
    public static int AtLeast(int value, int minimum, string sampler, string option) =>
        value >= minimum ? value : throw Bad($"{option} of the sampler {sampler} is {value}. It must be at least {minimum}.");

    public static double Above(double value, double minimum, string sampler, string option) => value > minimum && double.IsFinite(value)
        ? value
        : throw Bad($"{option} of the sampler {sampler} is {value.ToString(CultureInfo.InvariantCulture)}. It must be a number above {minimum}.");

    public static SweepException Bad(string message) => new("BadSamplerOption", message);
}
