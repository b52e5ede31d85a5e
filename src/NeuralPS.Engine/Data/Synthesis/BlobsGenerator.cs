namespace NeuralPS.Engine.Data.Synthesis;

/// <summary>
/// Round clouds: the centre of class j of k lies at the angle 2 pi j / k on a circle on which neighbours are 6 apart (radius 3 for
/// two classes); the noise is the clouds' standard deviation. The centres do not depend on the seed, so that data of another seed
/// tests a network trained on these.
/// </summary>
internal sealed class BlobsGenerator(ulong seed, int classes, double noise)
    : PlaneGenerator(SyntheticKind.Blobs, seed, classes, noise)
{
    private const double Distance = 6;

    /// <inheritdoc/>
    protected override (double X, double Y) Locate(int label, double position)
    {
        double radius = Distance / (2 * Math.Sin(Math.PI / Classes));
        (double sine, double cosine) = Math.SinCos(2 * Math.PI * label / Classes);
        return (radius * cosine, radius * sine);
    }
}
