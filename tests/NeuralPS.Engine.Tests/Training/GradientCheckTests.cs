using NeuralPS.Engine.Activations;
using NeuralPS.Engine.Data;
using NeuralPS.Engine.Data.Synthesis;
using NeuralPS.Engine.Layers;
using NeuralPS.Engine.Losses;
using NeuralPS.Engine.Networks;
using NeuralPS.Engine.Tensors;
using NeuralPS.Engine.Training;

namespace NeuralPS.Engine.Tests.Training;

public class GradientCheckTests
{
    public static TheoryData<string> Activations => [.. ActivationCatalog.Names.Where(name => name is not ("Step" or "Sign"))];

    public static TheoryData<string> Losses => [.. LossCatalog.Names];

    [Theory]
    [MemberData(nameof(Activations))]
    public void Every_activation_passes_between_dense_layers(string activation) => Check(
        Network.Create(new Shape(6))
            .Add(new DenseLayer(20) { Activation = ActivationCatalog.Get(activation) })
            .Add(new DenseLayer(3)),
        Numbers(6, 3));

    [Theory]
    [MemberData(nameof(Activations))]
    public void Every_activation_passes_as_a_layer_of_its_own_on_images(string activation) => Check(
        Network.Create(new Shape(5, 4, 2))
            .Add(new ConvLayer(5) { Padding = Padding.Same })
            .Add(new PoolingLayer(PoolingKind.Average))
            .Add(new ActivationLayer(ActivationCatalog.Get(activation)))
            .Add(new FlattenLayer())
            .Add(new DenseLayer(2)),
        Numbers(5 * 4 * 2, 2));

    [Theory]
    [MemberData(nameof(Losses))]
    public void Every_loss_passes_with_one_output_and_with_several(string loss)
    {
        foreach (int outputs in new[] { 1, 3 })
        {
            // One output of CrossEntropy is constant: softmax of one value.
            if (loss != "CrossEntropy" || outputs > 1)
            {
                Check(
                    Network.Create(new Shape(6)).Add(new DenseLayer(8) { Activation = TanhActivation.Instance }).Add(new DenseLayer(outputs)),
                    Labels(6, Math.Max(outputs, 2)),
                    LossCatalog.Get(loss));
            }
        }
    }

    [Theory]
    [InlineData(1, 1, 1, 0, "Valid")]
    [InlineData(3, 1, 1, 0, "Valid")]
    [InlineData(3, 2, 1, 0, "Same")]
    [InlineData(3, 1, 2, 0, "Same")]
    [InlineData(5, 3, 1, 2, "Explicit")]
    [InlineData(2, 2, 1, 0, "Same")]
    public void Convolutions_pass(int kernel, int stride, int dilation, int padding, string kind)
    {
        foreach (int groups in new[] { 1, 2, 6 })
        {
            Check(
                Network.Create(new Shape(9, 8, 3))
                    .Add(new ConvLayer(6) { Padding = Padding.Same, Activation = TanhActivation.Instance })
                    .Add(new ConvLayer(12)
                    {
                        KernelHeight = kernel, KernelWidth = kernel, Stride = stride, Dilation = dilation, Groups = groups,
                        Padding = new Padding(Enum.Parse<PaddingKind>(kind), padding), Activation = SiLUActivation.Instance,
                    })
                    .Add(new FlattenLayer())
                    .Add(new DenseLayer(2)),
                Numbers(9 * 8 * 3, 2));
        }
    }

    [Theory]
    [InlineData(1, 1, 1, 0, "Valid")]
    [InlineData(3, 2, 1, 0, "Same")]
    [InlineData(3, 1, 2, 0, "Causal")]
    [InlineData(5, 3, 1, 2, "Explicit")]
    public void Sequences_pass(int kernel, int stride, int dilation, int padding, string kind)
    {
        foreach (int groups in new[] { 1, 2, 6 })
        {
            Check(
                Network.Create(new Shape(24, 3))
                    .Add(new ConvLayer(6) { Padding = Padding.Same, Activation = TanhActivation.Instance })
                    .Add(new ConvLayer(12)
                    {
                        KernelHeight = kernel, KernelWidth = kernel, Stride = stride, Dilation = dilation, Groups = groups,
                        Padding = new Padding(Enum.Parse<PaddingKind>(kind), padding), Activation = SiLUActivation.Instance,
                    })
                    .Add(new PoolingLayer(PoolingKind.Average) { Size = 3, Stride = 2, Padding = Padding.Same })
                    .Add(new UpsamplingLayer(2) { Method = UpsamplingMethod.Bilinear })
                    .Add(new CroppingLayer(1, 1, 1, 1))
                    .Add(new ZeroPaddingLayer(0, 0, 2, 1))
                    .Add(new ConvTransposeLayer(4) { Stride = 2, Padding = Padding.Same })
                    .Add(new PoolingLayer(PoolingKind.Average))
                    .Add(new PoolingLayer(PoolingKind.AdaptiveAverage) { OutputHeight = 3, OutputWidth = 3 })
                    .Add(new FlattenLayer())
                    .Add(new DenseLayer(2)),
                Numbers(24 * 3, 2));
        }
    }

    [Fact]
    public void Transposed_convolutions_pass() => Check(
        Network.Create(new Shape(40))
            .Add(new DenseLayer(60) { Activation = TanhActivation.Instance })
            .Add(new ReshapeLayer(new Shape(4, 5, 3)))
            .Add(new ConvTransposeLayer(6) { Stride = 2, Padding = Padding.Same, Activation = TanhActivation.Instance })
            .Add(new ConvTransposeLayer(12) { Stride = 3, KernelWidth = 2, Groups = 2, Activation = SiLUActivation.Instance })
            .Add(new ConvTransposeLayer(4) { Dilation = 2, Padding = Padding.Explicit(4), Penalty = new Penalty(0.01, 0.02) })
            .Add(new ConvLayer(3) { Stride = 4 })
            .Add(new FlattenLayer())
            .Add(new DenseLayer(2)),
        Numbers(40, 2));

    [Theory]
    [InlineData(PoolingKind.Max, 2, 2)]
    [InlineData(PoolingKind.Max, 3, 2)]
    [InlineData(PoolingKind.Average, 2, 2)]
    [InlineData(PoolingKind.Average, 3, 1)]
    [InlineData(PoolingKind.GlobalMax, 2, 2)]
    [InlineData(PoolingKind.GlobalAverage, 2, 2)]
    public void Poolings_pass(PoolingKind kind, int size, int stride)
    {
        Network network = Network.Create(new Shape(8, 7, 2))
            .Add(new ConvLayer(17) { Padding = Padding.Same, Activation = TanhActivation.Instance })
            .Add(new PoolingLayer(kind) { Size = size, Stride = stride, Padding = Padding.Same });
        network = kind is PoolingKind.GlobalMax or PoolingKind.GlobalAverage ? network : network.Add(new FlattenLayer());
        Check(network.Add(new DenseLayer(2)), Numbers(8 * 7 * 2, 2));
    }

    [Fact]
    public void Reshaping_upsampling_padding_and_cropping_pass() => Check(
        Network.Create(new Shape(40))
            .Add(new ReshapeLayer(new Shape(5, 4, 2)))
            .Add(new ConvLayer(5) { Padding = Padding.Same, Activation = TanhActivation.Instance })
            .Add(new UpsamplingLayer(2) { Method = UpsamplingMethod.Bilinear })
            .Add(new CroppingLayer(1, 2, 0, 3))
            .Add(new UpsamplingLayer(2))
            .Add(new ZeroPaddingLayer(1, 0, 2, 1))
            .Add(new ConvLayer(16) { Stride = 2, Activation = SiLUActivation.Instance })
            .Add(new FlattenLayer())
            .Add(new ReshapeLayer(new Shape(7, 6, 16)))
            .Add(new ReshapeLayer(new Shape(12, 8, 7)))
            .Add(new ConvLayer(3) { Stride = 3 })
            .Add(new FlattenLayer())
            .Add(new DenseLayer(2)),
        Numbers(40, 2));

    [Fact]
    public void Padding_of_channels_passes() => Check(
        Network.Create(new Shape(8, 6, 2))
            .Add(new ConvLayer(10) { Padding = Padding.Same, Activation = TanhActivation.Instance })
            .Add(new PoolingLayer(PoolingKind.Average) { Size = 1, Stride = 2 })
            .Add(new ZeroPaddingLayer(0, 0, 0, 0) { Channels = 10 })
            .Add(new ConvLayer(5) { Padding = Padding.Same, Activation = TanhActivation.Instance })
            .Add(new FlattenLayer())
            .Add(new DenseLayer(2)),
        Numbers(8 * 6 * 2, 2));

    [Fact]
    public void Noise_spatial_dropout_and_adaptive_pooling_pass() => Check(
        Network.Create(new Shape(7, 9, 2))
            .Add(new ConvLayer(17) { Padding = Padding.Same, Activation = TanhActivation.Instance })
            .Add(new NoiseLayer(0.3))
            .Add(new DropoutLayer(0.4) { IsSpatial = true })
            .Add(new PoolingLayer(PoolingKind.AdaptiveAverage) { OutputHeight = 3, OutputWidth = 4 })
            .Add(new ConvLayer(4) { Activation = TanhActivation.Instance })
            .Add(new PoolingLayer(PoolingKind.AdaptiveAverage) { OutputHeight = 3, OutputWidth = 2 })
            .Add(new FlattenLayer())
            .Add(new NoiseLayer(0.1))
            .Add(new DenseLayer(2)),
        Numbers(7 * 9 * 2, 2));

    [Fact]
    public void Dropout_and_penalties_pass() => Check(
        Network.Create(new Shape(6))
            .Add(new DenseLayer(20) { Activation = TanhActivation.Instance, Penalty = new Penalty(0.01, 0.02) })
            .Add(new DropoutLayer(0.4))
            .Add(new DenseLayer(3)),
        Numbers(6, 3),
        penalty: new Penalty(0, 0.1));

    // With many samples some kink of ReLU is within reach of every wide difference.
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Kinks_of_many_samples_are_no_errors(ulong seed)
    {
        Network network = Network.Create(new Shape(28, 28, 1))
            .Add(new FlattenLayer())
            .Add(new DenseLayer(30) { Activation = ReLUActivation.Instance })
            .Add(new DenseLayer(10) { Activation = SoftmaxActivation.Instance });
        IReadOnlyList<GradientCheckResult> results = GradientCheck.Run(network, SyntheticDataset.Create(SyntheticKind.Digits, 200, 1), seed: seed);
        Assert.All(results, result =>
        {
            Assert.InRange(result.MaximumError, 0, 0.01);
            Assert.InRange(result.Kinks, 0, result.Checked / 4);
        });
    }

    [Fact]
    public void A_wrong_gradient_is_caught()
    {
        // The derivative of the step is taken as zero: the check must see that the loss moves all the same.
        IReadOnlyList<GradientCheckResult> results = GradientCheck.Run(
            Network.Create(new Shape(6)).Add(new DenseLayer(3) { Penalty = new Penalty(0, 0.5) }), Numbers(6, 3), new WrongLoss());
        Assert.Contains(results, result => result.MaximumError > 0.1);
    }

    [Fact]
    public void Jumps_of_a_thousand_samples_are_no_slope()
    {
        Network network = Network.Create(new Shape(2))
            .Add(new DenseLayer(8) { Activation = StepActivation.Instance })
            .Add(new DenseLayer(2) { Activation = SoftmaxActivation.Instance });
        for (ulong seed = 0; seed < 20; seed++)
        {
            IReadOnlyList<GradientCheckResult> results = GradientCheck.Run(network, SyntheticDataset.Create(SyntheticKind.Moons, 1000, 1), seed: seed);
            Assert.All(results, result => Assert.InRange(result.MaximumError, 0, 0.01));
        }
    }

    [Fact]
    public void A_loss_that_is_not_finite_is_no_kink()
    {
        Network network = Network.Create(new Shape(6)).Add(new DenseLayer(5)).Add(new DenseLayer(3)).Initialize(1)
            .WithWeight("dense1", "weight", new Tensor(new Shape(5, 6), [.. Enumerable.Repeat(1e30f, 30)]))
            .WithWeight("dense2", "weight", new Tensor(new Shape(3, 5), [.. Enumerable.Repeat(1e30f, 15)]));
        Assert.All(GradientCheck.Run(network, Numbers(6, 3)), result => Assert.Equal(double.NaN, result.MaximumError));
    }

    private static void Check(Network network, Dataset dataset, Loss? loss = null, Penalty penalty = default)
    {
        foreach (GradientCheckResult result in GradientCheck.Run(network, dataset, loss, penalty, elements: 30, seed: 4))
        {
            Assert.True(result.MaximumError < 0.01, $"{result.Tensor}: {result.MaximumError}");
            Assert.True(result.Checked > 0, $"{result.Tensor}: nothing but kinks");
        }
    }

    private static Dataset Numbers(int inputs, int outputs) => new(
        "numbers", new FloatRows(Waves(9 * inputs, 1.7), new Shape(inputs)), targets: new FloatRows(Waves(9 * outputs, 0.9), new Shape(outputs)));

    private static Dataset Labels(int inputs, int classes) => new(
        "labels", new FloatRows(Waves(9 * inputs, 1.7), new Shape(inputs)), labels: Enumerable.Range(0, 9).Select(i => i % classes).ToArray());

    private static float[] Waves(int length, double step) => [.. Enumerable.Range(0, length).Select(i => (float)Math.Sin(step * i))];

    private sealed class WrongLoss : Loss
    {
        public override string Name => "Wrong";

        public override double Evaluate(ReadOnlySpan<float> output, ReadOnlySpan<float> target, Span<float> gradient, bool fromLogits)
        {
            gradient.Fill(1);
            return output[0] * output[0];
        }
    }
}
