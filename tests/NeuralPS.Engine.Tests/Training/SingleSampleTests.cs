using NeuralPS.Engine.Activations;
using NeuralPS.Engine.Data;
using NeuralPS.Engine.Layers;
using NeuralPS.Engine.Networks;
using NeuralPS.Engine.Optimizers;
using NeuralPS.Engine.Tensors;
using NeuralPS.Engine.Tests.Layers;
using NeuralPS.Engine.Training;

namespace NeuralPS.Engine.Tests.Training;

/// <summary>A batch of one goes its own way; the mean over a sample and its double is the same gradient on the general way.</summary>
public class SingleSampleTests
{
    public static TheoryData<Activation, string> Ways => new()
    {
        { ReLUActivation.Instance, "SGD" },
        { GELUActivation.Instance, "SGD" },
        { TanhActivation.Instance, "Momentum" },
        { LinearActivation.Instance, "Adam" },
    };

    [Theory]
    [MemberData(nameof(Ways))]
    public void A_batch_of_one_is_like_a_batch_of_the_sample_and_its_double(Activation activation, string optimizer)
    {
        Network network = Network.Create(new Shape(20))
            .Add(new DenseLayer(37) { Activation = activation })
            .Add(new DenseLayer(19) { Activation = SigmoidActivation.Instance, Sparsity = new SparsityPenalty(0.2, 0.5) })
            .Add(new DenseLayer(3) { Activation = SoftmaxActivation.Instance });
        TrainingOptions options = TrainingFixture.Options(5) with { Optimizer = OptimizerCatalog.Create(optimizer) with { LearningRate = 0.05 } };
        Network alone = TrainingFixture.Train(network, Create(1), options with { BatchSize = 1 });
        Network doubled = TrainingFixture.Train(network, Create(2), options with { BatchSize = 2 });
        foreach (NetworkLayer layer in doubled.Layers)
        {
            foreach (string name in layer.Parameters.Select(parameter => layer.TensorName(parameter.Role)))
            {
                double[] expected = [.. doubled.Weights[name].Data.Select(value => (double)value)];
                Numbers.AssertClose(expected, alone.Weights[name].Data, 1, name);
            }
        }
    }

    private static Dataset Create(int times)
    {
        float[] sample = Numbers.Uniform(new Random(1), 20);
        float[] rows = [.. Enumerable.Repeat(sample, times).SelectMany(row => row)];
        return new Dataset("single", new FloatRows(rows, new Shape(20)), Enumerable.Repeat(1, times).ToArray(), ["a", "b", "c"]);
    }
}
