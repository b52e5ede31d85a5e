using NeuralPS.Engine.Activations;
using NeuralPS.Engine.Layers;
using NeuralPS.Engine.Networks;
using NeuralPS.Engine.Tensors;
using NeuralPS.Engine.Tests.Layers;
using NeuralPS.Engine.Threading;

namespace NeuralPS.Engine.Tests.Networks;

/// <summary>In prediction a batch normalisation goes into the weights of the layer before it.</summary>
public class FoldingTests
{
    public static TheoryData<string, int> Foldable => new()
    {
        { "conv", 1 }, { "conv without bias", 1 }, { "depthwise", 1 }, { "sequence", 1 }, { "transposed", 1 }, { "dense", 1 },
        { "dropout between", 1 }, { "activation layer after", 1 }, { "without scale and shift", 1 }, { "two after each other", 2 }, { "several", 2 },
    };

    [Theory]
    [MemberData(nameof(Foldable))]
    public void Its_operation_is_gone_and_the_predictions_stay(string name, int operations)
    {
        Network network = WithStatistics(Make(name).Initialize(3));
        Assert.Equal(operations, CountOperations(network, isTraining: false));
        float[] x = Numbers.Uniform(new Random(1), 5 * network.InputShape.Length);
        float[] expected = RunUnfolded(network, x, 5);
        var actual = new float[expected.Length];
        using var predictor = new Predictor(network, batch: 3);
        predictor.Predict(x, actual);
        double size = Math.Sqrt(expected.Average(value => (double)value * value));
        Assert.InRange(size, 0.01, 100);
        for (int i = 0; i < actual.Length; i++)
        {
            Assert.Equal(expected[i], actual[i], 1e-5 * Math.Max(size, Math.Abs(expected[i])));
        }
    }

    [Fact]
    public void It_stays_where_others_read_what_it_reads_or_something_stands_between()
    {
        Network branch = Network.Create(new Shape(4))
            .Add(new DenseLayer(4)).Add(new BatchNormLayer()).Add(new MergeLayer(MergeMethod.Add), ["dense1"]);
        Assert.Equal(3, CountOperations(branch, isTraining: false));
        Network activated = Network.Create(new Shape(4))
            .Add(new DenseLayer(4) { Activation = TanhActivation.Instance }).Add(new BatchNormLayer());
        Assert.Equal(2, CountOperations(activated, isTraining: false));
        Network first = Network.Create(new Shape(4)).Add(new BatchNormLayer()).Add(new DenseLayer(4));
        Assert.Equal(2, CountOperations(first, isTraining: false));
        Network flattened = Network.Create(new Shape(4, 4, 1)).Add(new ConvLayer(2)).Add(new FlattenLayer()).Add(new BatchNormLayer());
        Assert.Equal(3, CountOperations(flattened, isTraining: false));
        Network twin = Network.Create(new Shape(4)).Add(new DenseLayer(4));
        Network shared = Network.Create(new Shape(4)).Add(new SubnetworkLayer(twin)).Add(new BatchNormLayer());
        Assert.Equal(1, CountOperations(shared, isTraining: false));
        shared = shared.Add(SubnetworkLayer.Share(shared, "network1"));
        Assert.Equal(3, CountOperations(shared, isTraining: false));
        Assert.Equal(3, CountOperations(shared, isTraining: true));
    }

    [Fact]
    public void Training_keeps_it() => Assert.Equal(2, CountOperations(Make("conv"), isTraining: true));

    [Fact]
    public void The_network_keeps_its_weights()
    {
        Network network = WithStatistics(Make("conv without bias").Initialize(3));
        float[] before = [.. network.Weights["conv1.weight"].Data];
        using var predictor = new Predictor(network);
        Assert.Equal(before, network.Weights["conv1.weight"].Data);
        Assert.False(network.Weights.TryGet("conv1.bias", out _));
    }

    private static Network Make(string name)
    {
        Network image = Network.Create(new Shape(7, 6, 3));
        var norm = new BatchNormLayer { Activation = ReLUActivation.Instance };
        return name switch
        {
            "conv" => image.Add(new ConvLayer(20) { Padding = Padding.Same }).Add(norm),
            "conv without bias" => image
                .Add(new ConvLayer(20) { UseBias = false, Stride = 2 }).Add(norm with { Activation = GELUActivation.Instance }),
            "depthwise" => image.Add(new ConvLayer(3) { Groups = 3 }).Add(norm),
            "sequence" => Network.Create(new Shape(9, 4)).Add(new ConvLayer(18)).Add(norm),
            "transposed" => image.Add(new ConvTransposeLayer(5) { Stride = 2 }).Add(norm),
            "dense" => Network.Create(new Shape(30)).Add(new DenseLayer(20)).Add(norm),
            "dropout between" => Network.Create(new Shape(30)).Add(new DenseLayer(20)).Add(new DropoutLayer(0.5)).Add(norm),
            "activation layer after" => image
                .Add(new ConvLayer(4)).Add(new BatchNormLayer()).Add(new ActivationLayer(TanhActivation.Instance)),
            "without scale and shift" => image.Add(new ConvLayer(4)).Add(norm with { UseScale = false, UseShift = false }),
            "two after each other" => image.Add(new ConvLayer(4)).Add(new BatchNormLayer()).Add(norm),
            "several" => image.Add(new ConvLayer(4)).Add(norm).Add(new ConvLayer(17) { UseBias = false }).Add(norm),
            _ => throw new ArgumentOutOfRangeException(nameof(name)),
        };
    }

    // Statistics and coefficients as a training might leave them.
    private static Network WithStatistics(Network network)
    {
        var random = new Random(5);
        foreach (NetworkLayer layer in network.Layers.Where(layer => layer.Layer is BatchNormLayer))
        {
            foreach (ParameterSpecification parameter in layer.Parameters)
            {
                float low = parameter.Role is "mean" or "shift" ? -1 : 0.2f;
                network = network.WithWeight(
                    layer.Name, parameter.Role, new Tensor(parameter.Shape, Numbers.Uniform(random, parameter.Shape.Length, low, 2)));
            }
        }

        return network;
    }

    private static int CountOperations(Network network, bool isTraining)
    {
        using Plan plan = Plan.Describe(network, 2, isTraining, []);
        return plan.OperationCount;
    }

    // Validation within a training: the same plan runs without training.
    private static unsafe float[] RunUnfolded(Network network, float[] x, int rows)
    {
        using Plan plan = Plan.Create(network, rows, isTraining: true, []);
        using var pool = new WorkerPool(1);
        var step = new Step { Rows = rows, IsTraining = false, Pool = pool };
        plan.LoadWeights(network.Weights);
        plan.OnParametersChanged(step);
        Value input = plan.Inputs[0];
        Value output = plan.Outputs[0];
        var result = new float[rows * output.Shape.Length];
        for (int row = 0; row < rows; row++)
        {
            LayoutConverter.Store(x.AsSpan(row * input.Shape.Length, input.Shape.Length), input.Data, input.Layout, row);
        }

        plan.Forward(step);
        for (int row = 0; row < rows; row++)
        {
            LayoutConverter.Load(output.Data, output.Layout, row, result.AsSpan(row * output.Shape.Length, output.Shape.Length));
        }

        return result;
    }
}
