using NeuralPS.Engine.Activations;
using NeuralPS.Engine.Layers;
using NeuralPS.Engine.Tensors;

namespace NeuralPS.Engine.Tests.Layers;

public class DenseOperationTests
{
    public static TheoryData<int, int, int, int> Shapes => new()
    {
        { 1, 1, 1, 1 },
        { 1, 1, 2, 3 },
        { 2, 1, 16, 16 },
        { 3, 3, 17, 15 },
        { 5, 4, 7, 33 },
        { 8, 8, 31, 70 },
        { 13, 9, 40, 1 },
        { 33, 33, 64, 10 },
        { 67, 61, 70, 69 },
        { 40, 40, 300, 130 },
        { 300, 290, 50, 20 },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Dense_layers_match_plain_loops(int batch, int rows, int inputs, int units)
    {
        foreach (Activation activation in new Activation[] { LinearActivation.Instance, ReLUActivation.Instance, SigmoidActivation.Instance, GELUActivation.Instance })
        {
            foreach (bool useBias in new[] { true, false })
            {
                Compare(batch, rows, inputs, units, activation, useBias);
            }
        }
    }

    [Fact]
    public void One_sigmoid_layer_gives_the_lectures_numbers()
    {
        var layer = new DenseLayer(2) { Name = "d", Activation = SigmoidActivation.Instance };
        using var harness = new OperationHarness(layer, new Shape(2), 1);
        harness.SetParameter("weight", [1, -2, -1, 1]);
        harness.SetParameter("bias", [1, 0]);
        harness.SetInput([1, -1]);
        harness.Forward(1);
        Assert.Equal([0.98, 0.12], harness.GetOutput(1).Select(a => Math.Round(a, 2)));
    }

    [Fact]
    public void The_number_of_threads_does_not_change_a_bit()
    {
        float[][] one = RunAll(1);
        foreach (int threads in new[] { 2, 3 })
        {
            float[][] many = RunAll(threads);
            for (int i = 0; i < one.Length; i++)
            {
                Numbers.AssertSameBits(one[i], many[i], $"array {i} on {threads} threads");
            }
        }
    }

    [Fact]
    public void A_sample_has_the_same_result_in_any_batch()
    {
        var random = new Random(5);
        var layer = new DenseLayer(37) { Name = "d" };
        float[] weight = Numbers.Uniform(random, 37 * 100);
        float[] input = Numbers.Uniform(random, 50 * 100);
        float[] all = Run(input, 50);
        for (int row = 0; row < 50; row++)
        {
            Numbers.AssertSameBits(all[(row * 37)..((row + 1) * 37)], Run(input[(row * 100)..((row + 1) * 100)], 1), $"row {row}");
        }

        float[] Run(float[] x, int batch)
        {
            using var harness = new OperationHarness(layer, new Shape(100), batch, isTraining: false);
            harness.SetParameter("weight", weight);
            harness.SetInput(x);
            harness.Forward(batch);
            return harness.GetOutput(batch);
        }
    }

    [Fact]
    public void A_rectifier_lets_NaN_pass()
    {
        var layer = new DenseLayer(3) { Name = "d", Activation = ReLUActivation.Instance };
        using var harness = new OperationHarness(layer, new Shape(2), 5);
        harness.SetParameter("weight", [1, 1, -1, -1, 1, 0]);
        harness.SetInput([float.NaN, 1, 1, 1, 1, 1, 1, 1, 1, 1]);
        harness.Forward(5);
        Assert.Equal([float.NaN, float.NaN, float.NaN, 2, 0, 1], harness.GetOutput(2));
    }

    [Fact]
    public void Steps_allocate_nothing()
    {
        var layer = new DenseLayer(64) { Name = "d", Activation = GELUActivation.Instance };
        using var harness = new OperationHarness(layer, new Shape(300), 64);
        harness.Forward(64);
        harness.Backward(64);
        long before = GC.GetAllocatedBytesForCurrentThread();
        harness.Forward(64);
        harness.Backward(64);
        harness.Operation.OnParametersChanged(harness.StepOf(64));
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    private static float[][] RunAll(int threads)
    {
        var random = new Random(3);
        var layer = new DenseLayer(150) { Name = "d", Activation = TanhActivation.Instance };
        using var harness = new OperationHarness(layer, new Shape(300), 100, threads);
        harness.SetParameter("weight", Numbers.Uniform(random, 150 * 300, -0.1f, 0.1f));
        harness.SetParameter("bias", Numbers.Uniform(random, 150));
        harness.SetInput(Numbers.Uniform(random, 100 * 300));
        harness.Forward(100);
        float[] output = harness.GetOutput(100);
        harness.SetOutputGradient(Numbers.Uniform(random, 100 * 150));
        harness.Backward(100);
        return [output, harness.GetInputGradient(100), harness.GetParameterGradient("weight"), harness.GetParameterGradient("bias")];
    }

    private static void Compare(int batch, int rows, int inputs, int units, Activation activation, bool useBias)
    {
        var random = new Random(batch + inputs + units);
        var layer = new DenseLayer(units) { Name = "d", Activation = activation, UseBias = useBias };
        float[] x = Numbers.Uniform(random, rows * inputs);
        float[] w = Numbers.Uniform(random, units * inputs);
        float[] b = Numbers.Uniform(random, units);
        float[] da = Numbers.Uniform(random, rows * units);

        using var harness = new OperationHarness(layer, new Shape(inputs), batch, threads: 2);
        harness.SetParameter("weight", w);
        if (useBias)
        {
            harness.SetParameter("bias", b);
        }

        harness.SetInput(x);
        harness.Forward(rows);
        var z = new double[rows * units];
        for (int n = 0; n < rows; n++)
        {
            for (int u = 0; u < units; u++)
            {
                z[(n * units) + u] = useBias ? b[u] : 0;
                for (int i = 0; i < inputs; i++)
                {
                    z[(n * units) + u] += (double)w[(u * inputs) + i] * x[(n * inputs) + i];
                }
            }
        }

        string what = $"{rows} of {batch} rows, {inputs} -> {units}, {activation.Name}";
        Numbers.AssertClose([.. z.Select(activation.Evaluate)], harness.GetOutput(rows), inputs, "output of " + what);

        harness.SetOutputGradient(da);
        harness.Backward(rows);
        var dz = new double[rows * units];
        var dx = new double[rows * inputs];
        var dw = new double[units * inputs];
        var db = new double[units];
        for (int n = 0; n < rows; n++)
        {
            for (int u = 0; u < units; u++)
            {
                dz[(n * units) + u] = da[(n * units) + u] * activation.Differentiate(z[(n * units) + u]);
                db[u] += dz[(n * units) + u];
                for (int i = 0; i < inputs; i++)
                {
                    dx[(n * inputs) + i] += dz[(n * units) + u] * w[(u * inputs) + i];
                    dw[(u * inputs) + i] += dz[(n * units) + u] * x[(n * inputs) + i];
                }
            }
        }

        Numbers.AssertClose(dx, harness.GetInputGradient(rows), inputs + units, "input gradient of " + what);
        Numbers.AssertClose(dw, harness.GetParameterGradient("weight"), rows + inputs, "weight gradient of " + what);
        if (useBias)
        {
            Numbers.AssertClose(db, harness.GetParameterGradient("bias"), rows + inputs, "bias gradient of " + what);
        }

        harness.AssertPaddingIsZero();
    }
}
