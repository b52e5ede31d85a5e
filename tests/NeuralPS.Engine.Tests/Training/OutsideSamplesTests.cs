using NeuralPS.Engine.Activations;
using NeuralPS.Engine.Data;
using NeuralPS.Engine.Layers;
using NeuralPS.Engine.Losses;
using NeuralPS.Engine.Networks;
using NeuralPS.Engine.Tensors;
using NeuralPS.Engine.Threading;
using NeuralPS.Engine.Training;
using NeuralPS.Engine.Training.Orders;

namespace NeuralPS.Engine.Tests.Training;

/// <summary>A dense layer reads samples where they lie; copies of them give the same bits.</summary>
public class OutsideSamplesTests
{
    [Theory]
    [InlineData(1, "SGD", 1)]
    [InlineData(1, "Adam", 2)]
    [InlineData(23, "Momentum", 1)]
    [InlineData(64, "Adam", 3)]
    [InlineData(300, "SGD", 2)]
    public void Training_has_the_same_bits_on_copies(int batch, string optimizer, int threads)
    {
        foreach ((int features, int units) in new[] { (16, 70), (64, 300), (19, 70), (784, 70), (784, 30), (16 * 67, 130) })
        {
            TrainingOptions options = TrainingFixture.Options(2, optimizer, threads) with { BatchSize = batch };
            Dataset kept = CreateData(new Shape(features), 70);
            Dataset copied = new("copied", new CopiedRows(kept.Inputs), targets: kept.Targets);
            Network network = Network.Create(new Shape(features))
                .Add(new DenseLayer(units) { Activation = ReLUActivation.Instance })
                .Add(new DenseLayer(2));

            Network expected = TrainingFixture.Train(network, copied, options with { ValidationDataset = copied });
            Network actual = TrainingFixture.Train(network, kept, options with { ValidationDataset = kept });

            TrainingFixture.AssertSameBits(expected, actual);
            Assert.Equal(
                expected.History.Select(record => (record.Loss, record.ValidationLoss)),
                actual.History.Select(record => (record.Loss, record.ValidationLoss)));
            Assert.Equal(Evaluator.Measure(actual, copied).Loss, Evaluator.Measure(actual, kept).Loss);
        }
    }

    // The step of a single sample waits for the next sample, but not longer.
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(70)]
    [InlineData(93)]
    public void A_step_that_waits_is_taken_before_a_training_is_cancelled(int batches)
    {
        Dataset kept = CreateData(new Shape(32), 70);
        Dataset copied = new("copied", new CopiedRows(kept.Inputs), targets: kept.Targets);
        TrainingOptions options = TrainingFixture.Options(3, "SGD") with { BatchSize = 1 };

        Network expected = Cancel(copied);
        Network actual = Cancel(kept);
        TrainingFixture.AssertSameBits(expected, actual);
        TrainingOptions rest = options with { Epochs = 3 - actual.State!.CompletedEpochs };
        TrainingFixture.AssertSameBits(TrainingFixture.Train(SmallNetwork, copied, options), TrainingFixture.Train(actual, kept, rest));

        Network Cancel(Dataset data)
        {
            using var cancellation = new CancellationTokenSource();
            int seen = 0;
            var observer = new TrainingObserver
            {
                OnBatch = _ =>
                {
                    if (++seen == batches)
                    {
                        cancellation.Cancel();
                    }
                },
            };
            return Trainer.Train(SmallNetwork, data, options, observer, cancellation.Token).Network;
        }
    }

    [Fact]
    public void A_step_that_waits_is_taken_before_weights_are_averaged()
    {
        Dataset kept = CreateData(new Shape(32), 20);
        Dataset copied = new("copied", new CopiedRows(kept.Inputs), targets: kept.Targets);
        TrainingOptions options = TrainingFixture.Options(2, "SGD") with
        {
            BatchSize = 1,
            Averaging = new WeightAveraging(AveragingMethod.Exponential) { Decay = 0.9 },
        };

        TrainingFixture.AssertSameBits(
            TrainingFixture.Train(SmallNetwork, copied, options with { ValidationDataset = copied }),
            TrainingFixture.Train(SmallNetwork, kept, options with { ValidationDataset = kept }));
    }

    [Fact]
    public void Two_inputs_and_a_selection_in_another_order_have_the_same_bits_on_copies()
    {
        Network network = Network.Create(new Shape(32), inputName: "left").AddInput("right", new Shape(7))
            .Add(new DenseLayer(16) { Name = "a", Activation = TanhActivation.Instance }, ["left"])
            .Add(new DenseLayer(16) { Name = "b", Activation = TanhActivation.Instance }, ["right"])
            .Add(new MergeLayer(MergeMethod.Add), ["a", "b"])
            .Add(new DenseLayer(2));
        Dataset kept = CreateData(new Shape(39), 60).Select([.. Enumerable.Range(0, 50).Select(i => (i * 7) % 60)]);
        Dataset copied = new("copied", new CopiedRows(kept.Inputs), targets: kept.Targets);

        TrainingOptions options = TrainingFixture.Options(2) with { BatchSize = 12 };
        TrainingFixture.AssertSameBits(TrainingFixture.Train(network, copied, options), TrainingFixture.Train(network, kept, options));
    }

    [Fact]
    public void Predictions_have_the_bits_of_the_evaluation()
    {
        Network network = Network.Create(new Shape(48)).Add(new DenseLayer(33) { Activation = TanhActivation.Instance }).Add(new DenseLayer(2)).Initialize(3);
        Dataset data = CreateData(new Shape(48), 100);
        float[] inputs = data.Inputs.ToArray();
        float[] whole = new float[200];
        using (var predictor = new Predictor(network, batch: 37, threads: 2))
        {
            predictor.Predict(inputs, whole);
        }

        float[] single = new float[200];
        using (var predictor = new Predictor(network, batch: 1, threads: 1))
        {
            predictor.Predict(inputs, single);
        }

        Assert.Equal(single, whole);
        double loss = 0;
        float[] targets = data.Targets!.ToArray();
        for (int i = 0; i < 200; i++)
        {
            loss += Math.Pow(whole[i] - targets[i], 2) / 200;
        }

        Assert.Equal(loss, Evaluator.Measure(network, data, new LossSet([SquaredError.Instance])).Loss, 1e-5);
    }

    [Theory]
    [InlineData(32, true, true)]
    [InlineData(32, false, false)]
    [InlineData(31, true, false)]
    public void Samples_are_copied_only_where_they_have_to_be(int features, bool areKept, bool stayOutside)
    {
        Dataset data = CreateData(new Shape(features), 8);
        RowStore rows = areKept ? data.Inputs : new CopiedRows(data.Inputs);
        Network network = Network.Create(new Shape(features)).Add(new DenseLayer(3)).Initialize(1);
        using Plan plan = Plan.Create(network, 8, isTraining: false, strips: []);
        using var pool = new WorkerPool(1);

        var order = new ShuffledOrder(8, seed: 1);
        order.Begin(1);
        int[] taken = new int[4];
        order.CopyTo(1, taken);
        var loader = new BatchLoader(plan.Inputs);
        loader.Load(rows, order, 1, 4, pool);

        Assert.Equal(taken, loader.Samples[..4]);
        Assert.NotEqual([1, 2, 3, 4], taken);
        if (stayOutside)
        {
            Assert.Equal(taken.Select(row => row * features), Enumerable.Range(0, 4).Select(i => GetStart(plan, i)));
        }


        Assert.Equal(stayOutside, plan.Inputs[0].Samples is { AreOutside: true });
    }

    [Fact]
    public void Samples_that_something_else_reads_too_are_copied()
    {
        Network network = Network.Create(new Shape(32)).Add(new DenseLayer(32) { Name = "a" }).Add(new MergeLayer(MergeMethod.Add), ["input", "a"]).Initialize(1);
        using Plan plan = Plan.Create(network, 8, isTraining: true, strips: []);

        Assert.Null(plan.Inputs[0].Samples);
    }

    private static unsafe int GetStart(Plan plan, int row) => plan.Inputs[0].Samples!.Starts[row];

    private static Network SmallNetwork { get; } = Network.Create(new Shape(32))
        .Add(new DenseLayer(40) { Activation = SigmoidActivation.Instance })
        .Add(new DenseLayer(2));

    private static Dataset CreateData(Shape shape, int rows)
    {
        var random = new Random(5);
        float[] inputs = [.. Enumerable.Range(0, rows * shape.Length).Select(_ => random.NextSingle() - 0.5f)];
        float[] targets = [.. Enumerable.Range(0, rows * 2).Select(_ => random.NextSingle())];
        return new Dataset("data", new FloatRows(inputs, shape), targets: new FloatRows(targets, new Shape(2)));
    }

    /// <summary>Rows that can only be copied.</summary>
    private sealed class CopiedRows(RowStore rows) : RowStore(rows.Count, rows.RowShape)
    {
        public override void CopyRow(int row, Span<float> destination) => rows.CopyRow(row, destination);

        public override RowStore Reshape(Shape shape) => new CopiedRows(rows.Reshape(shape));
    }
}
