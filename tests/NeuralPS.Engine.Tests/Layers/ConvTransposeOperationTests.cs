using NeuralPS.Engine.Activations;
using NeuralPS.Engine.Layers;
using NeuralPS.Engine.Tensors;

namespace NeuralPS.Engine.Tests.Layers;

public class ConvTransposeOperationTests
{
    private static readonly Activation[] Activations =
        [LinearActivation.Instance, ReLUActivation.Instance, SigmoidActivation.Instance, GELUActivation.Instance];

    // torch.nn.functional.conv_transpose2d(x, w, b, stride=2, padding=1, output_padding=1), and its gradients.
    [Fact]
    public void The_numbers_of_PyTorch_come_out()
    {
        var layer = new ConvTransposeLayer(1) { Name = "t", Stride = 2, Padding = Padding.Explicit(1), OutputPadding = 1 };
        using var harness = new OperationHarness(layer, new Shape(2, 2, 1), 1);
        harness.SetParameter("weight", [1, 2, 3, 4, 5, 6, 7, 8, 9]);
        harness.SetParameter("bias", [0.5f]);
        harness.SetInput([1, 2, 3, 4]);
        harness.Forward(1);
        Assert.Equal(
            [5.5f, 14.5f, 10.5f, 12.5f, 14.5f, 36.5f, 24.5f, 30.5f, 15.5f, 34.5f, 20.5f, 24.5f, 24.5f, 55.5f, 32.5f, 36.5f],
            harness.GetOutput(1));
        harness.SetOutputGradient([.. Enumerable.Range(1, 16).Select(i => (float)i)]);
        harness.Backward(1);
        Assert.Equal([111, 217, 363, 573], harness.GetInputGradient(1));
        Assert.Equal([24, 43, 50, 44, 78, 88, 68, 118, 128], harness.GetParameterGradient("weight"));
        Assert.Equal([136], harness.GetParameterGradient("bias"));
        harness.AssertPaddingIsZero();
    }

    // conv_transpose2d(x, w, None, dilation=2, groups=2): two filters to each of two channels.
    [Fact]
    public void The_numbers_of_PyTorch_come_out_with_groups_and_dilation()
    {
        var layer = new ConvTransposeLayer(4) { Name = "t", KernelHeight = 2, KernelWidth = 2, Dilation = 2, Groups = 2, UseBias = false };
        using var harness = new OperationHarness(layer, new Shape(1, 2, 2), 1);
        harness.SetParameter("weight", [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16]);
        harness.SetInput([1, 2, -1, 0.5f]);
        harness.Forward(1);
        Assert.Equal(
            [
                1, 5, 18, 26, -1, -5, 4.5f, 6.5f, 2, 6, 20, 28, -2, -6, 5, 7, 0, 0, 0, 0, 0, 0, 0, 0,
                0, 0, 0, 0, 0, 0, 0, 0, 3, 7, 22, 30, -3, -7, 5.5f, 7.5f, 4, 8, 24, 32, -4, -8, 6, 8,
            ],
            harness.GetOutput(1));
        harness.SetOutputGradient([.. Enumerable.Range(1, 48).Select(i => (float)i)]);
        harness.Backward(1);
        Assert.Equal([926, 2502, 1070, 2902], harness.GetInputGradient(1));
        Assert.Equal(
            [-4, -4, -4, -4, -4, -4, -4, -4, 9.5f, 29.5f, 89.5f, 109.5f, 12, 32, 92, 112], harness.GetParameterGradient("weight"));
        harness.AssertPaddingIsZero();
    }

    // Same padding with kernel 4 and stride 2 cuts one line off each side: conv_transpose2d(x, w, stride=2, padding=1).
    [Fact]
    public void Same_padding_multiplies_the_size_by_the_stride()
    {
        var layer = new ConvTransposeLayer(1) { Name = "t", KernelHeight = 4, KernelWidth = 4, Stride = 2, Padding = Padding.Same };
        using var harness = new OperationHarness(layer, new Shape(2, 2, 1), 1);
        harness.SetParameter("weight", [.. Enumerable.Range(1, 16).Select(i => (float)i)]);
        harness.SetInput([1, 2, 3, 4]);
        harness.Forward(1);
        Assert.Equal([6, 17, 20, 14, 16, 42, 52, 34, 32, 82, 92, 58, 30, 69, 76, 44], harness.GetOutput(1));
    }

    [Fact]
    public void Over_a_sequence_it_is_one_dimensional()
    {
        var layer = new ConvTransposeLayer(1) { Name = "t", Stride = 2, UseBias = false };
        Assert.Equal(new Shape(1, 3, 1), layer.GetParameters(new Shape(3, 1))[0].Shape);
        using var harness = new OperationHarness(layer, new Shape(3, 1), 1);
        harness.SetParameter("weight", [1, 10, 100]);
        harness.SetInput([1, 2, 3]);
        harness.Forward(1);
        Assert.Equal([1, 10, 102, 20, 203, 30, 300], harness.GetOutput(1));
    }

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(3, 3, 1)]
    [InlineData(3, 3, 2)]
    [InlineData(4, 4, 2)]
    [InlineData(2, 3, 3)]
    [InlineData(2, 5, 2)]
    [InlineData(1, 2, 3)]
    [InlineData(5, 5, 4)]
    public void Transposed_convolutions_match_plain_loops(int kernelHeight, int kernelWidth, int stride)
    {
        var random = new Random((kernelHeight * 100) + (kernelWidth * 10) + stride);
        foreach (Padding padding in new[] { Padding.Valid, Padding.Same, Padding.Explicit(0), Padding.Explicit(1) })
        {
            for (int dilation = 1; dilation <= 2; dilation++)
            {
                var layer = new ConvTransposeLayer(random.Next(1, 40))
                {
                    Name = "t",
                    KernelHeight = kernelHeight,
                    KernelWidth = kernelWidth,
                    Stride = stride,
                    Dilation = dilation,
                    Padding = padding,
                    OutputPadding = padding.Kind == PaddingKind.Explicit ? random.Next(stride) : 0,
                    UseBias = random.Next(3) > 0,
                    Activation = Activations[random.Next(4)],
                };
                int batch = random.Next(1, 7);
                int channels = random.Next(1, 40);
                Compare(layer, new Shape(random.Next(3, 7), random.Next(3, 7), channels), batch, random.Next(1, batch + 1), random);
                Compare(layer with { KernelHeight = 1 }, new Shape(random.Next(3, 20), channels), batch, batch, random);
            }
        }
    }

    [Theory]
    [InlineData(4, 4, 4)] // depthwise
    [InlineData(40, 40, 40)]
    [InlineData(8, 16, 8)]
    [InlineData(12, 6, 2)]
    [InlineData(32, 64, 2)]
    [InlineData(64, 32, 4)] // joined in pairs
    [InlineData(10, 30, 5)]
    public void Groups_match_plain_loops(int channels, int filters, int groups)
    {
        var random = new Random(channels + filters + groups);
        for (int stride = 1; stride <= 3; stride++)
        {
            foreach (Padding padding in new[] { Padding.Valid, Padding.Same })
            {
                var layer = new ConvTransposeLayer(filters)
                {
                    Name = "t",
                    Groups = groups,
                    KernelWidth = 2 + stride,
                    Stride = stride,
                    Dilation = random.Next(1, 3),
                    Padding = padding,
                    Activation = Activations[random.Next(4)],
                };
                Compare(layer, new Shape(5, 4, channels), 3, 3, random);
            }
        }
    }

    [Fact]
    public void Without_an_input_gradient_the_weights_learn_the_same()
    {
        var random = new Random(4);
        var layer = new ConvTransposeLayer(17) { Name = "t", Stride = 2, Padding = Padding.Same, Activation = GELUActivation.Instance };
        Compare(layer, new Shape(5, 6, 20), 3, 3, random, needsInputGradient: false);
        Compare(layer with { Filters = 200 }, new Shape(5, 6, 40), 3, 2, random, needsInputGradient: false);
    }

    [Fact]
    public void Wider_halos_are_read_in_place_and_stay_zero()
    {
        var random = new Random(2);
        var layer = new ConvTransposeLayer(17)
        {
            Name = "t", KernelHeight = 4, KernelWidth = 4, Stride = 2, Padding = Padding.Same, Activation = SigmoidActivation.Instance,
        };
        Compare(layer, new Shape(6, 7, 20), 3, 3, random, outputHalo: new Halo(1, 1, 1, 1));
        Compare(layer, new Shape(6, 7, 20), 3, 3, random, outputHalo: new Halo(3, 1, 0, 2), inputHalo: new Halo(0, 4, 2, 1));
    }

    [Fact]
    public void The_number_of_threads_does_not_change_a_bit()
    {
        ConvTransposeLayer[] layers =
        [
            new(33) { Name = "t", Padding = Padding.Same, Activation = ReLUActivation.Instance },
            new(20) { Name = "t", Stride = 2, Activation = GELUActivation.Instance },
            new(20) { Name = "t", Groups = 20, Stride = 3 },
        ];
        foreach (ConvTransposeLayer layer in layers)
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
    public void Steps_allocate_nothing()
    {
        var layer = new ConvTransposeLayer(20) { Name = "t", Padding = Padding.Same, Stride = 2, Activation = GELUActivation.Instance };
        using var harness = new OperationHarness(layer, new Shape(6, 6, 10), 16);
        harness.Forward(16);
        harness.Backward(16);
        long before = GC.GetAllocatedBytesForCurrentThread();
        harness.Forward(16);
        harness.Backward(16);
        harness.Operation.OnParametersChanged(harness.StepOf(16));
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    private static float[][] RunAll(ConvTransposeLayer layer, int threads)
    {
        var random = new Random(3);
        var shape = new Shape(9, 10, 20);
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
        ConvTransposeLayer layer,
        Shape shape,
        int batch,
        int rows,
        Random random,
        bool needsInputGradient = true,
        Halo outputHalo = default,
        Halo inputHalo = default)
    {
        int outputs = layer.GetOutputShape(shape).Length;
        float[] x = Numbers.Uniform(random, rows * shape.Length);
        float[] w = Numbers.Uniform(random, layer.GetParameters(shape)[0].Shape.Length, -0.5f, 0.5f);
        float[]? b = layer.UseBias ? Numbers.Uniform(random, layer.Filters) : null;
        float[] da = Numbers.Uniform(random, rows * outputs);
        var reference = new ConvTransposeReference(layer, shape, rows, x, w, b);
        string what = $"{rows} of {batch} samples {shape}, {layer.Filters} filters, {layer.Summary}";
        using var harness = new OperationHarness(
            layer, shape, batch, threads: 2, needsInputGradient: needsInputGradient, extraInputHalo: inputHalo, outputHalo: outputHalo);
        harness.SetParameter("weight", w);
        if (b is not null)
        {
            harness.SetParameter("bias", b);
        }

        harness.SetInput(x);
        harness.Forward(rows);
        int terms = layer.KernelHeight * layer.KernelWidth * shape.Channels / layer.Groups;
        Numbers.AssertClose(reference.A, harness.GetOutput(rows), terms, "output of " + what);

        harness.SetOutputGradient(da);
        harness.Backward(rows);
        (double[] dx, double[] dw, double[] db) = reference.Backward(da);
        int sums = terms + (outputs / layer.Filters * rows);
        if (needsInputGradient)
        {
            Numbers.AssertClose(dx, harness.GetInputGradient(rows), terms * layer.Filters, "input gradient of " + what);
        }

        Numbers.AssertClose(dw, harness.GetParameterGradient("weight"), sums, "weight gradient of " + what);
        if (b is not null)
        {
            Numbers.AssertClose(db, harness.GetParameterGradient("bias"), sums, "bias gradient of " + what);
        }

        harness.AssertPaddingIsZero();
    }
}
