namespace NeuralPS.Engine.Data.Augmentation;

/// <summary>Data sets of augmented images: to look at what an augmentation does, and to keep them.</summary>
public static class DatasetAugmentation
{
    /// <summary>Each image as a training with that seed sees it in its first epochs, one epoch after the other.</summary>
    /// <param name="dataset">The images.</param>
    /// <param name="augmentation">What may happen to them.</param>
    /// <param name="copies">The number of epochs, at least 1.</param>
    /// <param name="seed">The seed.</param>
    /// <exception cref="EngineException">A setting is out of range, or the samples are no images.</exception>
    public static Dataset Augment(this Dataset dataset, ImageAugmentation augmentation, int copies = 1, ulong seed = 0)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        ArgumentNullException.ThrowIfNull(augmentation);
        ArgumentOutOfRangeException.ThrowIfLessThan(copies, 1);
        augmentation.RequireFitting(dataset.InputShape, dataset.Name);
        Dataset repeated = copies == 1 ? dataset : dataset.Select([.. Enumerable.Range(0, copies).SelectMany(_ => Enumerable.Range(0, dataset.Count))]);
        return repeated.With(new AugmentedRows(dataset.Inputs, augmentation, copies, seed));
    }
}
