using NeuralPS.Engine.Activations;
using NeuralPS.Engine.Layers;
using NeuralPS.Engine.Tensors;

namespace NeuralPS.Engine.Tests.Layers;

public unsafe class ActivationOperationTests
{
    public static TheoryData<string> Names => [.. ActivationCatalog.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void Flat_rows_match_the_definition(string name)
    {
        foreach (int features in new[] { 1, 10, 16, 37 })
        {
            Compare(name, new Shape(features), batch: 9, rows: 7);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Images_match_the_definition_whatever_their_halos(string name)
    {
        var halo = new Halo(1, 2, 0, 1);
        foreach (int channels in new[] { 1, 16, 20 })
        {
            var shape = new Shape(4, 3, channels);
            Compare(name, shape, 3, 3);
            Compare(name, shape, 3, 2, extraInputHalo: halo);
            Compare(name, shape, 3, 2, outputHalo: halo);
            Compare(name, shape, 3, 3, extraInputHalo: halo, outputHalo: new Halo(2, 1, 1, 0));
        }
    }

    [Theory]
    [InlineData("Sigmoid")]
    [InlineData("Softmax")]
    public void Plain_images_match_the_definition(string name)
    {
        Layout input = Layout.ForPlainImages(2, 4, 3, 3, new Halo(1, 1, 1, 1));
        Layout output = Layout.ForPlainImages(2, 4, 3, 3);
        Compare(name, new Shape(4, 3, 3), 2, 2, input: input, output: output);
    }

    [Theory]
    [InlineData("GELU")]
    [InlineData("Softmax")]
    public void The_number_of_threads_does_not_change_a_bit(string name)
    {
        float[] one = Run(1);
        Numbers.AssertSameBits(one, Run(2), "2 threads");
        Numbers.AssertSameBits(one, Run(3), "3 threads");

        float[] Run(int threads)
        {
            var random = new Random(3);
            using var harness = new OperationHarness(new ActivationLayer(ActivationCatalog.Get(name)), new Shape(300), 200, threads);
            harness.SetInput(Numbers.Uniform(random, 200 * 300, -4, 4));
            harness.SetOutputGradient(Numbers.Uniform(random, 200 * 300));
            harness.Forward(200);
            harness.Backward(200);
            return [.. harness.GetOutput(200), .. harness.GetInputGradient(200)];
        }
    }

    [Fact]
    public void The_override_replaces_the_layer_s_activation()
    {
        using var harness = new OperationHarness(
            new ActivationLayer(ReLUActivation.Instance), new Shape(3), 1, activationOverride: StepActivation.Instance);
        harness.SetInput([-1, 2, 3]);
        harness.Forward(1);
        Assert.Equal([0, 1, 1], harness.GetOutput(1));
    }

    private static void Compare(
        string name,
        Shape shape,
        int batch,
        int rows,
        Halo extraInputHalo = default,
        Halo outputHalo = default,
        Layout? input = null,
        Layout? output = null)
    {
        Activation activation = ActivationCatalog.Get(name);
        using var harness = new OperationHarness(
            new ActivationLayer(activation), shape, batch, input: input, output: output, extraInputHalo: extraInputHalo, outputHalo: outputHalo);
        var random = new Random(1);
        float[] z = Numbers.Uniform(random, rows * shape.Length, -3, 3);
        float[] da = Numbers.Uniform(random, rows * shape.Length);
        harness.SetInput(z);
        if (harness.Output.Layout.Halo == default && rows == batch)
        {
            // Memory without a halo is shared: it may hold anything before.
            new Span<float>(harness.Output.Data, (int)harness.Output.Layout.Length).Fill(float.NaN);
        }

        harness.Forward(rows);
        harness.SetOutputGradient(da);
        if (harness.Input.Layout.Halo == default && rows == batch)
        {
            new Span<float>(harness.Input.Gradient, (int)harness.Input.Layout.Length).Fill(float.NaN);
        }

        harness.Backward(rows);
        harness.AssertPaddingIsZero();
        float[] a = harness.GetOutput(rows);
        float[] dz = harness.GetInputGradient(rows);
        int vector = activation.IsElementwise ? 1 : shape[shape.Rank - 1];
        for (int i = 0; i < z.Length; i += vector)
        {
            double[] expected = activation.IsElementwise
                ? [activation.Evaluate(z[i])]
                : Softmax(z.AsSpan(i, vector));
            double mean = expected.Select((p, j) => p * da[i + j]).Sum();
            for (int j = 0; j < vector; j++)
            {
                double slope = activation.IsElementwise
                    ? da[i] * activation.Differentiate(z[i])
                    : expected[j] * (da[i + j] - mean);
                Assert.True(Math.Abs(expected[j] - a[i + j]) < 1e-6, $"{name}: a of element {i + j} is {a[i + j]}, not {expected[j]}.");
                Assert.True(Math.Abs(slope - dz[i + j]) < 1e-6, $"{name}: dz of element {i + j} is {dz[i + j]}, not {slope}.");
            }
        }
    }

    private static double[] Softmax(ReadOnlySpan<float> z)
    {
        double[] e = [.. z.ToArray().Select(x => Math.Exp(x))];
        return [.. e.Select(x => x / e.Sum())];
    }
}
