using System.Text.Json.Nodes;
using NeuralPS.Engine.Activations;
using NeuralPS.Engine.Initializers;
using NeuralPS.Engine.Layers;
using NeuralPS.Engine.Networks;
using NeuralPS.Engine.Tensors;

namespace NeuralPS.Engine.Formats;

/// <summary>Layer descriptions as JSON objects and back. Plain data: nothing in it can run.</summary>
internal static partial class LayerCodec
{
    /// <summary>Writes a layer.</summary>
    public static JsonObject Write(Layer layer)
    {
        var json = new JsonObject { ["kind"] = layer.Kind, ["name"] = layer.Name };
        switch (layer)
        {
            case DenseLayer dense:
                json["units"] = dense.Units;
                WriteLearning(json, dense.Activation, dense.UseBias, dense.WeightInitializer, dense.BiasInitializer, dense.Penalty);
                if (!dense.Sparsity.IsNone)
                {
                    json["sparsity"] = dense.Sparsity.Rho;
                    json["sparsityWeight"] = dense.Sparsity.Beta;
                }

                break;
            case ConvLayer conv:
                WriteConv(json, conv);
                break;
            case ConvTransposeLayer conv:
                WriteConvTranspose(json, conv);
                break;
            case PoolingLayer pooling:
                json["pooling"] = pooling.Pooling.ToString();
                json["size"] = pooling.Size;
                if (pooling.IsAdaptive)
                {
                    json["outputSize"] = new JsonArray(pooling.OutputHeight, pooling.OutputWidth);
                }

                json["stride"] = pooling.Stride;
                WritePadding(json, pooling.Padding);
                break;
            case DropoutLayer dropout:
                json["rate"] = dropout.Rate;
                if (dropout.IsSpatial)
                {
                    json["spatial"] = true;
                }

                break;
            case NoiseLayer noise:
                json["standardDeviation"] = noise.StandardDeviation;
                break;
            case ActivationLayer activation:
                json["activation"] = activation.Activation.ToString();
                break;
            case FlattenLayer:
                break;
            case LayerNormLayer norm:
                json["wholeSample"] = norm.IsWholeSample;
                WriteNorm(json, norm.Epsilon, norm.UseScale, norm.UseShift, norm.Activation);
                break;
            case LocalResponseNormLayer norm:
                json["size"] = norm.Size;
                json["alpha"] = norm.Alpha;
                json["beta"] = norm.Beta;
                json["k"] = norm.K;
                break;
            case BatchNormLayer norm:
                json["momentum"] = norm.Momentum;
                WriteNorm(json, norm.Epsilon, norm.UseScale, norm.UseShift, norm.Activation);
                break;
            case ReshapeLayer reshape:
                json["shape"] = new JsonArray([.. reshape.Target.Dimensions.Select(size => (JsonNode)size)]);
                break;
            case UpsamplingLayer upsampling:
                json["factor"] = upsampling.Factor;
                json["method"] = upsampling.Method.ToString();
                break;
            case ZeroPaddingLayer padding:
                json["sides"] = new JsonArray(padding.Top, padding.Bottom, padding.Left, padding.Right);
                if (padding.Channels != 0)
                {
                    json["channels"] = padding.Channels;
                }

                break;
            case CroppingLayer cropping:
                json["sides"] = new JsonArray(cropping.Top, cropping.Bottom, cropping.Left, cropping.Right);
                break;
            case MergeLayer merge:
                json["method"] = merge.Method.ToString();
                json["activation"] = merge.Activation.ToString();
                break;
            case SubnetworkLayer { ShareWith: { } owner }:
                json["shareWith"] = owner;
                break;
            case SubnetworkLayer subnetwork:
                json["network"] = NetworkCodec.WriteDescription(subnetwork.Network);
                break;
            default:
                throw new InvalidOperationException($"The layer kind '{layer.Kind}' has no description.");
        }

        return json;
    }

    /// <summary>Reads a layer.</summary>
    /// <param name="json">The layer.</param>
    /// <param name="network">The network of the layers before it.</param>
    /// <exception cref="EngineException">A field is missing, of another type, or out of range; names it.</exception>
    public static Layer Read(JsonObject json, Network network)
    {
        string kind = json.Get<string>("kind");
        Layer layer = kind switch
        {
            "dense" => new DenseLayer(json.Get<int>("units"))
            {
                Activation = ReadActivation(json),
                UseBias = json.Get("bias", true),
                WeightInitializer = ReadWeightInitializer(json),
                BiasInitializer = ReadBiasInitializer(json),
                Penalty = ReadPenalty(json),
                Sparsity = new SparsityPenalty(json.Get("sparsity", 0.0), json.Get("sparsityWeight", 0.0)),
            },
            "conv" => ReadConv(json),
            "convtranspose" => ReadConvTranspose(json),
            "pooling" => ReadPooling(json),
            "flatten" => new FlattenLayer(),
            "layernorm" => new LayerNormLayer
            {
                IsWholeSample = json.Get("wholeSample", false),
                Epsilon = json.Get<double>("epsilon"),
                UseScale = json.Get("scale", true),
                UseShift = json.Get("shift", true),
                Activation = ReadActivation(json),
            },
            "lrn" => new LocalResponseNormLayer
            {
                Size = json.Get<int>("size"), Alpha = json.Get<double>("alpha"), Beta = json.Get<double>("beta"), K = json.Get<double>("k"),
            },
            "batchnorm" => new BatchNormLayer
            {
                Momentum = json.Get<double>("momentum"),
                Epsilon = json.Get<double>("epsilon"),
                UseScale = json.Get("scale", true),
                UseShift = json.Get("shift", true),
                Activation = ReadActivation(json),
            },
            "reshape" => new ReshapeLayer(new Shape(json.GetArray<int>("shape"))),
            "upsampling" => new UpsamplingLayer(json.Get<int>("factor")) { Method = ReadEnum<UpsamplingMethod>(json, "method") },
            "padding" when ReadSides(json) is var sides => new ZeroPaddingLayer(sides[0], sides[1], sides[2], sides[3])
            {
                Channels = json.Get("channels", 0),
            },
            "cropping" when ReadSides(json) is var sides => new CroppingLayer(sides[0], sides[1], sides[2], sides[3]),
            "dropout" => new DropoutLayer(json.Get<double>("rate")) { IsSpatial = json.Get("spatial", false) },
            "noise" => new NoiseLayer(json.Get<double>("standardDeviation")),
            "activation" => new ActivationLayer(ReadActivation(json)),
            "merge" => new MergeLayer(ReadEnum<MergeMethod>(json, "method")) { Activation = ReadActivation(json) },
            "network" when json.ContainsKey("shareWith") => SubnetworkLayer.Share(network, json.Get<string>("shareWith")),
            "network" => new SubnetworkLayer(NetworkCodec.ReadDescription(json.GetObject("network"))),
            _ => throw new FileFormatException(
                "UnknownLayerKind", $"layer kind '{kind}' is not known; a newer version of the module may have written the file"),
        };
        return layer with { Name = json.Get<string>("name") };
    }

    private static PoolingLayer ReadPooling(JsonObject json)
    {
        int[] output = json.ContainsKey("outputSize") ? json.GetArray<int>("outputSize") : [0, 0];
        if (output.Length != 2)
        {
            throw new FileFormatException("DescriptionField", $"field 'outputSize' has {output.Length} elements; expected height and width");
        }

        return new PoolingLayer(ReadEnum<PoolingKind>(json, "pooling"))
        {
            Size = json.Get<int>("size"),
            Stride = json.Get<int>("stride"),
            Padding = ReadPadding(json),
            OutputHeight = output[0],
            OutputWidth = output[1],
        };
    }

    private static int[] ReadSides(JsonObject json)
    {
        int[] sides = json.GetArray<int>("sides");
        return sides.Length == 4
            ? sides
            : throw new FileFormatException(
                "DescriptionField", $"field 'sides' has {sides.Length} elements; expected top, bottom, left and right");
    }

    private static void WriteLearning(
        JsonObject json, Activation activation, bool useBias, Initializer? weights, Initializer biases, Penalty penalty)
    {
        json["activation"] = activation.ToString();
        json["bias"] = useBias;
        if (weights is not null)
        {
            json["weightInitializer"] = weights.ToString();
        }

        json["biasInitializer"] = biases.ToString();
        json["l1"] = penalty.L1;
        json["l2"] = penalty.L2;
    }

    private static void WriteNorm(JsonObject json, double epsilon, bool useScale, bool useShift, Activation activation)
    {
        json["epsilon"] = epsilon;
        json["scale"] = useScale;
        json["shift"] = useShift;
        json["activation"] = activation.ToString();
    }

    private static void WritePadding(JsonObject json, Padding padding)
    {
        json["padding"] = padding.Kind.ToString();
        if (padding.Kind == PaddingKind.Explicit)
        {
            json["paddingSize"] = padding.Size;
        }
    }

    private static Padding ReadPadding(JsonObject json) => new(ReadEnum<PaddingKind>(json, "padding"), json.Get("paddingSize", 0));

    private static Activation ReadActivation(JsonObject json) => ActivationCatalog.Get(json.Get<string>("activation"));

    private static Initializer? ReadWeightInitializer(JsonObject json) =>
        json.ContainsKey("weightInitializer") ? InitializerCatalog.Get(json.Get<string>("weightInitializer")) : null;

    private static Initializer ReadBiasInitializer(JsonObject json) => InitializerCatalog.Get(json.Get("biasInitializer", "Zeros"));

    private static Penalty ReadPenalty(JsonObject json) => new(json.Get("l1", 0.0), json.Get("l2", 0.0));

    private static T ReadEnum<T>(JsonObject json, string field)
        where T : struct, Enum
    {
        string text = json.Get<string>(field);
        return Enum.TryParse(text, out T value) && Enum.IsDefined(value)
            ? value
            : throw new FileFormatException(
                "DescriptionField", $"field '{field}' is '{text}'; expected one of {string.Join(", ", Enum.GetNames<T>())}");
    }
}
