using NeuralPS.Engine.Data;
using NeuralPS.Engine.Networks;
using NeuralPS.Engine.Presets;
using NeuralPS.Engine.Tensors;
using NeuralPS.Engine.Training;

namespace NeuralPS.Engine.Tests.Presets;

public class PresetTests
{
    private const long Gigabyte = 1L << 30;

    // Published, or recomputed from the published layers: not read from the catalogue.
    private static readonly Dictionary<string, long> Published = new()
    {
        ["Perceptron"] = 3,
        ["XOR"] = 9,
        ["LinearRegression"] = 2,
        ["LogisticRegression"] = 3,
        ["Softmax"] = 7_850,
        ["HousePrice"] = 2,
        ["MnistMLP"] = 235_146,
        ["KerasMnistMLP"] = 669_706,
        ["FashionMLP"] = 101_770,
        ["DeepMLP"] = 36_729_944,
        ["WideMLP"] = 36_725_952,
        ["LeNet5"] = 61_706,
        ["KerasMnistConvnet"] = 34_826,
        ["KerasCNN"] = 1_199_882,
        ["ISLRCifar100"] = 964_516,
        ["AlexNet"] = 61_100_840,
        ["VGG11"] = 132_863_336,
        ["VGG13"] = 133_047_848,
        ["VGG16"] = 138_357_544,
        ["VGG19"] = 143_667_240,
        ["SparseAutoencoder"] = 3_289,
        ["Autoencoder"] = 50_992,
        ["DenoisingAutoencoder"] = 28_353,
        ["VAEEncoder"] = 69_076,
        ["VAEDecoder"] = 65_089,
        ["DCGANDiscriminator"] = 74_625,
        ["DCGANGenerator"] = 1_339_905,
    };

    public static TheoryData<string> All => [.. PresetCatalog.Names];

    public static TheoryData<string> Small => [.. PresetCatalog.All.Where(preset => preset.ParameterCount < 700_000).Select(preset => preset.Name)];

    [Fact]
    public void Every_preset_has_a_published_count_here() =>
        Assert.Equal(Published.Keys.Order(StringComparer.Ordinal), PresetCatalog.Names.Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(All))]
    public void The_parameters_are_those_published(string name)
    {
        NetworkPreset preset = PresetCatalog.Get(name);
        Network network = preset.Build();
        Assert.Equal(Published[name], network.ParameterCount);
        Assert.Equal(Published[name], preset.ParameterCount);
        Assert.Equal(preset.InputShape, network.InputShape);
        Assert.Equal(name, network.Name);
        Assert.False(network.IsInitialized);
        if (preset.ClassCount is { } classes)
        {
            Assert.Equal(new Shape(classes), network.OutputShape);
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Its_description_and_source_are_lines_for_tables(string name)
    {
        NetworkPreset preset = PresetCatalog.Get(name);
        Assert.All(new[] { preset.Description, preset.Source, preset.InputDescription }, text =>
        {
            Assert.InRange(text.Length, 10, 160);
            Assert.DoesNotContain('\n', text);
        });
    }

    [Theory]
    [MemberData(nameof(All))]
    public void A_training_step_fits_into_16_GB(string name)
    {
        NetworkPreset preset = PresetCatalog.Get(name);
        Network network = preset.Build();
        TrainingPlan plan = Trainer.Describe(network, Samples(network, preset, 2), new TrainingOptions { BatchSize = 2 });
        Assert.InRange(plan.TotalBytes, 1, 16 * Gigabyte);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Predictions_take_as_many_samples_at_once_as_fit_into_a_gigabyte(string name)
    {
        Network network = PresetCatalog.Get(name).Build();
        int batch = InferenceBatch.Choose(network, InferenceBatch.Usual);
        using Plan plan = Plan.Describe(network, batch, isTraining: false, strips: []);
        Assert.InRange(plan.Memory.Activations, 1, Gigabyte);
        Assert.InRange(batch, name.StartsWith("VGG", StringComparison.Ordinal) ? 2 : 16, InferenceBatch.Usual);
    }

    [Theory]
    [MemberData(nameof(Small))]
    public void A_small_one_takes_a_training_step_and_predicts(string name)
    {
        NetworkPreset preset = PresetCatalog.Get(name);
        Network network = preset.Build();
        Dataset samples = Samples(network, preset, 4);
        TrainingOutcome outcome = Trainer.Train(network, samples, new TrainingOptions { Epochs = 1, BatchSize = 4, Seed = 1 });
        Assert.True(double.IsFinite(outcome.Network.History.Single().Loss));
        using var predictor = new Predictor(outcome.Network, 4);
        var output = new float[4 * predictor.OutputLength];
        predictor.Predict(Inputs(network, 4), output);
        Assert.All(output, value => Assert.True(float.IsFinite(value)));
        if (preset.ClassCount is { } classes)
        {
            Assert.All(output.Chunk(classes), row => Assert.Equal(1, row.Sum(), 1e-5));
        }
    }

    private static float[] Inputs(Network network, int count) =>
        [.. Enumerable.Range(0, count * network.InputShape.Length).Select(i => (float)(0.5 + (0.5 * Math.Sin(1.7 * i))))];

    private static Dataset Samples(Network network, NetworkPreset preset, int count)
    {
        var rows = new FloatRows(Inputs(network, count), network.InputShape);
        if (preset.ClassCount is { } classes)
        {
            return new Dataset("samples", rows, labels: Enumerable.Range(0, count).Select(i => i % classes).ToArray());
        }

        int outputs = network.Outputs.Sum(output => output.OutputShape.Length);
        float[] targets = [.. Enumerable.Range(0, count * outputs).Select(i => (float)(i % 3) / 2)];
        return new Dataset("samples", rows, targets: new FloatRows(targets, new Shape(outputs)));
    }
}
