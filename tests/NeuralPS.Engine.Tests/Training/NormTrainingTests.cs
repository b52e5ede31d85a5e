using NeuralPS.Engine.Activations;
using NeuralPS.Engine.Data;
using NeuralPS.Engine.Layers;
using NeuralPS.Engine.Networks;
using NeuralPS.Engine.Tensors;
using NeuralPS.Engine.Training;

namespace NeuralPS.Engine.Tests.Training;

/// <summary>Layer normalisation and local response normalisation in networks that learn.</summary>
public class NormTrainingTests
{
    private static Network Digits { get; } = Network.Create(new Shape(28, 28, 1))
        .Add(new ConvLayer(20) { Stride = 2, Activation = ReLUActivation.Instance })
        .Add(new LocalResponseNormLayer { Alpha = 0.1 })
        .Add(new ConvLayer(8) { Stride = 2, Padding = Padding.Same })
        .Add(new LayerNormLayer { Activation = SiLUActivation.Instance })
        .Add(new LayerNormLayer { IsWholeSample = true })
        .Add(new LocalResponseNormLayer { Beta = 0.3 })
        .Add(new FlattenLayer())
        .Add(new LayerNormLayer { UseScale = false })
        .Add(new DenseLayer(10) { Activation = SoftmaxActivation.Instance });

    [Fact]
    public void Gradients_pass()
    {
        Check(Network.Create(new Shape(6))
            .Add(new DenseLayer(20))
            .Add(new LayerNormLayer { Activation = TanhActivation.Instance })
            .Add(new LayerNormLayer { UseScale = false, UseShift = false })
            .Add(new DenseLayer(3)));
        Check(Network.Create(new Shape(6))
            .Add(new LocalResponseNormLayer { Alpha = 0.5 })
            .Add(new DenseLayer(20))
            .Add(new LocalResponseNormLayer { Alpha = 0.3, Beta = 0.6 })
            .Add(new DenseLayer(3)));
        Network image = Network.Create(new Shape(6))
            .Add(new ReshapeLayer(new Shape(2, 3, 1)))
            .Add(new ConvLayer(18) { Padding = Padding.Same, Activation = TanhActivation.Instance })
            .Add(new LocalResponseNormLayer { Alpha = 0.5, Size = 4 });
        Check(image
            .Add(new LayerNormLayer { Activation = SiLUActivation.Instance })
            .Add(new ConvLayer(5) { Padding = Padding.Same })
            .Add(new LayerNormLayer { UseShift = false, IsWholeSample = true })
            .Add(new FlattenLayer())
            .Add(new DenseLayer(3)));
    }

    [Fact]
    public void They_learn_with_the_same_bits_on_any_number_of_threads_and_without_allocations()
    {
        long least = long.MaxValue;
        long mark = 0;
        var observer = new TrainingObserver
        {
            OnBatch = batch =>
            {
                if (batch.Batch == 2)
                {
                    mark = GC.GetAllocatedBytesForCurrentThread();
                }
                else if (batch.Batch == 5)
                {
                    least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - mark);
                }
            },
        };
        Network one = Trainer.Train(Digits, TrainingFixture.Digits, TrainingFixture.Options(4, threads: 1), observer).Network;
        Assert.Equal(0, least);
        Assert.InRange(one.History[^1].Loss, 0, one.History[0].Loss * 0.8);
        TrainingFixture.AssertSameBits(one, TrainingFixture.Train(Digits, TrainingFixture.Digits, TrainingFixture.Options(4, threads: 3)));
    }

    private static void Check(Network network)
    {
        var data = new Dataset(
            "numbers", new FloatRows(Waves(9 * 6, 1.7), new Shape(6)), targets: new FloatRows(Waves(9 * 3, 0.9), new Shape(3)));
        foreach (GradientCheckResult result in GradientCheck.Run(network, data, elements: 30, seed: 4))
        {
            Assert.True(result.MaximumError < 0.01, $"{result.Tensor}: {result.MaximumError}");
            Assert.True(result.Checked > 0, $"{result.Tensor}: nothing but kinks");
        }
    }

    private static float[] Waves(int length, double step) => [.. Enumerable.Range(0, length).Select(i => (float)Math.Sin(step * i))];
}
