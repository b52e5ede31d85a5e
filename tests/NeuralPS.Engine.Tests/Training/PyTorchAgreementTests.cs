using NeuralPS.Engine.Data;
using NeuralPS.Engine.Formats;
using NeuralPS.Engine.Layers;
using NeuralPS.Engine.Losses;
using NeuralPS.Engine.Networks;
using NeuralPS.Engine.Optimizers;
using NeuralPS.Engine.Tensors;
using NeuralPS.Engine.Threading;
using NeuralPS.Engine.Training;
using NeuralPS.Engine.Training.Orders;

namespace NeuralPS.Engine.Tests.Training;

/// <summary>
/// Twenty random networks, drawn and computed with PyTorch by tests/fixtures/pytorch/generate.py, and read here from the file that
/// it wrote: outputs, loss, gradients of all weights, the weights after five steps of an optimizer, and the outputs after these.
/// </summary>
public unsafe class PyTorchAgreementTests
{
    private const double Tolerance = 1e-4;
    private const int Steps = 5;

    private static readonly Lazy<SafeTensorsFile> File = new(
        () => SafeTensorsFile.Read(Path.Combine(AppContext.BaseDirectory, "fixtures", "pytorch", "networks.safetensors")));

    public static TheoryData<string> Names => [.. Enumerable.Range(1, 20).Select(number => $"{number:00}")];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_random_network_agrees_with_PyTorch(string name)
    {
        var fixture = new PyTorchFixture(File.Value, name);
        var errors = new List<string>();
        CheckFirstStep(fixture, errors);
        Network trained = Trainer.Train(fixture.Network, fixture.Dataset, new TrainingOptions
        {
            Epochs = Steps,
            BatchSize = 0,
            Shuffle = false,
            Loss = fixture.Losses,
            Optimizer = fixture.Optimizer,
            Penalty = fixture.Penalty,
        }).Network;
        foreach ((string weight, Tensor expected) in fixture.Read("after"))
        {
            Compare(expected.Data, trained.Weights[weight].Data, $"{weight} after {Steps} steps", errors);
        }

        float[] expectedPrediction = fixture.Get("prediction");
        using var predictor = new Predictor(trained);
        var prediction = new float[expectedPrediction.Length];
        predictor.Predict(fixture.Get("input"), prediction);
        Compare(expectedPrediction, prediction, "prediction of the trained network", errors);
        Assert.True(errors.Count == 0, $"Network {name} ({fixture.Description}):\n{string.Join('\n', errors)}");
    }

    [Fact]
    public void Every_kind_of_layer_loss_and_optimizer_occurs_twice()
    {
        PyTorchFixture[] fixtures = [.. Enumerable.Range(1, 20).Select(number => new PyTorchFixture(File.Value, $"{number:00}"))];

        // All but those that draw random numbers while they train.
        static bool IsLayer(Type type) =>
            type.IsSubclassOf(typeof(Layer)) && !type.IsAbstract && type != typeof(DropoutLayer) && type != typeof(NoiseLayer);

        foreach (Type layer in typeof(Layer).Assembly.GetTypes().Where(IsLayer))
        {
            Assert.True(fixtures.Count(fixture => fixture.Network.Layers.Any(other => other.Layer.GetType() == layer)) >= 2, layer.Name);
        }

        foreach (string loss in LossCatalog.Names)
        {
            bool HasLoss(PyTorchFixture fixture) =>
                fixture.Losses.Losses.Any(other => other.Name.StartsWith(loss, StringComparison.Ordinal));

            Assert.True(fixtures.Count(HasLoss) >= 2, loss);
        }

        // Not those whose steps are not PyTorch's: the perceptron rule, and L-BFGS with its line search.
        foreach (string optimizer in OptimizerCatalog.Names.Where(optimizer => optimizer is not ("PerceptronRule" or "LBFGS")))
        {
            Assert.True(fixtures.Count(fixture => fixture.Optimizer.Name == optimizer) >= 2, optimizer);
        }
    }

    private static void CheckFirstStep(PyTorchFixture fixture, List<string> errors)
    {
        Dataset dataset = fixture.Dataset;
        var objective = new Objective(fixture.Network, dataset, fixture.Losses);
        using Plan plan = Plan.Create(fixture.Network, dataset.Count, isTraining: true, objective.Strips);
        using var pool = new WorkerPool(2);
        var step = new Step { Rows = dataset.Count, IsTraining = true, Pool = pool, Epoch = 1 };
        plan.LoadWeights(fixture.Network.Weights);
        plan.OnParametersChanged(step);
        var loader = new BatchLoader(plan.Inputs);
        loader.Load(dataset.Inputs, new NaturalOrder(dataset.Count), 0, dataset.Count, pool);
        plan.Forward(step);
        Compare(fixture.Get("output"), ReadOutputs(plan, objective, dataset.Count), "output", errors);
        double sum = new ObjectiveStep(plan, objective)
            .Run(objective.CreateTargets(dataset), loader.Samples, dataset.Count, writeGradient: true, 0, pool);
        Compare(fixture.Get("loss"), [(float)(sum / dataset.Count)], "loss", errors);
        plan.Backward(step);
        foreach ((string name, Tensor expected) in fixture.Read("gradient"))
        {
            Parameter parameter = plan.Parameters.Single(parameter => parameter.Name == name);
            var gradient = new float[expected.Shape.Length];
            parameter.Unpack(parameter.Gradient, gradient);
            Compare(expected.Data, gradient, $"gradient of {name}", errors);
        }
    }

    // All outputs of one sample after the other, with the activations that the losses contain.
    private static float[] ReadOutputs(Plan plan, Objective objective, int rows)
    {
        var outputs = new List<float>();
        for (int row = 0; row < rows; row++)
        {
            foreach ((Value output, ObjectivePart part) in plan.Outputs.Zip(objective.Parts))
            {
                var sample = new float[output.Shape.Length];
                LayoutConverter.Load(output.Data, output.Layout, row, sample);
                if (part.Head.Strips)
                {
                    part.Head.Activation!.Forward(sample, sample);
                }

                outputs.AddRange(sample);
            }
        }

        return [.. outputs];
    }

    // |a - e| / |e| in Euclidean norms; where nothing but zeros is expected, nothing else may come out.
    private static void Compare(float[] expected, float[] actual, string what, List<string> errors)
    {
        Assert.Equal(expected.Length, actual.Length);
        double norm = Math.Sqrt(expected.Sum(e => (double)e * e));
        double difference = Math.Sqrt(expected.Zip(actual, (e, a) => ((double)a - e) * ((double)a - e)).Sum());
        if (!(difference <= Tolerance * norm))
        {
            errors.Add(FormattableString.Invariant($"{what}: relative error {difference / norm:E1}, norm {norm:G3}"));
        }
    }
}
