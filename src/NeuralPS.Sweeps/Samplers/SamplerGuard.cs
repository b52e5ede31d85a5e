namespace NeuralPS.Sweeps.Samplers;

/// <summary>The checks of options that samplers share, and their messages.</summary>
internal static class SamplerGuard
{
    public static int AtLeast(int value, int minimum, string sampler, string option) =>
        value >= minimum ? value : throw Bad($"{option} of the sampler {sampler} is {value}. It must be at least {minimum}.");

    public static int Between(int value, int minimum, int maximum, string sampler, string option) => value >= minimum && value <= maximum
        ? value
        : throw Bad($"{option} of the sampler {sampler} is {value}. It must be from {minimum} to {maximum}.");

    public static SweepException Bad(string message) => new("BadSamplerOption", message);
}
