using NeuralPS.Engine.Activations;
using NeuralPS.Engine.Layers;
using NeuralPS.Engine.Networks;
using NeuralPS.Engine.Tensors;

namespace NeuralPS.Benchmarks.Workloads;

/// <summary>The networks, as in peers/peers.py; they end in logits.</summary>
internal static class BenchmarkNetworks
{
    /// <summary>784-256-128-10.</summary>
    public static Network Mlp { get; } = Network.Create(new Shape(784), "mlp")
        .Add(Dense(256))
        .Add(Dense(128))
        .Add(new DenseLayer(10));

    /// <summary>64-64-10, as scikit-learn's MLPClassifier((64,)) makes it for 8x8 digits.</summary>
    public static Network DigitsMlp { get; } = Network.Create(new Shape(64), "digits-mlp")
        .Add(Dense(64))
        .Add(new DenseLayer(10));

    /// <summary>The Keras example convnet for MNIST, 34,826 parameters.</summary>
    public static Network MnistCnn { get; } = Network.Create(new Shape(28, 28, 1), "mnist-cnn")
        .Add(Conv(32, Padding.Valid))
        .Add(new PoolingLayer(PoolingKind.Max))
        .Add(Conv(64, Padding.Valid))
        .Add(new PoolingLayer(PoolingKind.Max))
        .Add(new FlattenLayer())
        .Add(new DropoutLayer(0.5))
        .Add(new DenseLayer(10));

    /// <summary>The CIFAR-100 network of "An Introduction to Statistical Learning": four convolutions, two dense layers.</summary>
    public static Network IslrCnn { get; } = new[] { 32, 64, 128, 256 }
        .Aggregate(
            Network.Create(new Shape(32, 32, 3), "islr-cnn"),
            (network, filters) => network.Add(Conv(filters, Padding.Same)).Add(new PoolingLayer(PoolingKind.Max)))
        .Add(new FlattenLayer())
        .Add(new DropoutLayer(0.5))
        .Add(Dense(512))
        .Add(new DenseLayer(100));

    private static DenseLayer Dense(int units) => new(units) { Activation = ReLUActivation.Instance };

    private static ConvLayer Conv(int filters, Padding padding) => new(filters) { Padding = padding, Activation = ReLUActivation.Instance };
}
