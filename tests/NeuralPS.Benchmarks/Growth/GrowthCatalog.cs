using NeuralPS.Benchmarks.Workloads;
using NeuralPS.Engine.Activations;
using NeuralPS.Engine.Layers;
using NeuralPS.Engine.Networks;
using NeuralPS.Engine.Tensors;

namespace NeuralPS.Benchmarks.Growth;

/// <summary>All series of the table of how cost grows.</summary>
internal static class GrowthCatalog
{
    private const int Batch = 128;
    private const int ImageBatch = 8;

    // An epoch is about this many multiply-adds, and so many steps at least: what is done once an epoch then hardly counts.
    private const double EpochMultiplyAdds = 4e9;
    private const int LeastSteps = 4;

    /// <summary>Makes them.</summary>
    public static IReadOnlyList<GrowthSeries> Create() =>
    [
        new(
            "batch",
            "batch size; 784-256-128-10, SGD with momentum",
            () => [.. Doubling(1, 1024).Select(batch => Point(batch, BenchmarkNetworks.Mlp, batch))],
            "a step updates all weights, however few samples share it; the smallest are not worth a second thread",
            "the activations of a batch no longer stay in the cache"),
        new(
            "width",
            "width w; w-w-10, batches of 128",
            () => [.. Doubling(64, 4096).Select(width => Point(width, CreateDense(width, 1), Batch))],
            "little work per step for what each step costs anyway, and loss and last layer weigh more",
            "weights, gradients and momentum outgrow a core's own cache, and each step passes through all: larger batches share that"),
        new(
            "side",
            "image side s; s x s x 3, two 3x3 convolutions with 16 and 32 filters and pooling, batches of 8",
            () => [.. new[] { 16, 32, 64, 128, 224 }.Select(side => Point(side, CreateConvolutional(side), ImageBatch))],
            "little work per step for what each step costs anyway; halos are a larger part of small images",
            "not traced; smaller batches do not help, and one image's activations alone outgrow a core's own cache"),
        new(
            "depth",
            "layers d of 256 units, batches of 128",
            () => [.. Doubling(1, 64).Select(depth => Point(depth, CreateDense(256, depth), Batch))],
            "loading the batch and computing the loss count more where there are few layers",
            "weights, gradients and momentum outgrow a core's own cache, and each step passes through all: larger batches share that"),
        new(
            "rows",
            "rows of the data set; 64-64-10, batches of 128",
            () => [.. new[] { 1_000, 10_000, 100_000, 1_000_000 }
                .Select(rows => new GrowthPoint(rows, BenchmarkNetworks.DigitsMlp, Batch, rows))],
            "what is done once an epoch, such as copying the weights out, is shared by few rows",
            "shuffled rows come from memory, not from the cache"),
    ];

    private static IEnumerable<int> Doubling(int first, int last)
    {
        for (int size = first; size <= last; size *= 2)
        {
            yield return size;
        }
    }

    private static GrowthPoint Point(int size, Network network, int batch)
    {
        double rows = EpochMultiplyAdds * 2 / TrainingWorkload.CountFlops(network);
        int steps = Math.Max(LeastSteps, (int)(rows / batch));
        return new GrowthPoint(size, network, batch, steps * batch);
    }

    private static Network CreateDense(int width, int depth) => Enumerable.Range(0, depth)
        .Aggregate(
            Network.Create(new Shape(width), "dense"),
            (network, _) => network.Add(new DenseLayer(width) { Activation = ReLUActivation.Instance }))
        .Add(new DenseLayer(10));

    private static Network CreateConvolutional(int side) => new[] { 16, 32 }
        .Aggregate(
            Network.Create(new Shape(side, side, 3), "convolutional"),
            (network, filters) => network
                .Add(new ConvLayer(filters) { Padding = Padding.Same, Activation = ReLUActivation.Instance })
                .Add(new PoolingLayer(PoolingKind.Max)))
        .Add(new FlattenLayer())
        .Add(new DenseLayer(10));
}
