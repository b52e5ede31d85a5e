namespace NeuralPS.Engine.Data.Synthesis;

/// <summary>
/// Two half circles of radius 1: class 0 is (cos t, sin t) and class 1 is (1 - cos t, 1/2 - sin t), t uniform in [0, pi). No line
/// separates them.
/// </summary>
internal sealed class MoonsGenerator(ulong seed, double noise) : PlaneGenerator(SyntheticKind.Moons, seed, 2, noise)
{
    /// <inheritdoc/>
    protected override (double X, double Y) Locate(int label, double position)
    {
        (double sine, double cosine) = Math.SinCos(Math.PI * position);
        return label == 0 ? (cosine, sine) : (1 - cosine, 0.5 - sine);
    }
}
