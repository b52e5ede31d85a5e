using NeuralPS.Engine.Activations;
using NeuralPS.Engine.Data;
using NeuralPS.Engine.Layers;
using NeuralPS.Engine.Networks;
using NeuralPS.Engine.Tensors;
using NeuralPS.Engine.Training;

namespace NeuralPS.Engine.Tests.Training;

public class AllocationTests
{
    [Fact]
    public void A_training_step_allocates_nothing() => AssertNothing(TrainingFixture.DigitNetwork, TrainingFixture.Digits);

    [Fact]
    public void Layers_without_weights_allocate_nothing() => AssertNothing(
        Network.Create(new Shape(8, 7, 2))
            .Add(new ConvLayer(20) { Padding = Padding.Same, Activation = ReLUActivation.Instance })
            .Add(new NoiseLayer(0.1))
            .Add(new DropoutLayer(0.2) { IsSpatial = true })
            .Add(new UpsamplingLayer(2))
            .Add(new CroppingLayer(1, 0, 2, 1))
            .Add(new UpsamplingLayer(2) { Method = UpsamplingMethod.Bilinear })
            .Add(new ZeroPaddingLayer(0, 2, 1, 3))
            .Add(new PoolingLayer(PoolingKind.AdaptiveAverage) { OutputHeight = 7, OutputWidth = 5 })
            .Add(new PoolingLayer(PoolingKind.Max) { Size = 3, Stride = 1, Padding = Padding.Same })
            .Add(new ReshapeLayer(new Shape(7, 4, 25)))
            .Add(new PoolingLayer(PoolingKind.GlobalAverage))
            .Add(new DenseLayer(3)),
        Random(8 * 7 * 2, 3));

    [Fact]
    public void Transposed_convolutions_and_layers_over_sequences_allocate_nothing() => AssertNothing(
        Network.Create(new Shape(40, 3))
            .Add(new ConvLayer(20) { Padding = Padding.Causal, Activation = TanhActivation.Instance })
            .Add(new PoolingLayer(PoolingKind.Max))
            .Add(new ConvTransposeLayer(9) { Stride = 2, Padding = Padding.Same, Activation = GELUActivation.Instance })
            .Add(new UpsamplingLayer(2) { Method = UpsamplingMethod.Bilinear })
            .Add(new CroppingLayer(3, 3, 3, 3))
            .Add(new ZeroPaddingLayer(2, 2, 2, 2))
            .Add(new DropoutLayer(0.2) { IsSpatial = true })
            .Add(new PoolingLayer(PoolingKind.AdaptiveAverage) { OutputHeight = 6, OutputWidth = 6 })
            .Add(new ReshapeLayer(new Shape(3, 2, 9)))
            .Add(new ConvTransposeLayer(4)
            {
                Stride = 2, Padding = Padding.Explicit(1), OutputPadding = 1, Activation = ReLUActivation.Instance,
            })
            .Add(new PoolingLayer(PoolingKind.GlobalMax))
            .Add(new DenseLayer(3)),
        Random(40 * 3, 3));

    private static void AssertNothing(Network network, Dataset dataset)
    {
        long least = long.MaxValue;
        long mark = 0;
        var observer = new TrainingObserver
        {
            OnBatch = batch =>
            {
                // From the end of the second batch of an epoch to the end of the fifth. The runtime itself may allocate once, when
                // it compiles a method anew; what a step allocates would show in every epoch.
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
        Trainer.Train(network, dataset, TrainingFixture.Options(4, threads: 1), observer);
        Assert.Equal(0, least);
    }

    // Enough for five batches.
    private static Dataset Random(int inputs, int outputs)
    {
        var random = new Random(1);
        return new Dataset(
            "random",
            new FloatRows([.. Enumerable.Range(0, 320 * inputs).Select(_ => random.NextSingle())], new Shape(inputs)),
            targets: new FloatRows([.. Enumerable.Range(0, 320 * outputs).Select(_ => random.NextSingle())], new Shape(outputs)));
    }
}
