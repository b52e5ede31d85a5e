using NeuralPS.Engine.Activations;
using NeuralPS.Engine.Data;
using NeuralPS.Engine.Layers;
using NeuralPS.Engine.Losses;
using NeuralPS.Engine.Networks;
using NeuralPS.Engine.Optimizers;
using NeuralPS.Engine.Tensors;
using NeuralPS.Engine.Training;

namespace NeuralPS.Engine.Tests.Training;

public class LabelSmoothingTests
{
    private static readonly TrainingOptions _step =
        new() { Epochs = 1, BatchSize = 0, Shuffle = false, Optimizer = new SGD { LearningRate = 1 }, LabelSmoothing = 0.1 };

    [Fact]
    public void Loss_and_gradient_are_those_of_PyTorch()
    {
        // torch.nn.functional.cross_entropy(z, [2, 0], label_smoothing=0.1): mean 0.5892016 and this gradient.
        Network trained = TrainingFixture.Train(ObjectiveFixture.Softmax, ObjectiveFixture.Classes, _step);
        Assert.Equal(0.5892016, trained.History[0].Loss, 6);
        ObjectiveFixture.AssertStep(trained, 0.0283486, 0.1056976, -0.1340462, -0.1933920, 0.0443092, 0.1490828);
    }

    [Fact]
    public void Yes_or_no_outputs_are_drawn_to_a_half()
    {
        // torch.nn.functional.binary_cross_entropy_with_logits of [1, -0.5] against [0.9, 0.1].
        Network network = Network.Create(new Shape(2))
            .Add(new DenseLayer(1) { Activation = SigmoidActivation.Instance, UseBias = false })
            .WithWeight("dense1", "weight", new Tensor(new Shape(1, 2), [1, -0.5f]));
        var data = new Dataset("two", new FloatRows([1, 0, 0, 1], new Shape(2)), new int[] { 1, 0 });
        Network trained = TrainingFixture.Train(network, data, _step with { LabelSmoothing = 0.2 });
        Assert.Equal(0.4686693, trained.History[0].Loss, 6);
        Assert.Equal(1 + 0.0844707, trained.Weights["dense1.weight"].Data[0], 6);
        Assert.Equal(-0.5 - 0.1387703, trained.Weights["dense1.weight"].Data[1], 6);
    }

    [Fact]
    public void What_is_measured_has_the_labels_as_they_are()
    {
        Network trained = TrainingFixture.Train(
            ObjectiveFixture.Softmax, ObjectiveFixture.Classes, _step with { ValidationDataset = ObjectiveFixture.Classes });
        Assert.Equal(Evaluator.Measure(trained, ObjectiveFixture.Classes).Loss, trained.History[0].ValidationLoss, 12);
        Assert.Equal(1, trained.History[0].Metrics[0].Value);
    }

    [Fact]
    public void Losses_without_probabilities_refuse_it()
    {
        foreach (string name in LossCatalog.Names.Except(["CrossEntropy", "BinaryCrossEntropy"]))
        {
            var error = Assert.Throws<EngineException>(() => TrainingFixture.Train(
                ObjectiveFixture.Linear, ObjectiveFixture.Classes, _step with { Loss = LossCatalog.Get(name) }));
            Assert.Equal("LabelSmoothingDoesNotFit", error.ErrorId);
            Assert.Contains(name, error.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(-0.1)]
    [InlineData(1)]
    [InlineData(double.NaN)]
    public void Values_out_of_range_are_refused(double smoothing)
    {
        var error = Assert.Throws<EngineException>(() => TrainingFixture.Train(
            ObjectiveFixture.Softmax, ObjectiveFixture.Classes, _step with { LabelSmoothing = smoothing }));
        Assert.Equal("LabelSmoothingOutOfRange", error.ErrorId);
    }
}
