using NeuralPS.Engine.Activations;
using NeuralPS.Engine.Data;
using NeuralPS.Engine.Formats;
using NeuralPS.Engine.Initializers;
using NeuralPS.Engine.Layers;
using NeuralPS.Engine.Losses;
using NeuralPS.Engine.Networks;
using NeuralPS.Engine.Tensors;
using NeuralPS.Engine.Tests.Training;
using NeuralPS.Engine.Training;

namespace NeuralPS.Engine.Tests.Formulas;

public sealed class FormulaTrainingTests : IDisposable
{
    private readonly string _path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + ".safetensors");

    private static FormulaActivation Swish { get; } = new("x * sigmoid(x)");

    private static Network Images { get; } = Network.Create(new Shape(28, 28, 1))
        .Add(new ConvLayer(6) { KernelHeight = 5, KernelWidth = 5, Stride = 3, Activation = new FormulaActivation("cos(x) + 0.1 * x") })
        .Add(new BatchNormLayer { Activation = new FormulaActivation("sin(x)") })
        .Add(new ActivationLayer(new FormulaActivation("softplus(x)")))
        .Add(new FlattenLayer())
        .Add(new DenseLayer(60) { Activation = Swish })
        .Add(new DenseLayer(10) { Activation = new FormulaActivation("sigmoid(x)") });

    public void Dispose() => File.Delete(_path);

    [Theory]
    [InlineData("x * sigmoid(x)")]
    [InlineData("x * tanh(softplus(x))")]
    [InlineData("sin(x)")]
    [InlineData("exp(-x^2)")]
    [InlineData("1 / (1 + x^2)")]
    [InlineData("tanh(x)")]
    [InlineData("sqrt(1 + x^2) - 1")]
    public void Activations_pass_the_gradient_check(string formula)
    {
        var activation = new FormulaActivation(formula);
        Network network = Network.Create(new Shape(28, 28, 1))
            .Add(new ConvLayer(5) { KernelHeight = 5, KernelWidth = 5, Stride = 4, Activation = activation })
            .Add(new PoolingLayer(PoolingKind.Average))
            .Add(new ActivationLayer(activation))
            .Add(new FlattenLayer())
            .Add(new DenseLayer(9) { Activation = activation })
            .Add(new DenseLayer(10));
        AssertGradient(network, TrainingFixture.Digits.Select([0, 1, 2, 3]), new FormulaLoss("(y - p)^2 / 2"));
    }

    [Theory]
    [InlineData("Softmax", "-y * log(p + 0.001)")]
    [InlineData("Sigmoid", "-y * log(p) - (1 - y) * log(1 - p)")]
    [InlineData("Linear", "softplus(p) - y * p")]
    public void Losses_pass_the_gradient_check(string last, string formula) => AssertGradient(
        Network.Create(new Shape(2)).Add(new DenseLayer(7) { Activation = TanhActivation.Instance })
            .Add(new DenseLayer(2) { Activation = ActivationCatalog.Get(last) }),
        TrainingFixture.Moons.Select([.. Enumerable.Range(0, 12)]),
        new FormulaLoss(formula));

    [Fact]
    public void Training_with_formulas_gives_the_same_bits_on_any_number_of_threads()
    {
        TrainingOptions options = TrainingFixture.Options(2) with { Loss = new FormulaLoss("(y - p)^2") };
        Network one = TrainingFixture.Train(Images, TrainingFixture.Digits, options with { Threads = 1 });
        Network two = TrainingFixture.Train(Images, TrainingFixture.Digits, options with { Threads = 2 });
        TrainingFixture.AssertSameBits(one, two);
        Assert.True(one.History[1].Loss < one.History[0].Loss);
    }

    [Fact]
    public void A_formula_learns_as_the_engine_does()
    {
        // Given, as what suits SiLU by default is not what suits an unknown function.
        static Network Create(Activation activation) => Network.Create(new Shape(2))
            .Add(new DenseLayer(16) { Activation = activation, WeightInitializer = InitializerCatalog.Get("XavierNormal") })
            .Add(new DenseLayer(2));

        TrainingOptions options = TrainingFixture.Options(5);
        Network actual = TrainingFixture.Train(Create(Swish), TrainingFixture.Moons, options with { Loss = new FormulaLoss("(y - p)^2") });
        Network expected = TrainingFixture.Train(
            Create(SiLUActivation.Instance), TrainingFixture.Moons, options with { Loss = SquaredError.Instance });
        Assert.Equal(expected.History[^1].Loss, actual.History[^1].Loss, 1e-4 * expected.History[^1].Loss);
    }

    [Fact]
    public void Files_keep_formulas_and_training_continues()
    {
        TrainingOptions options = TrainingFixture.Options(2) with { Loss = new FormulaLoss("(y - p)^2") };
        Network half = TrainingFixture.Train(Images, TrainingFixture.Digits, options);
        NetworkFile.Write(half, _path, overwrite: false);
        Network read = NetworkFile.Read(_path);
        Assert.Equal("Formula((y - p)^2)", read.LossName);
        Assert.Equal(Swish, ((DenseLayer)read.Layers[4].Layer).Activation);
        TrainingFixture.AssertSameBits(
            TrainingFixture.Train(Images, TrainingFixture.Digits, options with { Epochs = 4 }),
            TrainingFixture.Train(read, TrainingFixture.Digits, new TrainingOptions { Epochs = 2, BatchSize = 64 }));
    }

    [Fact]
    public void Steps_with_formulas_allocate_nothing()
    {
        long mark = 0;
        long least = long.MaxValue;
        var observer = new TrainingObserver
        {
            OnBatch = batch =>
            {
                if (batch.Batch == 1)
                {
                    mark = GC.GetAllocatedBytesForCurrentThread();
                }
                else if (batch.Batch == 4)
                {
                    least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - mark);
                }
            },
        };
        TrainingOptions options = TrainingFixture.Options(6) with { Loss = new FormulaLoss("(y - p)^2"), Threads = 1 };
        Trainer.Train(Images, TrainingFixture.Digits, options, observer);
        Assert.Equal(0, least);
    }

    private static void AssertGradient(Network network, Dataset dataset, Loss loss)
    {
        foreach (GradientCheckResult result in GradientCheck.Run(network, dataset, loss, elements: 20, seed: 3))
        {
            Assert.True(result.MaximumError < 0.01, $"{result.Tensor}: {result.MaximumError}");
            Assert.True(result.Checked > 0, $"{result.Tensor}: nothing but kinks");
        }
    }
}
