using NeuralPS.Engine.Activations;
using NeuralPS.Engine.Data;
using NeuralPS.Engine.Data.Synthesis;
using NeuralPS.Engine.Layers;
using NeuralPS.Engine.Networks;
using NeuralPS.Engine.Optimizers;
using NeuralPS.Engine.Tensors;
using NeuralPS.Engine.Training;

namespace NeuralPS.Engine.Tests.Training;

/// <summary>Small networks and data that several tests share.</summary>
internal static class TrainingFixture
{
    public static Dataset Moons { get; } = SyntheticDataset.Create(SyntheticKind.Moons, 200, 1);

    public static Dataset Digits { get; } = SyntheticDataset.Create(SyntheticKind.Digits, 300, 1);

    public static Network MoonNetwork { get; } = Network.Create(new Shape(2))
        .Add(new DenseLayer(16) { Activation = ReLUActivation.Instance })
        .Add(new DropoutLayer(0.2))
        .Add(new DenseLayer(2) { Activation = SoftmaxActivation.Instance });

    // Large enough that the work is shared between threads.
    public static Network DigitNetwork { get; } = Network.Create(new Shape(28, 28, 1))
        .Add(new FlattenLayer())
        .Add(new DenseLayer(256) { Activation = ReLUActivation.Instance })
        .Add(new DenseLayer(64) { Activation = TanhActivation.Instance })
        .Add(new DropoutLayer(0.3))
        .Add(new DenseLayer(10) { Activation = SoftmaxActivation.Instance });

    public static TrainingOptions Options(int epochs, string optimizer = "Adam", int threads = 0) => new()
    {
        Epochs = epochs,
        BatchSize = 64,
        Seed = 7,
        Optimizer = OptimizerCatalog.Create(optimizer),
        Threads = threads,
    };

    public static Network Train(Network network, Dataset dataset, TrainingOptions options) =>
        Trainer.Train(network, dataset, options).Network;

    /// <summary>Compares all weights bit by bit.</summary>
    public static void AssertSameBits(Network expected, Network actual)
    {
        foreach (NetworkLayer layer in expected.Layers)
        {
            foreach (ParameterSpecification parameter in layer.Parameters)
            {
                string name = layer.TensorName(parameter.Role);
                float[] one = expected.Weights[name].Data;
                float[] other = actual.Weights[name].Data;
                Assert.Equal(one.Select(BitConverter.SingleToInt32Bits), other.Select(BitConverter.SingleToInt32Bits));
            }
        }
    }
}
