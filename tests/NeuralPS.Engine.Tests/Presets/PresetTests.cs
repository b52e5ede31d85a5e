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
        ["AlexNet2012"] = 60_965_224,
        ["AlexNet2012Ungrouped"] = 62_378_344,
        ["ZFNet"] = 62_357_608,
        ["VGG11"] = 132_863_336,
        ["VGG13"] = 133_047_848,
        ["VGG16"] = 138_357_544,
        ["VGG19"] = 143_667_240,
        ["GoogLeNet"] = 6_624_904,
        ["GoogLeNetPaper"] = 6_998_552,
        ["ResNet18"] = 11_689_512,
        ["ResNet34"] = 21_797_672,
        ["ResNet50"] = 25_557_032,
        ["ResNet101"] = 44_549_160,
        ["ResNet152"] = 60_192_808,
        ["ResNet20"] = 269_722,
        ["ResNet32"] = 464_154,
        ["ResNet44"] = 658_586,
        ["ResNet56"] = 853_018,
        ["ResNet110"] = 1_727_962,
        ["SparseAutoencoder"] = 3_289,
        ["Autoencoder"] = 50_992,
        ["DenoisingAutoencoder"] = 28_353,
        ["VAEEncoder"] = 69_076,
        ["VAEDecoder"] = 65_089,
        ["DCGANDiscriminator"] = 74_625,
        ["DCGANGenerator"] = 1_339_905,
    };

    public static TheoryData<string> All => [.. PresetCatalog.Names];

    public static TheoryData<string> Small => [.. PresetCatalog.All.Where(preset => preset.ParameterCount < 700_000 && preset.Build().MultiplyAdds < 50_000_000).Select(preset => preset.Name)];

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
    public void A_small_one_takes_a_training_step_and_predicts(string name) => TrainAndPredict(PresetCatalog.Get(name), 4);

    [Theory]
    [InlineData("GoogLeNet")]
    [InlineData("GoogLeNetPaper")]
    [InlineData("ResNet18")]
    public void A_large_one_does_so_with_small_images(string name) => TrainAndPredict(PresetCatalog.Get(name), 2, new Shape(32, 32, 3), 10);

    [Theory]
    [InlineData("AlexNet", "conv1 55x55x64, pooling1 27x27x64, conv2 27x27x192, pooling2 13x13x192, pooling3 6x6x256, flatten1 9216")]
    [InlineData("AlexNet2012", "conv1 55x55x96, pooling1 27x27x96, conv2 27x27x256, pooling2 13x13x256, pooling3 6x6x256, flatten1 9216")]
    [InlineData("ZFNet", "conv1 110x110x96, pooling1 55x55x96, conv2 26x26x256, pooling2 13x13x256, pooling3 6x6x256, flatten1 9216")]
    [InlineData("VGG19", "pooling1 112x112x64, pooling2 56x56x128, pooling3 28x28x256, pooling4 14x14x512, pooling5 7x7x512, flatten1 25088")]
    [InlineData(
        "GoogLeNet",
        "pooling1 56x56x64, pooling2 28x28x192, inception3a 28x28x256, inception3b 28x28x480, inception4a 14x14x512, inception4b 14x14x512, "
        + "inception4c 14x14x512, inception4d 14x14x528, inception4e 14x14x832, inception5a 7x7x832, inception5b 7x7x1024")]
    [InlineData("ResNet18", "conv1 112x112x64, pooling1 56x56x64, res2_2 56x56x64, res3_2 28x28x128, res4_2 14x14x256, res5_2 7x7x512")]
    [InlineData("ResNet152", "pooling1 56x56x64, res2_3 56x56x256, res3_8 28x28x512, res4_36 14x14x1024, res5_3 7x7x2048")]
    [InlineData("ResNet20", "conv1 32x32x16, res1_3 32x32x16, res2_3 16x16x32, res3_3 8x8x64")]
    [InlineData("DenoisingAutoencoder", "pooling2 7x7x32, upsampling2 28x28x32, conv5 28x28x1")]
    [InlineData("VAEEncoder", "conv2 7x7x64, flatten1 3136, z_mean 2, z_log_var 2")]
    [InlineData("VAEDecoder", "convtranspose1 14x14x64, convtranspose2 28x28x32, convtranspose3 28x28x1")]
    [InlineData("DCGANGenerator", "convtranspose1 14x14x128, convtranspose2 28x28x128, conv1 28x28x1")]
    public void Its_layers_have_the_published_shapes(string name, string shapes)
    {
        Network network = PresetCatalog.Get(name).Build();
        Assert.All(shapes.Split(", "), pair =>
        {
            string[] parts = pair.Split(' ');
            Assert.Equal(parts[1], network.GetLayer(parts[0]).OutputShape.ToString());
        });
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Whatever_shape_it_takes_can_be_built(string name)
    {
        NetworkPreset preset = PresetCatalog.Get(name);
        int built = 0;
        Shape[] shapes =
        [
            .. Enumerable.Range(1, 75).Select(size => new Shape(size, size, 3)), new Shape(65, 90, 1), new Shape(28, 32, 4), new Shape(1),
            new Shape(7),
        ];
        foreach (Shape shape in shapes)
        {
            try
            {
                Assert.Equal(shape, preset.Build(shape).InputShape);
                built++;
            }
            catch (ShapeException e) when (e.ErrorId == "PresetInputShape")
            {
                Assert.Contains(shape.ToString(), e.Message, StringComparison.Ordinal);
                Assert.Contains(preset.InputDescription, e.Message, StringComparison.Ordinal);
            }
        }

        Assert.InRange(built, name == "XOR" ? 0 : 1, shapes.Length);
    }

    private static void TrainAndPredict(NetworkPreset preset, int count, Shape? shape = null, int? classes = null)
    {
        Network network = preset.Build(shape, classes);
        Dataset samples = Samples(network, preset, count);
        TrainingOutcome outcome = Trainer.Train(network, samples, new TrainingOptions { Epochs = 1, BatchSize = count, Seed = 1 });
        Assert.True(double.IsFinite(outcome.Network.History.Single().Loss));
        using var predictor = new Predictor(outcome.Network, count);
        var output = new float[count * predictor.OutputLength];
        predictor.Predict(Inputs(network, count), output);
        Assert.All(output, value => Assert.True(float.IsFinite(value)));
        if (preset.ClassCount is not null)
        {
            Assert.All(output.Chunk(network.OutputShape.Length), row => Assert.Equal(1, row.Sum(), 1e-5));
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
