using NeuralPS.Engine.Optimizers;

namespace NeuralPS.Benchmarks.Workloads;

/// <summary>All workloads, in the order of the table.</summary>
internal static class WorkloadCatalog
{
    /// <summary>Makes them.</summary>
    public static IReadOnlyList<Workload> Create() =>
    [
        new TrainingWorkload("train-mlp-b128-sgdm", BenchmarkNetworks.Mlp, new Momentum(), 128, 8192),
        new TrainingWorkload("train-mlp-b32-adam", BenchmarkNetworks.Mlp, new Adam(), 32, 8192),
        new TrainingWorkload("train-mlp-b1-sgd", BenchmarkNetworks.Mlp, new SGD(), 1, 8192),
        new TrainingWorkload("train-mnist-cnn-b128-adam", BenchmarkNetworks.MnistCnn, new Adam(), 128, 4096),
        new TrainingWorkload("train-islr-cnn-b128-adam", BenchmarkNetworks.IslrCnn, new Adam(), 128, 1024),
        new PredictionWorkload("predict-mlp-b1", BenchmarkNetworks.Mlp, 1),
        new PredictionWorkload("predict-mlp-b256", BenchmarkNetworks.Mlp, 256),
        new PredictionWorkload("predict-mnist-cnn-b1", BenchmarkNetworks.MnistCnn, 1),
        new PredictionWorkload("predict-mnist-cnn-b256", BenchmarkNetworks.MnistCnn, 256),
        new PredictionWorkload("predict-islr-cnn-b256", BenchmarkNetworks.IslrCnn, 256),
        new GemmWorkload(512, 512, 512),
        new GemmWorkload(1024, 1024, 1024),
        new GemmWorkload(128, 256, 784),
        new GemmWorkload(784, 256, 128),
        new GemmWorkload(32, 256, 784),
        new GemmWorkload(12544, 64, 288),
        new FitWorkload("fit-digits-mlp-sklearn", BenchmarkNetworks.DigitsMlp, 32, 1797, 30),
    ];
}
