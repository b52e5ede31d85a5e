using NeuralPS.Engine.Tensors;

namespace NeuralPS.Engine.Data.Augmentation;

/// <summary>Augments the images of a data set. What happens to one depends on seed, epoch and row only, not on the batch or the thread.</summary>
/// <param name="augmentation">What may happen.</param>
/// <param name="shape">The shape of the images.</param>
/// <param name="seed">The seed.</param>
internal sealed class Augmenter(ImageAugmentation augmentation, Shape shape, ulong seed)
{
    /// <summary>Writes an image as an epoch sees it.</summary>
    /// <param name="row">The row of the data set.</param>
    /// <param name="epoch">The epoch, from 1.</param>
    /// <param name="source">The image.</param>
    /// <param name="target">Receives what became of it.</param>
    public void Apply(int row, int epoch, ReadOnlySpan<float> source, Span<float> target) =>
        ImageWarp.Draw(augmentation, shape, seed, epoch, row).Apply(source, target, shape, augmentation.Fill, augmentation.FillValue);
}
