namespace NeuralPS.Engine.Networks;

/// <summary>How many samples are predicted at once.</summary>
internal static class InferenceBatch
{
    /// <summary>Samples where memory does not matter: more make nothing faster.</summary>
    public const int Usual = 256;

    // A VGG-19 takes 80 MB for each sample: more of them at once take memory, and no less time.
    private const long MaximumBytes = 512L << 20;

    /// <summary>As many samples as wanted, or as keep the activations within 512 MB; at least 1.</summary>
    /// <param name="network">The network.</param>
    /// <param name="wanted">The most samples, at least 1.</param>
    public static int Choose(Network network, int wanted)
    {
        using Plan plan = Plan.Describe(network, 1, isTraining: false, strips: []);
        return (int)Math.Clamp(MaximumBytes / Math.Max(plan.Memory.Activations, 1), 1, wanted);
    }
}
