using NeuralPS.Engine.Activations;
using NeuralPS.Engine.Data;
using NeuralPS.Engine.Formats;
using NeuralPS.Engine.Layers;
using NeuralPS.Engine.Losses;
using NeuralPS.Engine.Networks;
using NeuralPS.Engine.Optimizers;
using NeuralPS.Engine.Tensors;
using NeuralPS.Engine.Training;

namespace NeuralPS.Engine.Tests.Training;

public sealed class SparsityTests : IDisposable
{
    private readonly string _path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + ".safetensors");

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void Loss_penalty_and_gradient_are_those_of_PyTorch()
    {
        // beta sum_j KL(0.2, mean of sigmoid(x W' + b)) with beta = 3, and the mean squared error, by autograd in double precision.
        Network network = Network.Create(new Shape(2))
            .Add(new DenseLayer(2) { Activation = SigmoidActivation.Instance, Sparsity = new SparsityPenalty(0.2, 3) })
            .WithWeight("dense1", "weight", new Tensor(new Shape(2, 2), [0.5f, -1, 2, 0.25f]))
            .WithWeight("dense1", "bias", new Tensor(new Shape(2), [0.1f, -0.3f]));
        var data = new Dataset(
            "three", new FloatRows([1, 0, 0.5f, -1, -2, 1], new Shape(2)), targets: new FloatRows([1, 0, 0, 0.5f, 0.25f, 1], new Shape(2)));
        Network trained = TrainingFixture.Train(
            network, data, new TrainingOptions { Epochs = 1, BatchSize = 0, Shuffle = false, Optimizer = new SGD { LearningRate = 1 } });
        Assert.Equal(0.41063174859, trained.History[0].Loss, 6);
        Assert.Equal(1.21209259761, trained.History[0].Penalty, 5);
        AssertClose([0.5 - 0.11274365, -1 + 0.11299879, 2 - 0.30360732, 0.25 + 0.27161239], trained.Weights["dense1.weight"]);
        AssertClose([0.1 - 0.66680035, -0.3 - 0.48872766], trained.Weights["dense1.bias"]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(16)]
    [InlineData(37)]
    public void Gradients_pass_the_check_within_and_at_the_end_of_a_network(int units)
    {
        var penalty = new SparsityPenalty(0.05, 0.5);
        Network hidden = Network.Create(new Shape(2))
            .Add(new DenseLayer(5) { Activation = TanhActivation.Instance })
            .Add(new DenseLayer(units) { Activation = SigmoidActivation.Instance, Sparsity = penalty, Penalty = new Penalty(0, 0.1) })
            .Add(new DenseLayer(2) { Activation = SoftmaxActivation.Instance });
        AssertGradients(hidden, TrainingFixture.Moons.Select([.. Enumerable.Range(0, 50)]));
        Network last = Network.Create(new Shape(2))
            .Add(new DenseLayer(5) { Activation = TanhActivation.Instance })
            .Add(new DenseLayer(units) { Activation = SigmoidActivation.Instance, Sparsity = penalty });
        float[] targets = [.. Enumerable.Range(0, 50 * units).Select(i => i % 3 * 0.5f)];
        var data = new Dataset(
            "numbers", TrainingFixture.Moons.Select([.. Enumerable.Range(0, 50)]).Inputs, targets: new FloatRows(targets, new Shape(units)));
        AssertGradients(last, data);

        // The loss contains the sigmoid, but the penalty needs it.
        AssertGradients(last, data, BinaryCrossEntropy.Instance);
    }

    [Fact]
    public void The_penalty_draws_mean_activations_to_what_is_wanted()
    {
        Dataset digits = TrainingFixture.Digits;
        var autoencoder = new Dataset("digits", digits.Inputs.Reshape(new Shape(784)), targets: digits.Inputs.Reshape(new Shape(784)));
        Network Train(SparsityPenalty penalty) => TrainingFixture.Train(
            Network.Create(new Shape(784))
                .Add(new DenseLayer(20) { Activation = SigmoidActivation.Instance, Sparsity = penalty })
                .Add(new DenseLayer(784) { Activation = SigmoidActivation.Instance }),
            autoencoder,
            TrainingFixture.Options(15) with { Optimizer = new Adam { LearningRate = 0.01 } });
        Network sparse = Train(new SparsityPenalty(0.1, 0.5));
        Network dense = Train(default);
        Assert.InRange(MeanActivation(sparse, autoencoder), 0.05, 0.15);
        Assert.InRange(MeanActivation(dense, autoencoder), 0.25, 1);
        Assert.True(sparse.History[^1].Penalty < sparse.History[0].Penalty / 5);
        Assert.Equal(0, dense.History[^1].Penalty);
    }

    [Fact]
    public void The_penalty_on_weights_counts_as_well()
    {
        Network network = Network.Create(new Shape(1)).Add(new DenseLayer(1))
            .WithWeight("dense1", "weight", new Tensor(new Shape(1, 1), [-2]))
            .WithWeight("dense1", "bias", new Tensor(new Shape(1), [5]));
        var data = new Dataset("one", new FloatRows([1], new Shape(1)), targets: new FloatRows([3], new Shape(1)));
        Network trained = TrainingFixture.Train(
            network,
            data,
            new TrainingOptions { Epochs = 1, BatchSize = 0, Optimizer = new SGD { LearningRate = 1e-12 }, Penalty = new Penalty(0.25, 0.5) });
        Assert.Equal((0.25 * 2) + (0.5 / 2 * 4), trained.History[0].Penalty, 6);
        Assert.Equal(0, trained.History[0].Loss, 6);
    }

    [Fact]
    public void The_same_bits_on_any_number_of_threads_and_no_allocation()
    {
        Network network = Network.Create(new Shape(28, 28, 1))
            .Add(new FlattenLayer())
            .Add(new DenseLayer(200) { Activation = SigmoidActivation.Instance, Sparsity = new SparsityPenalty(0.05, 1) })
            .Add(new DenseLayer(10) { Activation = SoftmaxActivation.Instance });
        long least = long.MaxValue;
        long mark = 0;
        var observer = new TrainingObserver
        {
            OnBatch = batch =>
            {
                least = batch.Batch == 5 ? Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - mark) : least;
                mark = batch.Batch == 2 ? GC.GetAllocatedBytesForCurrentThread() : mark;
            },
        };
        Network one = Trainer.Train(network, TrainingFixture.Digits, TrainingFixture.Options(4, threads: 1), observer).Network;
        Assert.Equal(0, least);
        Network two = TrainingFixture.Train(network, TrainingFixture.Digits, TrainingFixture.Options(4, threads: 2));
        TrainingFixture.AssertSameBits(one, two);
        Assert.Equal(one.History.Select(record => record.Penalty), two.History.Select(record => record.Penalty));
    }

    [Fact]
    public void Files_keep_it()
    {
        Network network = Network.Create(new Shape(2))
            .Add(new DenseLayer(2) { Activation = SigmoidActivation.Instance, Sparsity = new SparsityPenalty(0.01, 3) })
            .Add(new DenseLayer(2) { Activation = SoftmaxActivation.Instance });
        Network trained = TrainingFixture.Train(network, TrainingFixture.Moons, TrainingFixture.Options(2));
        NetworkFile.Write(trained, _path, overwrite: false);
        Network read = NetworkFile.Read(_path);
        Assert.Equal(new SparsityPenalty(0.01, 3), ((DenseLayer)read.Layers[0].Layer).Sparsity);
        Assert.Equal(trained.History[1].Penalty, read.History[1].Penalty);
        Assert.Equal("Sigmoid, sparsity 0.01, weight 3", read.Layers[0].Layer.Summary);
    }

    [Theory]
    [InlineData(0, 1, "Sigmoid", "SparsityOutOfRange")]
    [InlineData(1, 1, "Sigmoid", "SparsityOutOfRange")]
    [InlineData(0.1, -1, "Sigmoid", "SparsityOutOfRange")]
    [InlineData(0.1, double.NaN, "Sigmoid", "SparsityOutOfRange")]
    [InlineData(0.1, 1, "Tanh", "SparsityNeedsSigmoid")]
    [InlineData(0.1, 1, "ReLU", "SparsityNeedsSigmoid")]
    [InlineData(0.1, 1, "Linear", "SparsityNeedsSigmoid")]
    public void What_has_no_mean_between_0_and_1_is_refused(double rho, double beta, string activation, string id)
    {
        var layer = new DenseLayer(2) { Activation = ActivationCatalog.Get(activation), Sparsity = new SparsityPenalty(rho, beta) };
        Assert.Equal(id, Assert.Throws<EngineException>(() => Network.Create(new Shape(2)).Add(layer)).ErrorId);
    }

    private static void AssertGradients(Network network, Dataset data, Loss? loss = null) => Assert.All(
        GradientCheck.Run(network, data, loss, seed: 3), result => Assert.InRange(result.MaximumError, 0, 0.01));

    private static void AssertClose(double[] expected, Tensor actual)
    {
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.Equal(expected[i], actual.Data[i], 5);
        }
    }

    private static double MeanActivation(Network network, Dataset data)
    {
        float[] weight = network.Weights["dense1.weight"].Data;
        float[] bias = network.Weights["dense1.bias"].Data;
        float[] row = new float[784];
        double sum = 0;
        for (int i = 0; i < data.Count; i++)
        {
            data.Inputs.CopyRow(i, row);
            for (int unit = 0; unit < 20; unit++)
            {
                double z = bias[unit];
                for (int k = 0; k < 784; k++)
                {
                    z += weight[(unit * 784) + k] * row[k];
                }

                sum += 1 / (1 + Math.Exp(-z));
            }
        }

        return sum / data.Count / 20;
    }
}
