using NeuralPS.Engine.Activations;
using NeuralPS.Engine.Layers;
using NeuralPS.Engine.Tensors;

namespace NeuralPS.Engine.Tests.Layers;

/// <summary>Batch normalisation against numbers of PyTorch 1.13 (with momentum 1 - ours) and against a readable form.</summary>
public class BatchNormTests
{
    private static float[] Scale { get; } = [1.5f, -0.5f, 2];

    private static float[] Shift { get; } = [0.1f, 0.2f, -0.3f];

    [Fact]
    public void Rows_agree_with_PyTorch()
    {
        using OperationHarness harness = Create(new BatchNormLayer(), new Shape(3), 4);
        harness.SetInput([1, -2, 0.5f, 3, 0, 0.25f, -1, 4, 2, 2, 1, -3]);
        harness.SetOutputGradient([0.5f, -1, 2, 1, 0, -1, -0.5f, 0.25f, 1, 2, -2, 0.75f]);
        harness.Forward(4);
        AssertClose(
            [
                -0.1535457f, 0.8350846f, 0.3170311f, 1.87482f, 0.3732049f, 0.04279506f, -2.181911f, -0.5505546f, 1.962447f, 0.8606371f,
                0.142265f, -3.522274f,
            ],
            harness.GetOutput(4));
        AssertClose([0.125f, 0.075f, -0.00625f], harness.GetParameter("mean"));
        AssertClose([1.191667f, 1.525f, 1.343229f], harness.GetParameter("variance"));
        harness.Backward(4);
        AssertClose(
            [
                -0.1303955f, -0.03156156f, 1.408562f, -0.6085056f, -0.1870612f, -1.868414f, -0.1593767f, -0.09391581f, 0.2284767f,
                0.8982779f, 0.3125386f, 0.2313761f,
            ],
            harness.GetInputGradient(4));
        AssertClose([2.873518f, 1.414507f, 0.3685047f], harness.GetParameterGradient("scale"));
        AssertClose([3f, -2.75f, 2.75f], harness.GetParameterGradient("shift"));
        harness.Forward(4, isTraining: false);
        AssertClose(
            [
                1.30232f, 1.04014f, 0.5736116f, 4.05048f, 0.2303665f, 0.1421984f, -1.44584f, -1.389181f, 3.16209f, 2.6764f, -0.1745203f,
                -5.466172f,
            ],
            harness.GetOutput(4));
        harness.AssertPaddingIsZero();
    }

    [Fact]
    public void Images_with_an_activation_agree_with_PyTorch()
    {
        var layer = new BatchNormLayer { Momentum = 0.75, Epsilon = 1e-3, Activation = SiLUActivation.Instance };
        using OperationHarness harness = Create(layer, new Shape(2, 2, 3), 2);
        harness.SetInput(FromChannelsFirst([.. Enumerable.Range(0, 24).Select(i => (float)Math.Sin(i * i * 0.7))]));
        harness.SetOutputGradient(FromChannelsFirst([.. Enumerable.Range(0, 24).Select(i => (float)Math.Cos(i))]));
        harness.Forward(2);
        AssertClose(
            [
                0.06607768f, 0.6818025f, 1.721652f, 1.687952f, 0.6795478f, -0.1358442f, 0.7915505f, 0.1202302f, 1.913008f,
                0.09315041f, 0.04502205f, -0.1707731f, 0.6134624f, 0.207792f, -0.194477f, -0.2044635f, -0.1589926f, 1.73989f,
                -0.211406f, -0.06200113f, -0.1618561f, 0.9912596f, -0.1664131f, -0.1909726f,
            ],
            harness.GetOutput(2));
        AssertClose([-0.002175773f, 0.02290113f, 0.0391816f], harness.GetParameter("mean"));
        AssertClose([0.8313363f, 0.8967083f, 0.8229244f], harness.GetParameter("variance"));
        harness.Backward(2);
        AssertClose(
            [
                1.553552f, 0.2992818f, 1.480301f, 1.452054f, -0.2952832f, -0.3123545f, -1.218912f, -0.3663067f, -1.436838f,
                -1.654709f, -0.2170181f, 0.8624667f, 2.003069f, 0.46056f, -0.3538785f, -0.04169433f, 0.2304845f, -0.2433668f,
                0.1675825f, -0.0843334f, 0.005602989f, -2.260943f, -0.02738482f, -0.001932719f,
            ],
            harness.GetInputGradient(2));
        AssertClose([0.4077491f, 1.229077f, -2.109113f], harness.GetParameterGradient("scale"));
        AssertClose([0.06122166f, 0.5055795f, -1.877874f], harness.GetParameterGradient("shift"));
        harness.Forward(2, isTraining: false);
        AssertClose(
            [
                0.05446832f, 0.4916192f, 0.943094f, 0.8858385f, 0.4900557f, -0.02634806f, 0.4305547f, 0.09608751f, 1.040542f,
                0.06990958f, 0.04035034f, -0.05463834f, 0.3416295f, 0.1595284f, -0.2783076f, -0.2779701f, -0.1229371f, 0.9523205f,
                -0.2783829f, -0.04215815f, -0.2762139f, 0.5301817f, -0.1295277f, -0.2784289f,
            ],
            harness.GetOutput(2));
        harness.AssertPaddingIsZero();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(16)]
    [InlineData(37)]
    public void Every_shape_follows_its_definition(int channels)
    {
        foreach (Shape shape in new[] { new Shape(channels), new Shape(1, 1, channels), new Shape(11, 10, channels), new Shape(9, channels) })
        {
            foreach (Activation activation in new Activation[] { LinearActivation.Instance, ReLUActivation.Instance, GELUActivation.Instance })
            {
                Compare(new BatchNormLayer { Activation = activation }, shape, 7);
            }

            Compare(new BatchNormLayer { UseScale = false, Activation = SigmoidActivation.Instance }, shape, 7);
            Compare(new BatchNormLayer { UseShift = false }, shape, 7);
            Compare(new BatchNormLayer { UseScale = false, UseShift = false }, shape, 7);
        }

        Compare(new BatchNormLayer { Activation = ReLUActivation.Instance }, new Shape(channels), 2500);
    }

    [Fact]
    public void A_large_mean_does_not_hide_the_variance()
    {
        using var harness = new OperationHarness(new BatchNormLayer(), new Shape(1), 4);
        harness.SetParameter("scale", [1]);
        harness.SetInput([10000, 10001, 10002, 10003]);
        harness.Forward(4);
        AssertClose([-1.3416355f, -0.4472118f, 0.4472118f, 1.3416355f], harness.GetOutput(4));
    }

    [Fact]
    public void Neither_threads_nor_halos_change_a_bit()
    {
        foreach (Shape shape in new[] { new Shape(300), new Shape(13, 11, 40) })
        {
            float[] one = RunBoth(shape, 1);
            Numbers.AssertSameBits(one, RunBoth(shape, 3), $"{shape}, three threads");
        }

        var image = new Shape(13, 11, 40);
        Numbers.AssertSameBits(RunBoth(image, 1), RunBoth(image, 2, new Halo(1, 2, 3, 0)), "with a halo");
    }

    [Fact]
    public void A_batch_with_one_value_leaves_the_statistics_and_puts_out_the_shift()
    {
        using OperationHarness harness = Create(new BatchNormLayer(), new Shape(3), 4);
        harness.SetInput([1, -2, 0.5f]);
        harness.SetOutputGradient([1, 1, 1]);
        harness.Forward(1);
        Assert.Equal(Shift, harness.GetOutput(1));
        Assert.Equal([0, 0, 0], harness.GetParameter("mean"));
        Assert.Equal([1, 1, 1], harness.GetParameter("variance"));
        harness.Backward(1);
        Assert.Equal([0, 0, 0], harness.GetInputGradient(1));
    }

    [Fact]
    public void Batches_of_one_value_are_refused()
    {
        EngineException error = Assert.Throws<EngineException>(
            () => new OperationHarness(new BatchNormLayer { Name = "bn" }, new Shape(3), 1).Dispose());
        Assert.Equal("BatchNormNeedsSeveral", error.ErrorId);
        Assert.Contains("'bn'", error.Message, StringComparison.Ordinal);
        new OperationHarness(new BatchNormLayer(), new Shape(2, 1, 3), 1).Dispose();
        new OperationHarness(new BatchNormLayer(), new Shape(3), 1, isTraining: false).Dispose();
    }

    [Theory]
    [InlineData(0, 0.9, "EpsilonOutOfRange")]
    [InlineData(double.NaN, 0.9, "EpsilonOutOfRange")]
    [InlineData(1e-5, -0.1, "MomentumOutOfRange")]
    [InlineData(1e-5, 1.1, "MomentumOutOfRange")]
    [InlineData(1e-5, double.NaN, "MomentumOutOfRange")]
    public void Settings_out_of_range_are_refused(double epsilon, double momentum, string id)
    {
        EngineException error = Assert.Throws<EngineException>(
            new BatchNormLayer { Name = "bn", Epsilon = epsilon, Momentum = momentum }.Validate);
        Assert.Equal(id, error.ErrorId);
        Assert.Contains("'bn'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Four_tensors_of_a_value_to_a_channel_of_which_two_are_not_trained()
    {
        IReadOnlyList<ParameterSpecification> parameters = new BatchNormLayer().GetParameters(new Shape(4, 5, 6));
        Assert.Equal(["scale", "shift", "mean", "variance"], parameters.Select(parameter => parameter.Role));
        Assert.All(parameters, parameter => Assert.Equal(new Shape(6), parameter.Shape));
        Assert.Equal([true, true, false, false], parameters.Select(parameter => parameter.IsTrainable));
        Assert.DoesNotContain(parameters, parameter => parameter.IsPenalised);
        Assert.Equal(2, new BatchNormLayer { UseScale = false, UseShift = false }.GetParameters(new Shape(6)).Count);
    }

    private static OperationHarness Create(BatchNormLayer layer, Shape shape, int batch)
    {
        var harness = new OperationHarness(layer, shape, batch, extraInputHalo: Halo(shape), outputHalo: Halo(shape));
        harness.SetParameter("scale", Scale);
        harness.SetParameter("shift", Shift);
        harness.SetParameter("variance", [1, 1, 1]);
        return harness;
    }

    private static Halo Halo(Shape shape) => shape.IsImage ? new Halo(1, 0, 2, 1) : default;

    private static void Compare(BatchNormLayer layer, Shape shape, int rows)
    {
        // A sequence lies in memory as an image of one line.
        Layout? sequence = shape.Rank == 2 ? Layout.ForImages(rows + 1, 1, shape[0], shape[1]) : null;
        using var harness = new OperationHarness(
            layer, shape, rows + 1, extraInputHalo: Halo(shape), outputHalo: Halo(shape), input: sequence, output: sequence);
        int channels = shape[shape.Rank - 1];
        var random = new Random(channels);
        float[] scale = Numbers.Uniform(random, channels, 0.5f, 2);
        float[] shift = Numbers.Uniform(random, channels);
        float[] x = Numbers.Uniform(random, rows * shape.Length, -1, 3);
        float[] gradient = Numbers.Uniform(random, x.Length);
        if (layer.UseScale)
        {
            harness.SetParameter("scale", scale);
        }

        if (layer.UseShift)
        {
            harness.SetParameter("shift", shift);
        }

        harness.SetInput(x);
        harness.SetOutputGradient(gradient);
        harness.Forward(rows);
        BatchNormReference expected = BatchNormReference.Run(layer, x, gradient, scale, shift);
        int terms = x.Length / channels;
        Numbers.AssertClose(expected.Output, harness.GetOutput(rows), 4, "output");
        harness.Backward(rows);
        Numbers.AssertClose(expected.InputGradient, harness.GetInputGradient(rows), 16, "input gradient");
        Numbers.AssertClose(expected.Mean, harness.GetParameter("mean"), 4, "mean");
        if (layer.UseScale)
        {
            Numbers.AssertClose(expected.ScaleGradient, harness.GetParameterGradient("scale"), terms, "scale gradient");
        }

        if (layer.UseShift)
        {
            Numbers.AssertClose(expected.ShiftGradient, harness.GetParameterGradient("shift"), terms, "shift gradient");
        }

        harness.AssertPaddingIsZero();
    }

    private static float[] RunBoth(Shape shape, int threads, Halo halo = default)
    {
        const int Rows = 70;
        using var harness = new OperationHarness(
            new BatchNormLayer { Activation = TanhActivation.Instance }, shape, Rows, threads, extraInputHalo: halo, outputHalo: halo);
        var random = new Random(1);
        int channels = shape[shape.Rank - 1];
        harness.SetParameter("scale", Numbers.Uniform(random, channels));
        harness.SetInput(Numbers.Uniform(random, Rows * shape.Length));
        harness.SetOutputGradient(Numbers.Uniform(random, Rows * shape.Length));
        harness.Forward(Rows);
        harness.Backward(Rows);
        return
        [
            .. harness.GetOutput(Rows), .. harness.GetInputGradient(Rows), .. harness.GetParameterGradient("scale"),
            .. harness.GetParameter("variance"),
        ];
    }

    // [sample][channel][pixel] of 2 samples, 3 channels and 4 pixels to [sample][pixel][channel].
    private static float[] FromChannelsFirst(float[] values) =>
        [.. Enumerable.Range(0, 24).Select(i => values[(i / 12 * 12) + (i % 3 * 4) + (i % 12 / 3)])];

    private static void AssertClose(float[] expected, float[] actual) =>
        Numbers.AssertClose([.. expected.Select(value => (double)value)], actual, 1, "PyTorch");
}
