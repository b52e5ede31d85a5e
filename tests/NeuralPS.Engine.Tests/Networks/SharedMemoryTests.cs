using NeuralPS.Engine.Activations;
using NeuralPS.Engine.Data;
using NeuralPS.Engine.Layers;
using NeuralPS.Engine.Networks;
using NeuralPS.Engine.Tensors;
using NeuralPS.Engine.Training;

namespace NeuralPS.Engine.Tests.Networks;

public class SharedMemoryTests
{
    // Halos of several sizes, channels that fill blocks and that do not, sizes that come again.
    private static Layer[] Stack { get; } =
    [
        Conv(20, 5), Conv(16, 3), new ZeroPaddingLayer(1, 2, 0, 1), Conv(33, 3), new PoolingLayer(PoolingKind.Max), Conv(7, 3), Conv(20, 7),
        new UpsamplingLayer(2), Conv(16, 3), new PoolingLayer(PoolingKind.Average) { Size = 3, Stride = 1, Padding = Padding.Same }, Conv(5, 3),
        new ActivationLayer(SigmoidActivation.Instance), Conv(9, 5), new CroppingLayer(1, 0, 0, 2), Conv(3, 3),
    ];

    [Fact]
    public void Layers_whose_memory_is_shared_compute_what_they_compute_alone()
    {
        Network whole = Network.Create(new Shape(13, 11, 3));
        foreach (Layer layer in Stack)
        {
            whole = whole.Add(layer);
        }

        whole = whole.Initialize(5);
        float[] values = [.. Enumerable.Range(0, 5 * whole.InputLength).Select(i => (float)Math.Sin(0.37 * i))];
        float[] expected = values;
        foreach (NetworkLayer layer in whole.Layers)
        {
            Network alone = Network.Create(layer.InputShape).Add(layer.Layer).Initialize(0);
            foreach (ParameterSpecification parameter in layer.Parameters)
            {
                alone = alone.WithWeight(layer.Name, parameter.Role, whole.Weights[layer.TensorName(parameter.Role)]);
            }

            expected = Predict(alone, expected);
        }

        // Twice: the second time every buffer holds what others left there.
        using var predictor = new Predictor(whole, 3);
        var actual = new float[expected.Length];
        predictor.Predict(values, actual);
        predictor.Predict(values, actual);
        Assert.Equal(expected, actual);
    }

    [Fact]
    public void A_deep_stack_predicts_in_the_memory_of_its_widest_layers()
    {
        Network deep = Network.Create(new Shape(32, 32, 16));
        for (int i = 0; i < 40; i++)
        {
            deep = deep.Add(Conv(16, 3));
        }

        using Plan plan = Plan.Describe(deep, 8, isTraining: false, strips: []);
        long one = 8L * 34 * 34 * 16 * sizeof(float);
        Assert.InRange(plan.Memory.Activations, 2 * one, 4 * one);
    }

    [Fact]
    public void Gradients_agree_with_differences_where_gradients_share_memory()
    {
        Network whole = Network.Create(new Shape(6, 5, 2))
            .Add(Conv(4, 3)).Add(Conv(3, 5)).Add(Conv(4, 3)).Add(Conv(2, 5)).Add(Conv(4, 3)).Add(new FlattenLayer()).Add(new DenseLayer(2));
        float[] Waves(int length, double step) => [.. Enumerable.Range(0, length).Select(i => (float)Math.Sin(step * i))];
        var data = new Dataset(
            "waves", new FloatRows(Waves(3 * whole.InputLength, 1.7), new Shape(whole.InputLength)), targets: new FloatRows(Waves(6, 0.9), new Shape(2)));
        foreach (GradientCheckResult result in GradientCheck.Run(whole, data, elements: 12, seed: 4))
        {
            Assert.True(result.MaximumError < 0.01, $"{result.Tensor}: {result.MaximumError}");
        }
    }

    private static ConvLayer Conv(int filters, int size) => new(filters)
    {
        KernelHeight = size, KernelWidth = size, Padding = Padding.Same, Activation = TanhActivation.Instance,
    };

    private static float[] Predict(Network network, float[] values)
    {
        using var predictor = new Predictor(network, 3);
        var outputs = new float[values.Length / predictor.InputLength * predictor.OutputLength];
        predictor.Predict(values, outputs);
        return outputs;
    }
}
