using NeuralPS.Engine.Activations;
using NeuralPS.Engine.Data;
using NeuralPS.Engine.Layers;
using NeuralPS.Engine.Networks;
using NeuralPS.Engine.Tensors;

namespace NeuralPS.Engine.Tests.Training;

/// <summary>
/// A maximum over a rectified convolution applies the rectifier's derivative. A leaky rectifier without a leak computes the same, but its
/// convolution applies the derivative itself.
/// </summary>
public class RectifiedPoolingTests
{
    private static readonly Activation _noLeak = new LeakyReLUActivation(0);

    public static TheoryData<int, int, int> Cases => new()
    {
        { 2, 2, 1 },
        { 3, 2, 1 },
        { 2, 2, 3 },
        { 3, 3, 2 },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Weights_are_those_of_a_convolution_that_applies_it_itself(int size, int stride, int threads)
    {
        Network CreateNetwork(Activation activation) => Network.Create(new Shape(28, 28, 1))
            .Add(new ConvLayer(20) { Activation = activation })
            .Add(new PoolingLayer(PoolingKind.Max) { Size = size, Stride = stride })
            .Add(new ConvLayer(18))
            .Add(new ActivationLayer(activation))
            .Add(new PoolingLayer(PoolingKind.Max) { Size = size, Stride = stride })
            .Add(new FlattenLayer())
            .Add(new DenseLayer(10) { Activation = SoftmaxActivation.Instance })
            .Initialize(5);

        Network expected = TrainingFixture.Train(CreateNetwork(_noLeak), Data, TrainingFixture.Options(1, threads: threads));
        Network actual = TrainingFixture.Train(CreateNetwork(ReLUActivation.Instance), Data, TrainingFixture.Options(1, threads: threads));

        AssertSameWeights(expected, actual);
    }

    [Fact]
    public void A_convolution_with_another_reader_applies_it_itself()
    {
        Network CreateNetwork(Activation activation) => Network.Create(new Shape(28, 28, 1))
            .Add(new ConvLayer(8) { Name = "c", Activation = activation })
            .Add(new PoolingLayer(PoolingKind.Max) { Name = "largest" })
            .Add(new PoolingLayer(PoolingKind.Average) { Name = "mean" }, ["c"])
            .Add(new MergeLayer(MergeMethod.Concatenate), ["largest", "mean"])
            .Add(new FlattenLayer())
            .Add(new DenseLayer(10) { Activation = SoftmaxActivation.Instance })
            .Initialize(5);

        Network expected = TrainingFixture.Train(CreateNetwork(_noLeak), Data, TrainingFixture.Options(1));
        Network actual = TrainingFixture.Train(CreateNetwork(ReLUActivation.Instance), Data, TrainingFixture.Options(1));

        AssertSameWeights(expected, actual);
    }

    private static Dataset Data => TrainingFixture.Digits;

    // Not the same bits: what has no slope may be 0 or -0.
    private static void AssertSameWeights(Network expected, Network actual)
    {
        foreach (NetworkLayer layer in expected.Layers)
        {
            foreach (ParameterSpecification parameter in layer.Parameters)
            {
                string name = layer.TensorName(parameter.Role);
                Assert.Equal(expected.Weights[name].Data, actual.Weights[name].Data);
            }
        }
    }
}
