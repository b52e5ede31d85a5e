namespace NeuralPS.Engine.Data.Synthesis;

/// <summary>Rings about the origin: class j of k has the radius 1 - j / k, so that two classes have the radii 1 and 1/2.</summary>
internal sealed class CirclesGenerator(ulong seed, int classes, double noise)
    : PlaneGenerator(SyntheticKind.Circles, seed, classes, noise)
{
    /// <inheritdoc/>
    protected override (double X, double Y) Locate(int label, double position)
    {
        (double sine, double cosine) = Math.SinCos(2 * Math.PI * position);
        double radius = 1 - ((double)label / Classes);
        return (radius * cosine, radius * sine);
    }
}
