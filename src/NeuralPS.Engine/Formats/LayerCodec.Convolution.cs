using System.Text.Json.Nodes;
using NeuralPS.Engine.Layers;

namespace NeuralPS.Engine.Formats;

/// <content>Convolutions and transposed convolutions.</content>
internal static partial class LayerCodec
{
    private static void WriteConv(JsonObject json, ConvLayer conv)
    {
        json["filters"] = conv.Filters;
        json["kernel"] = new JsonArray(conv.KernelHeight, conv.KernelWidth);
        json["stride"] = conv.Stride;
        json["dilation"] = conv.Dilation;
        json["groups"] = conv.Groups;
        WritePadding(json, conv.Padding);
        WriteLearning(json, conv.Activation, conv.UseBias, conv.WeightInitializer, conv.BiasInitializer, conv.Penalty);
    }

    private static void WriteConvTranspose(JsonObject json, ConvTransposeLayer conv)
    {
        json["filters"] = conv.Filters;
        json["kernel"] = new JsonArray(conv.KernelHeight, conv.KernelWidth);
        json["stride"] = conv.Stride;
        json["dilation"] = conv.Dilation;
        json["groups"] = conv.Groups;
        WritePadding(json, conv.Padding);
        json["outputPadding"] = conv.OutputPadding;
        WriteLearning(json, conv.Activation, conv.UseBias, conv.WeightInitializer, conv.BiasInitializer, conv.Penalty);
    }

    private static ConvLayer ReadConv(JsonObject json)
    {
        (int height, int width) = ReadKernel(json);
        return new ConvLayer(json.Get<int>("filters"))
        {
            KernelHeight = height,
            KernelWidth = width,
            Stride = json.Get("stride", 1),
            Dilation = json.Get("dilation", 1),
            Groups = json.Get("groups", 1),
            Padding = ReadPadding(json),
            Activation = ReadActivation(json),
            UseBias = json.Get("bias", true),
            WeightInitializer = ReadWeightInitializer(json),
            BiasInitializer = ReadBiasInitializer(json),
            Penalty = ReadPenalty(json),
        };
    }

    private static ConvTransposeLayer ReadConvTranspose(JsonObject json)
    {
        (int height, int width) = ReadKernel(json);
        return new ConvTransposeLayer(json.Get<int>("filters"))
        {
            KernelHeight = height,
            KernelWidth = width,
            Stride = json.Get("stride", 1),
            Dilation = json.Get("dilation", 1),
            Groups = json.Get("groups", 1),
            Padding = ReadPadding(json),
            OutputPadding = json.Get("outputPadding", 0),
            Activation = ReadActivation(json),
            UseBias = json.Get("bias", true),
            WeightInitializer = ReadWeightInitializer(json),
            BiasInitializer = ReadBiasInitializer(json),
            Penalty = ReadPenalty(json),
        };
    }

    private static (int Height, int Width) ReadKernel(JsonObject json)
    {
        int[] kernel = json.GetArray<int>("kernel");
        return kernel.Length == 2
            ? (kernel[0], kernel[1])
            : throw new FileFormatException("DescriptionField", $"field 'kernel' has {kernel.Length} elements; expected height and width");
    }
}
