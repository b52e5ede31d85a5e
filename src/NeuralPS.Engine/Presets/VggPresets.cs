using NeuralPS.Engine.Networks;
using NeuralPS.Engine.Tensors;

namespace NeuralPS.Engine.Presets;

/// <summary>
/// The networks of Simonyan and Zisserman: five stages of 3x3 convolutions, each followed by pooling, and three dense layers. The first
/// dense layer takes what the convolutions leave of the image: 7x7x512 of 224x224, 1x1x512 of 32x32.
/// </summary>
internal static class VggPresets
{
    private static readonly int[] Channels = [64, 128, 256, 512, 512];

    /// <summary>The presets of the family.</summary>
    public static IReadOnlyList<NetworkPreset> All { get; } =
    [
        Create('A', [1, 1, 2, 2, 2], 132_863_336),
        Create('B', [2, 2, 2, 2, 2], 133_047_848),
        Create('D', [2, 2, 3, 3, 3], 138_357_544),
        Create('E', [2, 2, 4, 4, 4], 143_667_240),
    ];

    private static NetworkPreset Create(char configuration, int[] convolutions, long parameterCount)
    {
        int depth = convolutions.Sum() + 3;
        return new($"VGG{depth}", InputRule.Images(32), (network, classes) => Build(network, convolutions, classes))
        {
            Description = $"{depth} layers with weights: 3x3 convolutions in stages of {string.Join(", ", convolutions)}"
                + (depth == 19 ? "; 7.3% top-5 error on ImageNet" : ""),
            Source = $"Simonyan, Zisserman 2014, Very deep convolutional networks for large-scale image recognition, table 1, {configuration}",
            ParameterCount = parameterCount,
            InputShape = new Shape(224, 224, 3),
            ClassCount = 1_000,
        };
    }

    private static Network Build(Network network, int[] convolutions, int classes)
    {
        for (int stage = 0; stage < convolutions.Length; stage++)
        {
            for (int i = 0; i < convolutions[stage]; i++)
            {
                network = network.Conv(Channels[stage], 3);
            }

            network = network.MaxPool(2, 2);
        }

        return network.Flatten()
            .DenseReLU(4096).Dropout(0.5)
            .DenseReLU(4096).Dropout(0.5)
            .Softmax(classes);
    }
}
