namespace NeuralPS.Engine.Data.Synthesis;

/// <summary>
/// Arms of a spiral: class j of k starts in the direction 2 pi j / k and turns once about the origin while its radius grows from 0.1
/// to 1.
/// </summary>
internal sealed class SpiralsGenerator(ulong seed, int classes, double noise)
    : PlaneGenerator(SyntheticKind.Spirals, seed, classes, noise)
{
    /// <inheritdoc/>
    protected override (double X, double Y) Locate(int label, double position)
    {
        double radius = 0.1 + (0.9 * position);
        (double sine, double cosine) = Math.SinCos(2 * Math.PI * (((double)label / Classes) + position));
        return (radius * cosine, radius * sine);
    }
}
