using NeuralPS.Engine.Layers;
using NeuralPS.Engine.Networks;
using NeuralPS.Engine.Optimizers;
using NeuralPS.Engine.Training;

namespace NeuralPS.Engine.Tests.Training;

/// <summary>A bound on the norm that is never reached forces the update into a pass of its own: the reference for streamed ones.</summary>
public class StreamedUpdateTests
{
    private const double NeverReached = 1e9;

    [Theory]
    [InlineData("SGD")]
    [InlineData("Momentum")]
    [InlineData("Adam")]
    public void An_update_during_the_backward_pass_has_the_bits_of_one_after_it(string optimizer)
    {
        TrainingOptions options = TrainingFixture.Options(2, optimizer) with { Penalty = new Penalty { L1 = 1e-5, L2 = 1e-4 }, ClipValue = 0.01 };
        AssertSame(options);
    }

    [Theory]
    [InlineData("Momentum")]
    [InlineData("Adam")]
    public void A_batch_of_one_with_state_has_the_bits_of_an_update_after_it(string optimizer) =>
        AssertSame(TrainingFixture.Options(1, optimizer) with { BatchSize = 1 });

    // One rounding less for each weight and sample: w - rate g x is rounded once.
    [Fact]
    public void A_batch_of_one_without_state_adds_the_step_to_the_weights()
    {
        TrainingOptions options = TrainingFixture.Options(1) with { BatchSize = 1, Optimizer = new SGD { LearningRate = 0.01 } };
        Network direct = TrainingFixture.Train(TrainingFixture.DigitNetwork, TrainingFixture.Digits, options);
        Network separate = TrainingFixture.Train(
            TrainingFixture.DigitNetwork, TrainingFixture.Digits, options with { ClipNorm = NeverReached });
        foreach (string name in new[] { "dense1.weight", "dense1.bias", "dense2.weight", "dense3.weight" })
        {
            float[] expected = separate.Weights[name].Data;
            float[] actual = direct.Weights[name].Data;
            Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 1e-4));
        }
    }

    private static void AssertSame(TrainingOptions options)
    {
        Network streamed = TrainingFixture.Train(TrainingFixture.DigitNetwork, TrainingFixture.Digits, options);
        Network separate = TrainingFixture.Train(
            TrainingFixture.DigitNetwork, TrainingFixture.Digits, options with { ClipNorm = NeverReached });
        TrainingFixture.AssertSameBits(separate, streamed);
    }
}
