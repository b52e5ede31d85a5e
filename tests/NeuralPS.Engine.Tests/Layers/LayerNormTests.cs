using NeuralPS.Engine.Activations;
using NeuralPS.Engine.Layers;
using NeuralPS.Engine.Tensors;

namespace NeuralPS.Engine.Tests.Layers;

/// <summary>Layer normalisation against numbers of PyTorch 1.13 and against its definition in double precision.</summary>
public class LayerNormTests
{
    [Fact]
    public void Rows_agree_with_PyTorch()
    {
        using var harness = new OperationHarness(new LayerNormLayer(), new Shape(4), 2);
        harness.SetParameter("scale", [1.5f, -0.5f, 2, 1]);
        harness.SetParameter("shift", [0.1f, 0.2f, -0.3f, 0]);
        harness.SetInput([1, -2, 0.5f, 4, 3, 0, 0.25f, -1]);
        harness.SetOutputGradient([0.5f, -1, 2, 1, 0, -1, -0.5f, 0.25f]);
        harness.Forward(2);
        AssertClose(
            [0.1879315f, 0.8741412f, -0.6517258f, 1.465524f, 2.565475f, 0.389652f, -0.7214488f, -1.053622f], harness.GetOutput(2));
        harness.Backward(2);
        AssertClose(
            [-0.3819428f, -0.4774286f, 1.145829f, -0.2864571f, 0.1092919f, 0.3638085f, -0.6407818f, 0.1676814f],
            harness.GetInputGradient(2));
        AssertClose([0.02931049f, 1.727586f, -0.2463636f, 1.202119f], harness.GetParameterGradient("scale"));
        AssertClose([0.5f, -2f, 1.5f, 1.25f], harness.GetParameterGradient("shift"));
        harness.AssertPaddingIsZero();
    }

    [Fact]
    public void Whole_images_with_an_activation_agree_with_PyTorch()
    {
        var layer = new LayerNormLayer { IsWholeSample = true, Epsilon = 1e-3, Activation = GELUActivation.Instance };
        using var harness = new OperationHarness(layer, new Shape(1, 2, 3), 2, outputHalo: new Halo(1, 2, 0, 1));
        harness.SetParameter("scale", [1.5f, -0.5f, 2, 1, 0.5f, -1]);
        harness.SetParameter("shift", [0.1f, 0.2f, -0.3f, 0, 0.4f, -0.2f]);
        harness.SetInput([.. Enumerable.Range(0, 12).Select(i => (float)Math.Sin(i * i * 0.7))]);
        harness.SetOutputGradient([.. Enumerable.Range(0, 12).Select(i => (float)Math.Cos(i))]);
        harness.Forward(2);
        AssertClose(
            [
                0.3352874f, -0.1469555f, 1.175802f, 0.1750598f, -0.1042253f, 0.9731959f, -0.1190168f, 0.2330117f, 2.28036f, -0.1688954f,
                0.9808298f, 0.4159805f,
            ],
            harness.GetOutput(2));
        harness.Backward(2);
        AssertClose(
            [
                2.317418f, 0.1964758f, -1.267037f, -0.9258976f, 0.01559032f, -0.3365494f, -0.3311111f, -0.4171666f, 0.2605276f, 0.3300539f,
                -0.2147383f, 0.3724343f,
            ],
            harness.GetInputGradient(2));
        AssertClose(
            [0.3416084f, -0.07605109f, -0.5749521f, -0.1845604f, -1.096978f, -0.4178604f], harness.GetParameterGradient("scale"));
        AssertClose([0.7369896f, 0.6745134f, -0.6219593f, -0.7436163f, -1.122795f, 0.3181514f], harness.GetParameterGradient("shift"));
        harness.AssertPaddingIsZero();
    }

    [Theory]
    [InlineData(2)]
    [InlineData(16)]
    [InlineData(37)]
    [InlineData(256)]
    public void Every_shape_follows_its_definition(int channels)
    {
        foreach (Shape shape in new[] { new Shape(channels), new Shape(1, 1, channels), new Shape(5, 4, channels), new Shape(6, channels) })
        {
            foreach (bool whole in new[] { false, true })
            {
                Compare(new LayerNormLayer { IsWholeSample = whole }, shape);
                Compare(new LayerNormLayer { IsWholeSample = whole, Activation = ReLUActivation.Instance, UseShift = false }, shape);
                Compare(new LayerNormLayer { IsWholeSample = whole, Activation = SigmoidActivation.Instance, UseScale = false }, shape);
                Compare(
                    new LayerNormLayer { IsWholeSample = whole, Activation = SiLUActivation.Instance, UseScale = false, UseShift = false },
                    shape);
            }
        }
    }

    [Fact]
    public void Rows_of_every_length_follow_the_definition()
    {
        for (int features = 1; features <= 256; features++)
        {
            Compare(new LayerNormLayer(), new Shape(features));
        }
    }

    [Fact]
    public void A_large_mean_does_not_hide_the_variance()
    {
        using var harness = new OperationHarness(new LayerNormLayer { UseScale = false, UseShift = false }, new Shape(4), 1);
        harness.SetInput([10000, 10001, 10002, 10003]);
        harness.Forward(1);
        AssertClose([-1.3416355f, -0.4472118f, 0.4472118f, 1.3416355f], harness.GetOutput(1));
    }

    [Fact]
    public void Neither_threads_nor_halos_nor_the_batch_change_a_bit()
    {
        foreach (bool whole in new[] { false, true })
        {
            foreach (Shape shape in new[] { new Shape(300), new Shape(13, 11, 40) })
            {
                float[] one = RunBoth(whole, shape, 70, 1);
                Numbers.AssertSameBits(one, RunBoth(whole, shape, 70, 3), $"{shape}, three threads");
                int length = 13 * shape.Length;
                Numbers.AssertSameBits(one[..length], RunBoth(whole, shape, 13, 1)[..length], $"{shape}, fewer rows");
            }

            var image = new Shape(13, 11, 40);
            Numbers.AssertSameBits(RunBoth(whole, image, 70, 1), RunBoth(whole, image, 70, 2, new Halo(1, 2, 3, 0)), "with a halo");
        }
    }

    [Fact]
    public void Whole_samples_have_a_scale_for_each_element()
    {
        Assert.Equal(new Shape(6), new LayerNormLayer().GetParameters(new Shape(4, 5, 6))[0].Shape);
        IReadOnlyList<ParameterSpecification> whole = new LayerNormLayer { IsWholeSample = true }.GetParameters(new Shape(4, 5, 6));
        Assert.Equal(["scale", "shift"], whole.Select(parameter => parameter.Role));
        Assert.All(whole, parameter => Assert.Equal(new Shape(4, 5, 6), parameter.Shape));
        Assert.All(whole, parameter => Assert.True(parameter is { IsTrainable: true, IsPenalised: false }));
        Assert.Equal("EpsilonOutOfRange", Assert.Throws<EngineException>(new LayerNormLayer { Epsilon = -1 }.Validate).ErrorId);
    }

    private static void Compare(LayerNormLayer layer, Shape shape)
    {
        const int Rows = 3;
        Layout? sequence = shape.Rank == 2 ? Layout.ForImages(Rows + 1, 1, shape[0], shape[1]) : null;
        Halo halo = shape.IsImage ? new Halo(1, 0, 2, 1) : default;
        using var harness = new OperationHarness(
            layer, shape, Rows + 1, extraInputHalo: halo, outputHalo: halo, input: sequence, output: sequence);
        int length = layer.IsWholeSample ? shape.Length : shape[shape.Rank - 1];
        var random = new Random(length);
        float[] x = Numbers.Uniform(random, Rows * shape.Length, -1, 3);
        float[] gradient = Numbers.Uniform(random, x.Length);
        float[] scale = [.. Enumerable.Repeat(1f, length)];
        float[] shift = new float[length];
        if (layer.UseScale)
        {
            scale = Numbers.Uniform(random, length, 0.5f, 2);
            harness.SetParameter("scale", scale);
        }

        if (layer.UseShift)
        {
            shift = Numbers.Uniform(random, length);
            harness.SetParameter("shift", shift);
        }

        harness.SetInput(x);
        harness.SetOutputGradient(gradient);
        harness.Forward(Rows);
        harness.Backward(Rows);
        var output = new double[x.Length];
        var inputGradient = new double[x.Length];
        var scaleGradient = new double[length];
        var shiftGradient = new double[length];
        for (int start = 0; start < x.Length; start += length)
        {
            int[] places = [.. Enumerable.Range(start, length)];
            double mean = places.Average(i => (double)x[i]);
            double deviation = Math.Sqrt(places.Average(i => (x[i] - mean) * (x[i] - mean)) + layer.Epsilon);
            double[] h = [.. places.Select(i => (x[i] - mean) / deviation)];
            var slope = new double[length];
            for (int i = 0; i < length; i++)
            {
                double z = (scale[i] * h[i]) + shift[i];
                output[start + i] = layer.Activation.Evaluate(z);
                double dz = gradient[start + i] * layer.Activation.Differentiate(z);
                scaleGradient[i] += dz * h[i];
                shiftGradient[i] += dz;
                slope[i] = dz * scale[i];
            }

            double sum = slope.Average();
            double product = Enumerable.Range(0, length).Average(i => slope[i] * h[i]);
            for (int i = 0; i < length; i++)
            {
                inputGradient[start + i] = (slope[i] - sum - (h[i] * product)) / deviation;
            }
        }

        // One feature has the variance 0: what is left is rounding, divided by the root of epsilon.
        int terms = length == 1 ? 100 : 16;
        Numbers.AssertClose(output, harness.GetOutput(Rows), terms, $"{shape}, output");
        Numbers.AssertClose(inputGradient, harness.GetInputGradient(Rows), length < 4 ? 10000 : terms, $"{shape}, input gradient");
        if (layer.UseScale)
        {
            Numbers.AssertClose(scaleGradient, harness.GetParameterGradient("scale"), terms, $"{shape}, scale gradient");
        }

        if (layer.UseShift)
        {
            Numbers.AssertClose(shiftGradient, harness.GetParameterGradient("shift"), terms, $"{shape}, shift gradient");
        }

        harness.AssertPaddingIsZero();
    }

    private static float[] RunBoth(bool whole, Shape shape, int rows, int threads, Halo halo = default)
    {
        var layer = new LayerNormLayer { IsWholeSample = whole, Activation = TanhActivation.Instance };
        using var harness = new OperationHarness(layer, shape, rows, threads, extraInputHalo: halo, outputHalo: halo);
        var random = new Random(1);
        harness.SetParameter("scale", Numbers.Uniform(random, whole ? shape.Length : shape[shape.Rank - 1]));
        harness.SetInput(Numbers.Uniform(random, rows * shape.Length));
        harness.SetOutputGradient(Numbers.Uniform(random, rows * shape.Length));
        harness.Forward(rows);
        harness.Backward(rows);
        return [.. harness.GetOutput(rows), .. harness.GetInputGradient(rows), .. harness.GetParameterGradient("scale")];
    }

    private static void AssertClose(float[] expected, float[] actual) =>
        Numbers.AssertClose([.. expected.Select(value => (double)value)], actual, 1, "PyTorch");
}
