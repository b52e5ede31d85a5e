using NeuralPS.Engine.Activations;
using NeuralPS.Engine.Layers;
using NeuralPS.Engine.Tensors;

namespace NeuralPS.Engine.Tests.Layers;

public class ConvOperationTests
{
    private static readonly Activation[] Activations =
        [LinearActivation.Instance, ReLUActivation.Instance, SigmoidActivation.Instance, GELUActivation.Instance];

    [Fact]
    public void The_worked_example_comes_out()
    {
        var layer = new ConvLayer(1) { Name = "c", UseBias = false };
        float[] image = [1, 1, 1, 0, 0, 0, 1, 1, 1, 0, 0, 0, 1, 1, 1, 0, 0, 1, 1, 0, 0, 1, 1, 0, 0];
        foreach (Layout layout in new[] { Layout.ForImages(1, 5, 5, 1), Layout.ForPlainImages(1, 5, 5, 1) })
        {
            using var harness = new OperationHarness(layer, new Shape(5, 5, 1), 1, input: layout, needsInputGradient: false);
            harness.SetParameter("weight", [1, 0, 1, 0, 1, 0, 1, 0, 1]);
            harness.SetInput(image);
            harness.Forward(1);
            Assert.Equal([4, 3, 4, 2, 4, 3, 2, 3, 4], harness.GetOutput(1));
        }
    }

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(3, 3, 1)]
    [InlineData(5, 5, 1)]
    [InlineData(7, 7, 1)]
    [InlineData(3, 5, 1)]
    [InlineData(1, 7, 1)]
    [InlineData(3, 3, 2)]
    [InlineData(2, 4, 2)]
    [InlineData(3, 3, 3)]
    [InlineData(1, 1, 2)]
    public void Convolutions_match_plain_loops(int kernelHeight, int kernelWidth, int stride)
    {
        var random = new Random((kernelHeight * 100) + (kernelWidth * 10) + stride);
        foreach (Padding padding in new[] { Padding.Valid, Padding.Same, Padding.Explicit(1), Padding.Explicit(3) })
        {
            for (int dilation = 1; dilation <= 2; dilation++)
            {
                int height = ((kernelHeight - 1) * dilation) + 1 + random.Next(0, 9);
                int width = ((kernelWidth - 1) * dilation) + 1 + random.Next(0, 9);
                var layer = new ConvLayer(random.Next(1, 40))
                {
                    Name = "c",
                    KernelHeight = kernelHeight,
                    KernelWidth = kernelWidth,
                    Stride = stride,
                    Dilation = dilation,
                    Padding = padding,
                    UseBias = random.Next(3) > 0,
                    Activation = Activations[random.Next(4)],
                };
                int batch = random.Next(1, 7);
                Compare(layer, new Shape(height, width, random.Next(5, 40)), batch, random.Next(1, batch + 1), random);
            }
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Convolutions_over_plain_images_match_plain_loops(int channels)
    {
        var random = new Random(channels);
        foreach (int kernel in new[] { 1, 3, 5 })
        {
            foreach (Padding padding in new[] { Padding.Valid, Padding.Same, Padding.Explicit(2) })
            {
                var layer = new ConvLayer(random.Next(1, 50))
                {
                    Name = "c",
                    KernelHeight = kernel,
                    KernelWidth = kernel,
                    Stride = random.Next(1, 3),
                    Dilation = random.Next(1, 3),
                    Padding = padding,
                    Activation = Activations[random.Next(4)],
                };
                Compare(layer, new Shape(random.Next(9, 15), random.Next(9, 15), channels), 5, 4, random, isPlain: true);
            }
        }
    }

    [Theory]
    [InlineData(4, 4, 4)] // depthwise
    [InlineData(40, 40, 40)]
    [InlineData(32, 32, 32)]
    [InlineData(8, 16, 8)] // depthwise with two filters a channel
    [InlineData(32, 64, 32)]
    [InlineData(12, 6, 2)]
    [InlineData(32, 64, 2)]
    [InlineData(48, 16, 1)]
    [InlineData(64, 32, 4)] // joined in pairs
    [InlineData(10, 30, 5)]
    public void Groups_match_plain_loops(int channels, int filters, int groups)
    {
        var random = new Random(channels + filters + groups);
        for (int stride = 1; stride <= 2; stride++)
        {
            foreach (Padding padding in new[] { Padding.Valid, Padding.Same })
            {
                var layer = new ConvLayer(filters)
                {
                    Name = "c",
                    Groups = groups,
                    KernelWidth = 2 + stride,
                    Stride = stride,
                    Dilation = random.Next(1, 3),
                    Padding = padding,
                    Activation = Activations[random.Next(4)],
                };
                Compare(layer, new Shape(9, 11, channels), 3, 3, random);
            }
        }
    }

    [Theory]
    [InlineData(67, 4, 4, 18, 40)]
    [InlineData(20, 1, 1, 33, 70)]
    [InlineData(40, 3, 2, 7, 5)]
    [InlineData(2, 40, 37, 5, 17)]
    public void Small_and_large_images_match_plain_loops(int batch, int height, int width, int channels, int filters)
    {
        var layer = new ConvLayer(filters) { Name = "c", Padding = Padding.Same, Activation = ReLUActivation.Instance };
        Compare(layer, new Shape(height, width, channels), batch, batch - 1, new Random(batch));
    }

    [Theory]
    [InlineData(40, 17, 19, 33, 17)] // several parts of tiles, with edges
    [InlineData(3, 6, 6, 64, 50)]
    [InlineData(9, 4, 4, 20, 100)] // a tile to an image
    [InlineData(70, 8, 5, 17, 24)]
    [InlineData(2, 7, 3, 48, 33)]
    [InlineData(1, 11, 11, 32, 64)] // few tiles: parts of panels
    [InlineData(1, 6, 7, 90, 75)]
    [InlineData(1, 5, 8, 40, 265)]
    [InlineData(2, 5, 5, 265, 40)]
    public void Convolutions_in_tiles_match_plain_loops(int batch, int height, int width, int channels, int filters)
    {
        var random = new Random(height + width);
        foreach (Padding padding in new[] { Padding.Valid, Padding.Same, Padding.Explicit(2) })
        {
            var layer = new ConvLayer(filters)
            {
                Name = "c", Padding = padding, UseBias = random.Next(3) > 0, Activation = Activations[random.Next(4)],
            };
            Compare(layer, new Shape(height, width, channels), batch, Math.Max(1, batch - random.Next(3)), random);
        }
    }

    [Fact]
    public void An_image_in_tiles_has_the_same_result_in_any_batch()
    {
        var random = new Random(5);
        var shape = new Shape(9, 10, 40);
        var layer = new ConvLayer(35) { Name = "c", Padding = Padding.Same };
        float[] weights = Numbers.Uniform(random, 35 * 9 * 40);
        float[] images = Numbers.Uniform(random, 70 * shape.Length);
        float[] whole = Run(70, images);
        for (int i = 0; i < 70; i += 23)
        {
            float[] single = Run(1, images[(i * shape.Length)..((i + 1) * shape.Length)]);
            Numbers.AssertSameBits(whole[(i * single.Length)..((i + 1) * single.Length)], single, $"image {i}");
        }

        float[] Run(int batch, float[] x)
        {
            using var harness = new OperationHarness(layer, shape, batch, threads: 2, isTraining: batch > 1);
            harness.SetParameter("weight", weights);
            harness.SetInput(x);
            harness.Forward(batch);
            return harness.GetOutput(batch);
        }
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 1)]
    [InlineData(1, 24)]
    public void Gradients_match_finite_differences(int stride, int groups)
    {
        var random = new Random(11);
        var shape = new Shape(6, 5, groups == 1 ? 3 : groups);
        var layer = new ConvLayer(groups == 1 ? 4 : groups)
        {
            Name = "c", Stride = stride, Groups = groups, Padding = Padding.Same, Activation = TanhActivation.Instance,
        };
        int outputs = layer.GetOutputShape(shape).Length;
        float[] x = Numbers.Uniform(random, 2 * shape.Length);
        float[] w = Numbers.Uniform(random, layer.Filters * 9 * shape[2] / groups, -0.3f, 0.3f);
        float[] direction = Numbers.Uniform(random, 2 * outputs);
        using var harness = new OperationHarness(layer, shape, 2);
        harness.SetParameter("bias", Numbers.Uniform(random, layer.Filters));
        _ = Loss();
        harness.SetOutputGradient(direction);
        harness.Backward(2);
        Check(x, harness.GetInputGradient(2));
        Check(w, harness.GetParameterGradient("weight"));

        double Loss()
        {
            harness.SetParameter("weight", w);
            harness.SetInput(x);
            harness.Forward(2);
            return harness.GetOutput(2).Zip(direction, (a, d) => (double)a * d).Sum();
        }

        void Check(float[] variables, float[] gradient)
        {
            const float Step = 1 / 128f;
            for (int i = 0; i < variables.Length; i += 5)
            {
                float value = variables[i];
                variables[i] = value + Step;
                double above = Loss();
                variables[i] = value - Step;
                double below = Loss();
                variables[i] = value;
                Assert.Equal((above - below) / (2 * Step), gradient[i], 1e-3);
            }
        }
    }

    [Fact]
    public void The_number_of_threads_does_not_change_a_bit()
    {
        ConvLayer[] layers =
        [
            new(33) { Name = "c", Padding = Padding.Same, Activation = ReLUActivation.Instance },
            new(20) { Name = "c", Stride = 2, Activation = GELUActivation.Instance },
            new(20) { Name = "c", Groups = 20 },
            new(36) { Name = "c", Dilation = 2, Activation = TanhActivation.Instance }, // not in tiles
        ];
        foreach (ConvLayer layer in layers)
        {
            float[][] one = RunAll(layer, 1);
            foreach (int threads in new[] { 2, 3 })
            {
                float[][] many = RunAll(layer, threads);
                for (int i = 0; i < one.Length; i++)
                {
                    Numbers.AssertSameBits(one[i], many[i], $"{layer.Summary}, array {i} on {threads} threads");
                }
            }
        }
    }

    [Fact]
    public void A_halo_that_suffices_is_read_in_place_and_stays_zero()
    {
        var random = new Random(2);
        var layer = new ConvLayer(17) { Name = "c", Padding = Padding.Same, Activation = SigmoidActivation.Instance };
        Compare(layer, new Shape(6, 7, 20), 3, 3, random, outputHalo: new Halo(1, 1, 1, 1));
        Compare(layer, new Shape(6, 7, 20), 3, 3, random, outputHalo: new Halo(3, 1, 0, 2), inputHalo: new Halo(0, 4, 2, 1));
    }

    [Fact]
    public void Steps_allocate_nothing()
    {
        foreach (int stride in new[] { 1, 2 })
        {
            var layer = new ConvLayer(20) { Name = "c", Padding = Padding.Same, Stride = stride, Activation = GELUActivation.Instance };
            using var harness = new OperationHarness(layer, new Shape(12, 12, 20), 16);
            CheckAllocations(harness);
        }
    }

    private static void CheckAllocations(OperationHarness harness)
    {
        harness.Forward(16);
        harness.Backward(16);
        long before = GC.GetAllocatedBytesForCurrentThread();
        harness.Forward(16);
        harness.Backward(16);
        harness.Operation.OnParametersChanged(harness.StepOf(16));
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    private static float[][] RunAll(ConvLayer layer, int threads)
    {
        var random = new Random(3);
        var shape = new Shape(13, 14, 20);
        int outputs = layer.GetOutputShape(shape).Length;
        using var harness = new OperationHarness(layer, shape, 40, threads);
        harness.SetParameter("weight", Numbers.Uniform(random, layer.GetParameters(shape)[0].Shape.Length, -0.3f, 0.3f));
        harness.SetParameter("bias", Numbers.Uniform(random, layer.Filters));
        harness.SetInput(Numbers.Uniform(random, 40 * shape.Length));
        harness.Forward(40);
        float[] output = harness.GetOutput(40);
        harness.SetOutputGradient(Numbers.Uniform(random, 40 * outputs));
        harness.Backward(40);
        return [output, harness.GetInputGradient(40), harness.GetParameterGradient("weight"), harness.GetParameterGradient("bias")];
    }

    private static void Compare(
        ConvLayer layer,
        Shape shape,
        int batch,
        int rows,
        Random random,
        bool isPlain = false,
        Halo outputHalo = default,
        Halo inputHalo = default)
    {
        int outputs = layer.GetOutputShape(shape).Length;
        float[] x = Numbers.Uniform(random, rows * shape.Length);
        float[] w = Numbers.Uniform(random, layer.GetParameters(shape)[0].Shape.Length, -0.5f, 0.5f);
        float[]? b = layer.UseBias ? Numbers.Uniform(random, layer.Filters) : null;
        float[] da = Numbers.Uniform(random, rows * outputs);
        var reference = new ConvReference(layer, shape, rows, x, w, b);
        string what = $"{rows} of {batch} images {shape}, {layer.Filters} filters, {layer.Summary}";

        if (outputHalo == default && random.Next(2) == 0)
        {
            outputHalo = new Halo(random.Next(3), random.Next(3), random.Next(3), random.Next(3));
        }

        Layout? input = isPlain ? Layout.ForPlainImages(batch, shape[0], shape[1], shape[2], layer.GetInputHalo(shape)) : null;
        using var harness = new OperationHarness(
            layer, shape, batch, threads: 2, needsInputGradient: !isPlain, input: input, extraInputHalo: inputHalo, outputHalo: outputHalo);
        harness.SetParameter("weight", w);
        if (b is not null)
        {
            harness.SetParameter("bias", b);
        }

        harness.SetInput(x);
        harness.Forward(rows);
        Numbers.AssertClose(reference.A, harness.GetOutput(rows), reference.Terms, "output of " + what);

        harness.SetOutputGradient(da);
        harness.Backward(rows);
        (double[] dx, double[] dw, double[] db) = reference.Backward(da);
        int sums = reference.Terms + (outputs / layer.Filters * rows);
        if (!isPlain)
        {
            Numbers.AssertClose(dx, harness.GetInputGradient(rows), reference.Terms * layer.Filters, "input gradient of " + what);
        }

        Numbers.AssertClose(dw, harness.GetParameterGradient("weight"), sums, "weight gradient of " + what);
        if (b is not null)
        {
            Numbers.AssertClose(db, harness.GetParameterGradient("bias"), sums, "bias gradient of " + what);
        }

        harness.AssertPaddingIsZero();
    }
}
