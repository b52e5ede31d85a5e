using System.Text.Json.Nodes;
using NeuralPS.Engine.Activations;
using NeuralPS.Engine.Formats;
using NeuralPS.Engine.Layers;
using NeuralPS.Engine.Networks;
using NeuralPS.Engine.Tensors;
using NeuralPS.Engine.Tests.Training;

namespace NeuralPS.Engine.Tests.Formats;

public sealed class NetworkFileTests : IDisposable
{
    private readonly string _path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + ".safetensors");

    private static Network EveryLayer { get; } = Network.Create(new Shape(12, 10, 3), "every layer")
        .Add(new ConvLayer(8)
        {
            KernelHeight = 3, KernelWidth = 5, Padding = Padding.Same, Activation = new LeakyReLUActivation(0.2f), Penalty = new Penalty(0.1, 0.2),
        })
        .Add(new PoolingLayer(PoolingKind.Max) { Size = 3, Stride = 2, Padding = Padding.Explicit(1) })
        .Add(new ConvLayer(8) { Groups = 4, Dilation = 2, UseBias = false, Padding = Padding.Explicit(2) })
        .Add(new ActivationLayer(GELUActivation.Instance))
        .Add(new BatchNormLayer { Momentum = 0.75, Epsilon = 0.001, UseScale = false, Activation = SiLUActivation.Instance })
        .Add(new BatchNormLayer { UseShift = false })
        .Add(new LocalResponseNormLayer { Size = 3, Alpha = 0.1, Beta = 0.5, K = 1 })
        .Add(new LayerNormLayer { Epsilon = 0.5, UseScale = false })
        .Add(new LayerNormLayer { IsWholeSample = true, Activation = ReLUActivation.Instance, UseShift = false })
        .Add(new PoolingLayer(PoolingKind.Average))
        .Add(new DropoutLayer(0.25))
        .Add(new UpsamplingLayer(2) { Method = UpsamplingMethod.Bilinear })
        .Add(new UpsamplingLayer(1))
        .Add(new NoiseLayer(0.125))
        .Add(new DropoutLayer(0.5) { IsSpatial = true })
        .Add(new PoolingLayer(PoolingKind.AdaptiveAverage) { OutputHeight = 6, OutputWidth = 4 })
        .Add(new ZeroPaddingLayer(1, 2, 3, 4))
        .Add(new CroppingLayer(4, 3, 2, 1))
        .Add(new ZeroPaddingLayer(0, 0, 0, 0) { Channels = 8 })
        .Add(new ReshapeLayer(new Shape(4, 4, 16)))
        .Add(new ConvTransposeLayer(6) { KernelWidth = 2, Stride = 2, Padding = Padding.Explicit(1), OutputPadding = 1, Groups = 2 })
        .Add(new ConvTransposeLayer(2) { Dilation = 2, UseBias = false, Padding = Padding.Same, Activation = TanhActivation.Instance })
        .Add(new FlattenLayer())
        .Add(new ReshapeLayer(new Shape(7, 16)))
        .Add(new ConvLayer(4) { Padding = Padding.Causal, Dilation = 2 })
        .Add(new PoolingLayer(PoolingKind.Max) { Size = 3, Stride = 2, Padding = Padding.Same })
        .Add(new FlattenLayer())
        .Add(new DenseLayer(5) { Name = "out", Activation = SoftmaxActivation.Instance });

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void A_description_survives_the_file()
    {
        NetworkFile.Write(EveryLayer, _path, overwrite: false);
        Network read = NetworkFile.Read(_path);
        Assert.Equal(EveryLayer.Layers.Select(layer => layer.Layer), read.Layers.Select(layer => layer.Layer));
        Assert.Equal("every layer", read.Name);
        Assert.False(read.IsInitialized);
    }

    [Fact]
    public void Weights_survive_the_file_to_the_bit()
    {
        Network network = EveryLayer.Initialize(5);
        NetworkFile.Write(network, _path, overwrite: false);
        TrainingFixture.AssertSameBits(network, NetworkFile.Read(_path));
    }

    [Fact]
    public void History_classes_schema_and_state_survive_the_file()
    {
        Network network = TrainingFixture.Train(TrainingFixture.MoonNetwork, TrainingFixture.Moons, TrainingFixture.Options(2));
        NetworkFile.Write(network, _path, overwrite: false);
        Network read = NetworkFile.Read(_path);
        Assert.Equal(network.History.Select(r => (r.Epoch, r.Loss, r.Metrics.Single())), read.History.Select(r => (r.Epoch, r.Loss, r.Metrics.Single())));
        Assert.Equal(network.ClassNames, read.ClassNames);
        Assert.Equal<string>(network.Schema!.FeatureNames, read.Schema!.FeatureNames);
        Assert.Equal(network.State!.Optimizer, read.State!.Optimizer);
        Assert.Equal(network.State.UpdateCount, read.State.UpdateCount);
    }

    [Fact]
    public void Weights_only_leaves_the_optimizer_out()
    {
        Network network = TrainingFixture.Train(TrainingFixture.MoonNetwork, TrainingFixture.Moons, TrainingFixture.Options(1));
        NetworkFile.Write(network, _path, overwrite: false);
        long whole = new FileInfo(_path).Length;
        NetworkFile.Write(network, _path, overwrite: true, includeState: false);
        Assert.True(new FileInfo(_path).Length < whole);
        Assert.Null(NetworkFile.Read(_path).State);
    }

    [Fact]
    public void An_existing_file_is_not_overwritten_unasked()
    {
        File.WriteAllText(_path, "mine");
        Assert.Equal("FileExists", Assert.Throws<EngineException>(() => NetworkFile.Write(EveryLayer, _path, overwrite: false)).ErrorId);
        Assert.Equal("mine", File.ReadAllText(_path));
    }

    [Theory]
    [InlineData("version", 99, "NetworkVersion")]
    [InlineData("format", "other", "NotANetwork")]
    [InlineData("inputs", "28", "DescriptionField")]
    [InlineData("layers", 3, "DescriptionField")]
    public void A_wrong_description_names_the_file_and_the_field(string field, object value, string errorId)
    {
        FileFormatException error = Assert.Throws<FileFormatException>(() => Reread(json => json[field] = value is int number ? number : (string)value));
        Assert.Equal(errorId, error.ErrorId);
        Assert.Contains(_path, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("kind", "teleport", "UnknownLayerKind")]
    [InlineData("activation", "Magic", "UnknownActivation")]
    [InlineData("filters", "many", "DescriptionField")]
    [InlineData("filters", -1, "ConvolutionOutOfRange")]
    [InlineData("filters", 12, "TensorShape")]
    [InlineData("name", "renamed", "NoSuchSource")]
    public void A_wrong_layer_is_refused(string field, object value, string errorId)
    {
        FileFormatException error = Assert.Throws<FileFormatException>(
            () => Reread(json => json["layers"]![0]![field] = value is int number ? number : (string)value));
        Assert.Equal(errorId, error.ErrorId);
    }

    [Fact]
    public void A_missing_tensor_is_named()
    {
        NetworkFile.Write(EveryLayer.Initialize(1), _path, overwrite: false);
        SafeTensorsFile file = SafeTensorsFile.Read(_path);
        SafeTensorsFile.Write(_path, [.. file.Tensors.Where(tensor => tensor.Name != "out.bias")], file.Metadata, overwrite: true);
        FileFormatException error = Assert.Throws<FileFormatException>(() => NetworkFile.Read(_path));
        Assert.Equal("TensorMissing", error.ErrorId);
        Assert.Contains("out.bias", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Other_safetensors_files_are_told_apart()
    {
        SafeTensorsFile.Write(_path, [new SafeTensor("x", [1], [1])], null, overwrite: false);
        Assert.Equal("NotANetwork", Assert.Throws<FileFormatException>(() => NetworkFile.Read(_path)).ErrorId);
    }

    [Fact]
    public void Truncated_anywhere_the_file_is_refused_and_nothing_else_happens()
    {
        NetworkFile.Write(EveryLayer.Initialize(1), _path, overwrite: false);
        byte[] whole = File.ReadAllBytes(_path);
        for (int length = 0; length < whole.Length; length += Math.Max(1, whole.Length / 97))
        {
            File.WriteAllBytes(_path, whole[..length]);
            Assert.Throws<FileFormatException>(() => NetworkFile.Read(_path));
        }
    }

    private void Reread(Action<JsonObject> change)
    {
        NetworkFile.Write(EveryLayer.Initialize(1), _path, overwrite: true);
        SafeTensorsFile file = SafeTensorsFile.Read(_path);
        var json = (JsonObject)JsonNode.Parse(file.Metadata["neuralps"])!;
        change(json);
        var metadata = new Dictionary<string, string> { ["neuralps"] = json.ToJsonString() };
        SafeTensorsFile.Write(_path, file.Tensors, metadata, overwrite: true);
        NetworkFile.Read(_path);
    }
}
