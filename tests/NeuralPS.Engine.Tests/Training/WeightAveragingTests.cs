using NeuralPS.Engine.Activations;
using NeuralPS.Engine.Formats;
using NeuralPS.Engine.Layers;
using NeuralPS.Engine.Networks;
using NeuralPS.Engine.Optimizers;
using NeuralPS.Engine.Tensors;
using NeuralPS.Engine.Training;

namespace NeuralPS.Engine.Tests.Training;

public sealed class WeightAveragingTests : IDisposable
{
    private static readonly WeightAveraging _exponential = new(AveragingMethod.Exponential) { Decay = 0.9 };
    private static readonly WeightAveraging _uniform = new(AveragingMethod.Uniform);

    private readonly string _path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + ".safetensors");

    private static Network BatchNorm { get; } = Network.Create(new Shape(2))
        .Add(new DenseLayer(16) { UseBias = false })
        .Add(new BatchNormLayer { Activation = ReLUActivation.Instance })
        .Add(new DropoutLayer(0.1))
        .Add(new DenseLayer(2) { Activation = SoftmaxActivation.Instance });

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void A_uniform_average_is_the_mean_over_the_ends_of_epochs()
    {
        TrainingOptions options = TrainingFixture.Options(1);
        Network[] epochs = [.. Enumerable.Range(1, 5).Select(i => Train(options with { Epochs = i }))];
        Network averaged = Train(options with { Epochs = 5, Averaging = _uniform with { Start = 3 } });
        AssertWeights(averaged, averaged.Weights, name => Mean(epochs.Skip(2).Select(network => network.Weights[name].Data)), 1e-6);
        AssertWeights(averaged, averaged.State!.Averaging!.RawWeights!, name => epochs[4].Weights[name].Data, 0);
        Assert.Equal(3, averaged.State.Averaging.Count);
    }

    [Fact]
    public void An_exponential_average_follows_the_updates()
    {
        // One update an epoch: the weights after each are those of so many epochs.
        TrainingOptions options = TrainingFixture.Options(1) with { BatchSize = 0 };
        var average = new Dictionary<string, double[]>();
        for (int i = 1; i <= 12; i++)
        {
            Network network = Train(options with { Epochs = i });
            double decay = i == 1 ? 0 : Math.Min(0.5, i / (9.0 + i));
            foreach (string name in Names(network))
            {
                float[] weights = network.Weights[name].Data;
                double[] before = average.GetValueOrDefault(name, new double[weights.Length]);
                average[name] = [.. before.Zip(weights, (a, w) => (decay * a) + ((1 - decay) * w))];
            }
        }

        Network averaged = Train(options with { Epochs = 12, Averaging = _exponential with { Decay = 0.5 } });
        AssertWeights(averaged, averaged.Weights, name => [.. average[name].Select(value => (float)value)], 1e-6);
    }

    [Theory]
    [InlineData(AveragingMethod.Exponential, 1, "Adam")]
    [InlineData(AveragingMethod.Exponential, 4, "Momentum")]
    [InlineData(AveragingMethod.Uniform, 1, "Adam")]
    [InlineData(AveragingMethod.Uniform, 7, "Adam")]
    public void Five_epochs_a_file_and_five_are_the_same_bits_as_ten(AveragingMethod method, int start, string optimizer)
    {
        TrainingOptions options = TrainingFixture.Options(10, optimizer) with
        {
            Averaging = new WeightAveraging(method) { Decay = 0.9, Start = start }, ValidationFraction = 0.25,
        };
        Network whole = Train(options, BatchNorm);
        NetworkFile.Write(Train(options with { Epochs = 5 }, BatchNorm), _path, overwrite: false);
        Network rest = TrainingFixture.Train(
            NetworkFile.Read(_path), TrainingFixture.Moons, new TrainingOptions { Epochs = 5, BatchSize = 64, ValidationFraction = 0.25 });
        AssertSame(whole, rest);
        Assert.Equal(whole.History.Select(record => record.ValidationLoss), rest.History.Select(record => record.ValidationLoss));
    }

    [Fact]
    public void Validation_measures_the_average()
    {
        TrainingOptions options = TrainingFixture.Options(6) with { Averaging = _exponential, ValidationDataset = TrainingFixture.Moons };
        Network trained = Train(options, BatchNorm);
        Assert.Equal(Evaluator.Measure(trained, TrainingFixture.Moons).Loss, trained.History[^1].ValidationLoss, 6);
        Network raw = Train(options with { Averaging = null }, BatchNorm);
        Assert.Equal(raw.History.Select(record => record.Loss), trained.History.Select(record => record.Loss));
        Assert.NotEqual(raw.History[^1].ValidationLoss, trained.History[^1].ValidationLoss, 5);
        AssertWeights(raw, trained.State!.Averaging!.RawWeights!, name => raw.Weights[name].Data, 0);
    }

    [Theory]
    [InlineData(AveragingMethod.Exponential)]
    [InlineData(AveragingMethod.Uniform)]
    public void Interrupted_anywhere_it_continues_to_the_same_bits(AveragingMethod method)
    {
        TrainingOptions options = TrainingFixture.Options(4) with
        {
            Averaging = new WeightAveraging(method) { Decay = 0.9 }, ValidationDataset = TrainingFixture.Moons,
        };
        Network whole = Train(options, BatchNorm);
        for (int stop = 2; stop <= 12; stop += 2)
        {
            // Four batches an epoch: cancelled in the fourth, the validation is what is missing.
            using var cancellation = new CancellationTokenSource();
            int batches = 0;
            var observer = new TrainingObserver
            {
                OnBatch = _ =>
                {
                    if (++batches == stop)
                    {
                        cancellation.Cancel();
                    }
                },
            };
            Network part = Trainer.Train(BatchNorm, TrainingFixture.Moons, options, observer, cancellation.Token).Network;
            NetworkFile.Write(part, _path, overwrite: true);
            part = NetworkFile.Read(_path);
            AssertSame(whole, Train(options with { Epochs = 4 - part.State!.CompletedEpochs }, part));
        }
    }

    [Fact]
    public void The_same_bits_on_any_number_of_threads_and_no_allocation()
    {
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
        TrainingOptions options = TrainingFixture.Options(4, threads: 1) with { Averaging = _exponential };
        Network one = Trainer.Train(TrainingFixture.DigitNetwork, TrainingFixture.Digits, options, observer).Network;
        Assert.Equal(0, least);
        Network two = TrainingFixture.Train(TrainingFixture.DigitNetwork, TrainingFixture.Digits, options with { Threads = 2 });
        AssertSame(one, two);
    }

    [Fact]
    public void Training_further_can_end_it_or_change_it()
    {
        TrainingOptions options = TrainingFixture.Options(3) with { Averaging = _exponential };
        Network averaged = Train(options);
        Network ended = Train(options with { Epochs = 1, Averaging = new WeightAveraging(AveragingMethod.None) }, averaged);
        Assert.Null(ended.State!.Averaging);
        TrainingFixture.AssertSameBits(Train(TrainingFixture.Options(4)), ended);
        Network other = Train(options with { Epochs = 1, Averaging = _uniform }, averaged);
        Assert.Equal(1, other.State!.Averaging!.Count);
        AssertWeights(other, other.Weights, name => other.State.Averaging.RawWeights![name].Data, 0);
    }

    [Fact]
    public void Early_stopping_restores_averages_and_starts_anew()
    {
        Network trained = Train(TrainingFixture.Options(200) with
        {
            Averaging = _exponential, Patience = 2, MinimumChange = 0.05, ValidationDataset = TrainingFixture.Moons,
        });
        EarlyStoppingState stopping = trained.State!.EarlyStopping!;
        Assert.True(trained.History.Length < 200);
        Assert.Equal(stopping.Best, Evaluator.Measure(trained, TrainingFixture.Moons).Loss, 6);
        Assert.Equal(new AveragingState(_exponential, 0, null), trained.State.Averaging);
    }

    [Fact]
    public void Averages_of_LBFGS_continue_to_the_same_bits()
    {
        Network network = Network.Create(new Shape(2))
            .Add(new DenseLayer(8) { UseBias = false })
            .Add(new BatchNormLayer { Activation = TanhActivation.Instance })
            .Add(new DenseLayer(2) { Activation = SoftmaxActivation.Instance });
        TrainingOptions options = TrainingFixture.Options(8) with
        {
            Optimizer = new LBFGS(), Averaging = _uniform, ValidationDataset = TrainingFixture.Moons,
        };
        Network whole = Train(options, network);
        NetworkFile.Write(Train(options with { Epochs = 4 }, network), _path, overwrite: false);
        AssertSame(whole, Train(options with { Epochs = 4 }, NetworkFile.Read(_path)));
    }

    [Fact]
    public void Averages_in_a_file_without_the_weights_behind_them_are_refused()
    {
        NetworkFile.Write(Train(TrainingFixture.Options(2) with { Averaging = _uniform }), _path, overwrite: false);
        SafeTensorsFile content = SafeTensorsFile.Read(_path);
        var left = content.Tensors.Where(tensor => !tensor.Name.StartsWith("raw/", StringComparison.Ordinal)).ToList();
        Assert.Equal(4, content.Tensors.Count - left.Count);
        SafeTensorsFile.Write(_path, left, content.Metadata.ToDictionary(), overwrite: true);
        Assert.Equal("TensorMissing", Assert.Throws<FileFormatException>(() => NetworkFile.Read(_path)).ErrorId);
    }

    [Theory]
    [InlineData(1, 1, "AveragingDecayOutOfRange")]
    [InlineData(double.NaN, 1, "AveragingDecayOutOfRange")]
    [InlineData(0.9, 0, "AveragingStartOutOfRange")]
    public void Settings_out_of_range_are_refused(double decay, int start, string id)
    {
        var settings = new WeightAveraging(AveragingMethod.Exponential) { Decay = decay, Start = start };
        Assert.Equal(id, Assert.Throws<EngineException>(() => Train(TrainingFixture.Options(1) with { Averaging = settings })).ErrorId);
    }

    private static Network Train(TrainingOptions options, Network? network = null) =>
        TrainingFixture.Train(network ?? TrainingFixture.MoonNetwork, TrainingFixture.Moons, options);

    private static string[] Names(Network network) =>
        [.. network.Layers.SelectMany(layer => layer.Parameters.Select(parameter => layer.TensorName(parameter.Role)))];

    private static float[] Mean(IEnumerable<float[]> arrays)
    {
        float[][] all = [.. arrays];
        return [.. Enumerable.Range(0, all[0].Length).Select(i => (float)all.Average(array => (double)array[i]))];
    }

    private static void AssertSame(Network expected, Network actual)
    {
        TrainingFixture.AssertSameBits(expected, actual);
        Assert.Equal(expected.State!.Averaging!.Count, actual.State!.Averaging!.Count);
        AssertWeights(actual, actual.State.Averaging.RawWeights!, name => expected.State.Averaging.RawWeights![name].Data, 0);
    }

    private static void AssertWeights(Network network, NetworkWeights weights, Func<string, float[]> expected, double tolerance)
    {
        foreach (string name in Names(network))
        {
            float[] values = expected(name);
            for (int i = 0; i < values.Length; i++)
            {
                Assert.Equal(values[i], weights[name].Data[i], tolerance);
            }
        }
    }
}
