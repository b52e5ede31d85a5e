using NeuralPS.Engine.Activations;
using NeuralPS.Engine.Data;
using NeuralPS.Engine.Layers;
using NeuralPS.Engine.Networks;
using NeuralPS.Engine.Optimizers;
using NeuralPS.Engine.Tensors;
using NeuralPS.Engine.Training;

namespace NeuralPS.Engine.Tests.Training;

public class SampleWeightTests
{
    private static readonly TrainingOptions _step =
        new() { Epochs = 1, BatchSize = 0, Shuffle = false, Optimizer = new SGD { LearningRate = 1 } };

    [Fact]
    public void Losses_and_gradients_are_multiplied_and_divided_by_the_number_of_samples()
    {
        // PyTorch: (cross_entropy(z, [2, 0], reduction='none') * [3, 0.5]).sum() / 2.
        Network trained = TrainingFixture.Train(
            ObjectiveFixture.Softmax, ObjectiveFixture.Classes.WithWeights(new float[] { 3, 0.5f }), _step);
        Assert.Equal(0.7624416, trained.History[0].Loss, 6);
        ObjectiveFixture.AssertStep(trained, 0.1350459, 0.3670927, -0.5021386, -0.1133627, 0.0304879, 0.0828747);
    }

    [Fact]
    public void Class_weights_do_the_same_by_class_and_multiply_with_those_of_samples()
    {
        var weights = new ClassWeights([KeyValuePair.Create("C", 3.0), KeyValuePair.Create("a", 0.5)]);
        Network one = TrainingFixture.Train(ObjectiveFixture.Softmax, ObjectiveFixture.Classes, _step with { ClassWeights = weights });
        ObjectiveFixture.AssertStep(one, 0.1350459, 0.3670927, -0.5021386, -0.1133627, 0.0304879, 0.0828747);
        weights = new ClassWeights([KeyValuePair.Create("c", 6.0)]);
        Network two = TrainingFixture.Train(
            ObjectiveFixture.Softmax, ObjectiveFixture.Classes.WithWeights(new float[] { 0.5f, 0.5f }), _step with { ClassWeights = weights });
        TrainingFixture.AssertSameBits(one, two);
        Assert.Equal(one.History[0].Loss, two.History[0].Loss);
    }

    [Fact]
    public void Balanced_weights_are_those_of_scikit_learn()
    {
        int[] labels = [0, 0, 0, 0, 0, 1, 1, 1, 2, 2];
        var data = new Dataset("ten", new FloatRows(new float[10], new Shape(1)), labels, ["a", "b", "c", "never"]);
        Assert.Equal([2.0 / 3, 10.0 / 9, 5.0 / 3, 1], ClassWeights.Balanced.Resolve(data, data.Labels!));
    }

    [Fact]
    public void A_sample_of_weight_0_is_as_if_it_were_not_there()
    {
        Dataset moons = TrainingFixture.Moons;
        float[] weights = new float[moons.Count];
        weights.AsSpan(0, 100).Fill(2);
        TrainingOptions options = _step with { Epochs = 5, Optimizer = new SGD { LearningRate = 0.5 } };
        Network weighted = TrainingFixture.Train(WithoutDropout, moons.WithWeights(weights), options);
        Network half = TrainingFixture.Train(WithoutDropout, moons.Select([.. Enumerable.Range(0, 100)]), options);
        Assert.Equal(half.History[^1].Loss, weighted.History[^1].Loss, 5);
    }

    [Fact]
    public void Weights_follow_their_rows()
    {
        Dataset data = ObjectiveFixture.Classes.WithWeights(new float[] { 3, 0.5f });
        Assert.Equal([0.5f, 3, 0.5f], data.Select([1, 0, 1]).Weights!.Value.ToArray());
        Assert.Equal([3, 0.5f, 1, 1], Dataset.Concatenate([data, ObjectiveFixture.Classes]).Weights!.Value.ToArray());
        Assert.Equal([3, 0.5f], data.WithName("other").Weights!.Value.ToArray());
        Assert.Null(ObjectiveFixture.Classes.Weights);
        Assert.Null(data.WithWeights(null).Weights);
    }

    [Fact]
    public void What_is_measured_is_weighted_by_samples_and_not_by_classes()
    {
        Dataset data = ObjectiveFixture.Classes.WithWeights(new float[] { 3, 0.5f });
        TrainingOptions options = _step with { ClassWeights = ClassWeights.Balanced, ValidationDataset = data };
        Network trained = TrainingFixture.Train(ObjectiveFixture.Softmax, data, options);
        Assert.Equal(Evaluator.Measure(trained, data).Loss, trained.History[0].ValidationLoss, 12);
        double first = Evaluator.Measure(trained, data.Select([0]).WithWeights(null)).Loss;
        double second = Evaluator.Measure(trained, data.Select([1]).WithWeights(null)).Loss;
        Assert.Equal(((3 * first) + (0.5 * second)) / 2, trained.History[0].ValidationLoss, 6);
    }

    [Fact]
    public void Gradients_pass_the_check_with_weights()
    {
        float[] weights = [.. Enumerable.Range(0, 20).Select(i => i % 4 * 0.5f)];
        var results = GradientCheck.Run(WithoutDropout, TrainingFixture.Moons.Select([.. Enumerable.Range(0, 20)]).WithWeights(weights));
        Assert.All(results, result => Assert.InRange(result.MaximumError, 0, 0.01));
    }

    [Fact]
    public void The_same_bits_on_any_number_of_threads_and_after_an_interruption()
    {
        float[] weights = [.. Enumerable.Range(0, TrainingFixture.Digits.Count).Select(i => 1 + (i % 7 * 0.25f))];
        Dataset data = TrainingFixture.Digits.WithWeights(weights);
        TrainingOptions options = TrainingFixture.Options(2, threads: 1) with { LabelSmoothing = 0.1, ClassWeights = ClassWeights.Balanced };
        Network one = TrainingFixture.Train(TrainingFixture.DigitNetwork, data, options);
        Network two = TrainingFixture.Train(TrainingFixture.DigitNetwork, data, options with { Threads = 2 });
        TrainingFixture.AssertSameBits(one, two);
        Assert.Equal(one.History[1].Loss, two.History[1].Loss);

        using var cancellation = new CancellationTokenSource();
        var observer = new TrainingObserver { OnBatch = batch => cancellation.Cancel() };
        Network part = Trainer.Train(TrainingFixture.DigitNetwork, data, options, observer, cancellation.Token).Network;
        TrainingFixture.AssertSameBits(one, TrainingFixture.Train(part, data, options));
    }

    [Fact]
    public void Weights_out_of_range_are_refused()
    {
        Assert.Equal("WeightCountMismatch", Refuse(1, 1, 1).ErrorId);
        Assert.Equal("WeightsAllZero", Refuse(0, 0).ErrorId);
        Assert.Contains("Row 2", Refuse(1, -1).Message, StringComparison.Ordinal);
        Assert.Equal("WeightOutOfRange", Refuse(float.NaN, 1).ErrorId);
        Assert.Equal("WeightOutOfRange", Refuse(1, float.PositiveInfinity).ErrorId);
        static DataException Refuse(params float[] weights) => Assert.Throws<DataException>(() => ObjectiveFixture.Classes.WithWeights(weights));
    }

    [Fact]
    public void Class_weights_that_do_not_fit_are_refused()
    {
        Assert.Equal("ClassWeightOutOfRange", Assert.Throws<EngineException>(() => new ClassWeights([])).ErrorId);
        Assert.Equal(
            "ClassWeightOutOfRange", Assert.Throws<EngineException>(() => new ClassWeights([KeyValuePair.Create("a", -1.0)])).ErrorId);
        var unknown = new ClassWeights([KeyValuePair.Create("dog", 2.0)]);
        var error = Assert.Throws<EngineException>(() => TrainingFixture.Train(
            ObjectiveFixture.Softmax, ObjectiveFixture.Classes, _step with { ClassWeights = unknown }));
        Assert.Equal("ClassWeightUnknownClass", error.ErrorId);
        var numbers = new Dataset(
            "numbers", new FloatRows(new float[4], new Shape(2)), targets: new FloatRows(new float[6], new Shape(3)));
        error = Assert.Throws<EngineException>(() => TrainingFixture.Train(
            ObjectiveFixture.Linear, numbers, _step with { ClassWeights = ClassWeights.Balanced }));
        Assert.Equal("ClassWeightWithoutClasses", error.ErrorId);
    }

    private static Network WithoutDropout { get; } = Network.Create(new Shape(2))
        .Add(new DenseLayer(8) { Activation = TanhActivation.Instance })
        .Add(new DenseLayer(2) { Activation = SoftmaxActivation.Instance });
}
