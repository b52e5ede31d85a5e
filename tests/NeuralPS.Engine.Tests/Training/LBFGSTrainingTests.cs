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

public sealed class LBFGSTrainingTests : IDisposable
{
    private static readonly Dataset _patches = CreatePatches(300);

    private readonly string _path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + ".safetensors");

    // The sparse autoencoder of the lectures: 1/2 squared error, sparsity 0.01 with weight 3, weight decay 1e-4.
    private static Network Autoencoder { get; } = Network.Create(new Shape(64))
        .Add(new DenseLayer(25)
        {
            Activation = SigmoidActivation.Instance,
            Sparsity = new SparsityPenalty(0.01, 3),
            Penalty = new Penalty(0, 1e-4),
        })
        .Add(new DenseLayer(64) { Activation = SigmoidActivation.Instance, Penalty = new Penalty(0, 1e-4) });

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void The_sparse_autoencoder_learns()
    {
        Assert.Equal(3289, Autoencoder.ParameterCount);
        Network trained = TrainingFixture.Train(Autoencoder, _patches, Options(150));
        EpochRecord first = trained.History[0];
        EpochRecord last = trained.History[^1];
        double[] objective = [.. trained.History.Select(record => record.Loss + record.Penalty)];
        Assert.All(objective.Zip(objective.Skip(1)), pair => Assert.True(pair.Second <= pair.First * 1.00001));
        Assert.True(objective[^1] < objective[0] / 4, $"The objective went from {objective[0]} to {objective[^1]}.");

        // Better than the best constant output, and with hidden units that are mostly off.
        Assert.True(last.Loss < 0.8 * MeanLoss(_patches), $"{last.Loss} against {MeanLoss(_patches)}");
        Assert.InRange(last.Penalty, 0, first.Penalty / 4);
    }

    [Fact]
    public void It_comes_to_the_minimum_of_logistic_regression()
    {
        // Newton's method in double precision, with the penalty 0.01/2 |w|^2 on the weights.
        Dataset moons = TrainingFixture.Moons;
        double[] exact = SolveLogistic(moons, 0.01);
        Network unit = Network.Create(new Shape(2)).Add(new DenseLayer(1) { Activation = SigmoidActivation.Instance });
        TrainingOutcome outcome = Trainer.Train(
            unit, moons, Options(100) with { Loss = null, Penalty = new Penalty(0, 0.01), BatchSize = 64 });
        Assert.Equal(TrainingEnd.Converged, outcome.End);
        Assert.InRange(outcome.Epoch, 3, 30);
        float[] weight = outcome.Network.Weights["dense1.weight"].Data;
        Assert.Equal(exact[0], weight[0], 1e-3);
        Assert.Equal(exact[1], weight[1], 1e-3);
        Assert.Equal(exact[2], outcome.Network.Weights["dense1.bias"].Data[0], 1e-3);
    }

    [Fact]
    public void Five_epochs_a_file_and_five_are_the_same_bits_as_ten()
    {
        Network whole = TrainingFixture.Train(Autoencoder, _patches, Options(10));
        NetworkFile.Write(TrainingFixture.Train(Autoencoder, _patches, Options(5)), _path, overwrite: false);
        Network rest = TrainingFixture.Train(NetworkFile.Read(_path), _patches, Options(5) with { Optimizer = null, Seed = null });
        TrainingFixture.AssertSameBits(whole, rest);
        Assert.Equal(
            whole.History.Select(record => (record.Loss, record.Penalty)), rest.History.Select(record => (record.Loss, record.Penalty)));
        Assert.Equal(40, whole.State!.Slots.Count / 2);
    }

    [Fact]
    public void The_same_bits_on_any_number_of_threads_and_nearly_for_any_size_of_blocks()
    {
        Network one = TrainingFixture.Train(Autoencoder, _patches, Options(8) with { Threads = 1 });
        Network two = TrainingFixture.Train(Autoencoder, _patches, Options(8) with { Threads = 2 });
        TrainingFixture.AssertSameBits(one, two);
        Network blocks = TrainingFixture.Train(Autoencoder, _patches, Options(8) with { BatchSize = 0 });
        Assert.Equal(one.History[^1].Loss + one.History[^1].Penalty, blocks.History[^1].Loss + blocks.History[^1].Penalty, 1e-3);
    }

    [Fact]
    public void Interrupted_within_an_iteration_it_continues_to_the_same_bits()
    {
        Network whole = TrainingFixture.Train(Autoencoder, _patches, Options(6));
        for (int stop = 1; stop <= 16; stop += 5)
        {
            using var cancellation = new CancellationTokenSource();
            int blocks = 0;
            var observer = new TrainingObserver
            {
                OnBatch = _ =>
                {
                    if (++blocks == stop)
                    {
                        cancellation.Cancel();
                    }
                },
            };
            TrainingOutcome part = Trainer.Train(Autoencoder, _patches, Options(6), observer, cancellation.Token);
            Assert.Equal(TrainingEnd.Cancelled, part.End);
            int left = 6 - part.Network.State!.CompletedEpochs;
            TrainingFixture.AssertSameBits(whole, TrainingFixture.Train(part.Network, _patches, Options(left)));
        }
    }

    [Fact]
    public void Interrupted_while_it_validates_it_still_continues_to_the_same_bits()
    {
        using var cancellation = new CancellationTokenSource();
        var watched = new WatchedRows(_patches.Inputs);
        TrainingOptions options = Options(3) with { ValidationDataset = new Dataset("watched", watched, targets: _patches.Targets) };
        Network whole = TrainingFixture.Train(Autoencoder, _patches, options);
        Network one = TrainingFixture.Train(Autoencoder, _patches, options with { Epochs = 1 });
        watched.OnRead = cancellation.Cancel;
        Network part = Trainer.Train(Autoencoder, _patches, options with { Epochs = 1 }, null, cancellation.Token).Network;
        watched.OnRead = null;
        int done = part.State!.CompletedEpochs;
        Assert.Equal(0, done);
        Network rest = TrainingFixture.Train(part, _patches, options with { Epochs = 3 - done });
        TrainingFixture.AssertSameBits(whole, rest);
        Assert.Equal(one.History[0].ValidationLoss, rest.History[0].ValidationLoss);
    }

    [Fact]
    public void Other_data_take_over_from_where_it_is()
    {
        Network first = TrainingFixture.Train(Autoencoder, _patches, Options(10));
        Dataset half = _patches.Select([.. Enumerable.Range(0, 100)]);
        Network second = TrainingFixture.Train(first, half, Options(20));
        double[] objective = [.. second.History.Skip(10).Select(record => record.Loss + record.Penalty)];
        Assert.All(objective.Zip(objective.Skip(1)), pair => Assert.True(pair.Second <= pair.First * 1.00001));
        Network adam = TrainingFixture.Train(second, half, Options(1) with { Optimizer = new Adam() });
        Assert.Equal("Adam", adam.State!.Optimizer.Name);
    }

    [Fact]
    public void Converged_it_ends_and_stays()
    {
        Network unit = Network.Create(new Shape(2)).Add(new DenseLayer(1) { Activation = SigmoidActivation.Instance });
        TrainingOptions options = Options(100) with { Loss = null, Penalty = new Penalty(0, 0.01) };
        Network trained = TrainingFixture.Train(unit, TrainingFixture.Moons, options);
        TrainingOutcome again = Trainer.Train(trained, TrainingFixture.Moons, options);
        Assert.Equal(TrainingEnd.Converged, again.End);
        Assert.Equal(trained.History.Length + 1, again.Network.History.Length);
        Assert.Equal(trained.History[^1].Loss, again.Network.History[^1].Loss, 6);
    }

    [Theory]
    [InlineData("dropout", "LBFGSNeedsSameLoss")]
    [InlineData("l1", "LBFGSNeedsSmoothPenalty")]
    [InlineData("clip", "LBFGSTakesNoClipping")]
    public void What_has_no_meaning_is_refused(string what, string id)
    {
        Network network = what == "dropout" ? TrainingFixture.MoonNetwork : Network.Create(new Shape(2)).Add(new DenseLayer(2));
        TrainingOptions options = Options(1) with
        {
            Loss = null,
            Penalty = new Penalty(what == "l1" ? 0.1 : 0, 0),
            ClipNorm = what == "clip" ? 1 : 0,
        };
        var error = Assert.Throws<EngineException>(() => Trainer.Train(network, TrainingFixture.Moons, options));
        Assert.Equal(id, error.ErrorId);
    }

    [Fact]
    public void A_loss_that_is_not_finite_at_the_start_diverges()
    {
        Network network = Network.Create(new Shape(1)).Add(new DenseLayer(1))
            .WithWeight("dense1", "weight", new Tensor(new Shape(1, 1), [3e38f]))
            .WithWeight("dense1", "bias", new Tensor(new Shape(1), [0]));
        var data = new Dataset("far", new FloatRows([3e38f], new Shape(1)), targets: new FloatRows([1], new Shape(1)));
        Assert.Equal(TrainingEnd.Diverged, Trainer.Train(network, data, Options(3) with { Loss = null }).End);
    }

    [Fact]
    public void Settings_are_described_and_checked()
    {
        var settings = (LBFGS)OptimizerCatalog.FromDescription("lbfgs", new Dictionary<string, double> { ["HistorySize"] = 5, ["Tolerance"] = 0 });
        Assert.Equal((5, 0, 25, 1.0), (settings.HistorySize, settings.Tolerance, settings.MaximumEvaluation, settings.LearningRate));
        foreach (double bad in new[] { 0, 2.5, 1001, double.NaN })
        {
            Assert.Equal("HistorySizeOutOfRange", Assert.Throws<EngineException>(
                () => OptimizerCatalog.FromDescription("LBFGS", new Dictionary<string, double> { ["HistorySize"] = bad })).ErrorId);
        }
    }

    private static TrainingOptions Options(int epochs) => new()
    {
        Epochs = epochs, BatchSize = 128, Seed = 7, Optimizer = new LBFGS(), Loss = HalfSquaredError.Instance,
    };

    // Patches of 8x8 pixels with a soft edge of any direction and place, scaled to 0.1 to 0.9 as in the lectures.
    private static Dataset CreatePatches(int count)
    {
        float[] pixels = new float[count * 64];
        for (int i = 0; i < count; i++)
        {
            double angle = i * 2.399963;
            double offset = (i % 7) - 3;
            for (int p = 0; p < 64; p++)
            {
                double distance = ((p % 8) - 3.5) * Math.Cos(angle) + (((p / 8) - 3.5) * Math.Sin(angle)) - offset;
                pixels[(i * 64) + p] = (float)(0.1 + (0.8 / (1 + Math.Exp(-2 * distance))));
            }
        }

        var rows = new FloatRows(pixels, new Shape(64));
        return new Dataset("patches", rows, targets: rows);
    }

    private static double MeanLoss(Dataset data)
    {
        float[] row = new float[64];
        double[] mean = new double[64];
        double[] square = new double[64];
        for (int i = 0; i < data.Count; i++)
        {
            data.Inputs.CopyRow(i, row);
            for (int p = 0; p < 64; p++)
            {
                mean[p] += row[p] / data.Count;
                square[p] += row[p] * row[p] / data.Count;
            }
        }

        return square.Zip(mean, (s, m) => s - (m * m)).Sum() / 2;
    }

    private static double[] SolveLogistic(Dataset data, double decay)
    {
        double[] w = new double[3];
        float[] x = new float[2];
        for (int iteration = 0; iteration < 50; iteration++)
        {
            double[] gradient = [decay * w[0], decay * w[1], 0];
            double[,] hessian = new double[3, 3];
            hessian[0, 0] = hessian[1, 1] = decay;
            for (int i = 0; i < data.Count; i++)
            {
                data.Inputs.CopyRow(i, x);
                double[] row = [x[0], x[1], 1];
                double p = 1 / (1 + Math.Exp(-((w[0] * x[0]) + (w[1] * x[1]) + w[2])));
                for (int a = 0; a < 3; a++)
                {
                    gradient[a] += (p - data.Labels![i]) * row[a] / data.Count;
                    for (int b = 0; b < 3; b++)
                    {
                        hessian[a, b] += p * (1 - p) * row[a] * row[b] / data.Count;
                    }
                }
            }

            Solve(hessian, gradient);
            for (int a = 0; a < 3; a++)
            {
                w[a] -= gradient[a];
            }
        }

        return w;
    }

    // Gauss's elimination, in place; the matrix is positive definite.
    private static void Solve(double[,] matrix, double[] vector)
    {
        for (int i = 0; i < 3; i++)
        {
            for (int row = 0; row < 3; row++)
            {
                double factor = row == i ? 0 : matrix[row, i] / matrix[i, i];
                for (int column = 0; column < 3; column++)
                {
                    matrix[row, column] -= factor * matrix[i, column];
                }

                vector[row] -= factor * vector[i];
            }
        }

        for (int i = 0; i < 3; i++)
        {
            vector[i] /= matrix[i, i];
        }
    }

    /// <summary>Rows that tell when they are read.</summary>
    private sealed class WatchedRows(RowStore rows) : RowStore(rows.Count, rows.RowShape)
    {
        public Action? OnRead { get; set; }

        public override void CopyRow(int row, Span<float> destination)
        {
            OnRead?.Invoke();
            rows.CopyRow(row, destination);
        }

        public override RowStore Reshape(Shape shape) => new WatchedRows(rows.Reshape(shape));
    }
}
