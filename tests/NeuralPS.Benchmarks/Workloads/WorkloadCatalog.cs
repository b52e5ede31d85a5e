using NeuralPS.Engine.Networks;
using NeuralPS.Engine.Optimizers;

namespace NeuralPS.Benchmarks.Workloads;

/// <summary>All workloads, in the order of the table, with what they should reach on two cores.</summary>
internal static class WorkloadCatalog
{
    private const string Torch = "PyTorch";
    private const string Onnx = "ONNX Runtime";

    /// <summary>Makes them.</summary>
    public static IReadOnlyList<Workload> Create(BenchmarkOptions options) =>
        [.. List(options).Where(workload => workload.SupportsCpuTime || !options.Effort.UsesCpuTime)];

    private static IEnumerable<Workload> List(BenchmarkOptions options) =>
    [
        Training("mlp-b128-sgdm", BenchmarkNetworks.Mlp, new Momentum(), 128, 8192, 2.5, 75),
        Training("mlp-b32-adam", BenchmarkNetworks.Mlp, new Adam(), 32, 8192, 8),
        Training("mlp-b1-sgd", BenchmarkNetworks.Mlp, new SGD(), 1, 8192, 20),
        Training("mnist-cnn-b128-adam", BenchmarkNetworks.MnistCnn, new Adam(), 128, 4096, 3.5, 65),
        Training("islr-cnn-b128-adam", BenchmarkNetworks.IslrCnn, new Adam(), 128, 1024, 2.2, 65),
        Prediction("mlp", BenchmarkNetworks.Mlp, 1, 3),
        Prediction("mlp", BenchmarkNetworks.Mlp, 256, 1.1),
        Prediction("mnist-cnn", BenchmarkNetworks.MnistCnn, 1, 2),
        Prediction("mnist-cnn", BenchmarkNetworks.MnistCnn, 256, 1.2),
        Prediction("islr-cnn", BenchmarkNetworks.IslrCnn, 256, 1.5),
        Product(512, 512, 512, 0.95),
        Product(1024, 1024, 1024, 0.95),
        Product(128, 256, 784, 1.2),
        Product(784, 256, 128, 1.2),
        Product(32, 256, 784, 1.2),
        Product(12544, 64, 288, 1.2),
        new FitWorkload("fit-digits-mlp-sklearn", BenchmarkNetworks.DigitsMlp, 32, 1797, 30) { Promise = new("scikit-learn", 8) },
        // At most 1.3 times the time.
        OnDisk("mlp", BenchmarkNetworks.Mlp, 65_536),
        OnDisk("digits-mlp", BenchmarkNetworks.DigitsMlp, 1 << 20),
        OnDisk("large-digits-mlp", BenchmarkNetworks.DigitsMlp, 5 << 20),
        .. ForSharing(),
        .. ForSweeps(options),
        .. ForModule(options),
    ];

    private static TrainingWorkload Training(
        string name, Network network, Optimizer optimizer, int batch, int rows, double ratio, double percent = double.NaN) =>
        new("train-" + name, network, optimizer, batch, rows) { Promise = new(Torch, ratio, percent) };

    private static PredictionWorkload Prediction(string name, Network network, int batch, double ratio) =>
        new($"predict-{name}-b{batch}", network, batch) { Promise = new(Onnx, ratio) };

    private static DiskWorkload OnDisk(string name, Network network, int rows) =>
        new($"disk-{name}-b128-sgdm", network, rows) { Promise = new(DiskWorkload.Memory, 1 / 1.3) };

    private static GemmWorkload Product(int m, int n, int k, double ratio) => new(m, n, k) { Promise = new(Torch, ratio) };

    private static IEnumerable<Workload> ForSharing() =>
    [
        new SharingWorkload("share-mlp-1-thread-each", BenchmarkNetworks.Mlp, 8192, isOneThreadEach: true),
        new SharingWorkload("share-mnist-cnn-1-thread-each", BenchmarkNetworks.MnistCnn, 1024, isOneThreadEach: true),
        new SharingWorkload("share-mlp-all-threads-each", BenchmarkNetworks.Mlp, 8192, isOneThreadEach: false),
        new SharingWorkload("share-mnist-cnn-all-threads-each", BenchmarkNetworks.MnistCnn, 1024, isOneThreadEach: false),
    ];

    private static IEnumerable<Workload> ForSweeps(BenchmarkOptions options) =>
    [
        .. options.ModulePath is not { } module
            ? Array.Empty<Workload>()
            : [new SweepWorkload(module, options.Pwsh) { Promise = new(SweepWorkload.WithSklearn, 5) { Other = new(SweepWorkload.WithTorch, 30) } }],
        .. from sampler in new[] { "Random", "TPE" }
           from trials in new[] { 1_000, 3_000, 10_000 }
           select new SweepOverheadWorkload(trials, sampler) { Promise = trials == 10_000 ? new(Value: 2) : null },
    ];

    private static IEnumerable<Workload> ForModule(BenchmarkOptions options) => options.ModulePath is not { } module
        ? []
        :
        [
            new ModuleWorkload("module-rows-array", "rows/s", module, options.Pwsh) { Promise = new(Value: 100_000) },
            new ModuleWorkload("module-rows-csv", "rows/s", module, options.Pwsh) { Promise = new(Value: 20_000) },
            new ModuleWorkload("module-first-epoch-mlp", "% of the third epoch's speed", module, options.Pwsh) { Promise = new(Value: 90) },
            new ModuleWorkload("module-first-epoch-cnn", "% of the third epoch's speed", module, options.Pwsh) { Promise = new(Value: 90) },
            new ModuleWorkload("module-start-mlp", "ms until the first epoch", module, options.Pwsh, isLowerBetter: true),
            new ModuleWorkload("module-import", "ms to import", module, options.Pwsh, isLowerBetter: true) { Promise = new(Value: 300) },
        ];
}
