using NeuralPS.Engine.Layers;
using NeuralPS.Engine.Networks;
using NeuralPS.Engine.Tensors;

namespace NeuralPS.Engine.Presets;

/// <summary>AlexNet, as torchvision has it and as it was in 2012, and its successor of 2013.</summary>
internal static class AlexNetPresets
{
    private const string Source2012 = "Krizhevsky, Sutskever, Hinton 2012, ImageNet classification with deep convolutional neural networks";

    /// <summary>The presets of the family.</summary>
    public static IReadOnlyList<NetworkPreset> All { get; } =
    [
        new("AlexNet", InputRule.Images(63), (network, classes) => network
            .Conv(64, 11, Padding.Explicit(2), stride: 4).MaxPool(3, 2)
            .Conv(192, 5).MaxPool(3, 2)
            .Conv(384, 3).Conv(256, 3).Conv(256, 3).MaxPool(3, 2)
            .AdaptivePool(6).Flatten()
            .Dropout(0.5).DenseReLU(4096)
            .Dropout(0.5).DenseReLU(4096)
            .Softmax(classes))
        {
            Description = "Five convolutions and three dense layers: AlexNet as torchvision has it",
            Source = "Krizhevsky 2014, One weird trick for parallelizing convolutional neural networks; torchvision alexnet",
            ParameterCount = 61_100_840,
            InputShape = new Shape(224, 224, 3),
            ClassCount = 1_000,
        },
        new("AlexNet2012", InputRule.Images(67), (network, classes) => Build2012(network, 2, classes))
        {
            Description = "AlexNet as it won in 2012: three of its convolutions in two groups, one for each graphics card; 16.0% top-5 error",
            Source = Source2012,
            ParameterCount = 60_965_224,
            InputShape = new Shape(227, 227, 3),
            ClassCount = 1_000,
        },
        new("AlexNet2012Ungrouped", InputRule.Images(67), (network, classes) => Build2012(network, 1, classes))
        {
            Description = "AlexNet of 2012 on one device: every convolution sees all channels",
            Source = Source2012,
            ParameterCount = 62_378_344,
            InputShape = new Shape(227, 227, 3),
            ClassCount = 1_000,
        },
        new("ZFNet", InputRule.Images(53), (network, classes) => network
            .Conv(96, 7, Padding.Explicit(1), stride: 2).MaxPool(3, 2, Padding.Explicit(1)).ResponseNorm()
            .Conv(256, 5, Padding.Valid, stride: 2).MaxPool(3, 2, Padding.Explicit(1)).ResponseNorm()
            .Conv(384, 3).Conv(384, 3).Conv(256, 3).MaxPool(3, 2)
            .Flatten()
            .DenseReLU(4096).Dropout(0.5)
            .DenseReLU(4096).Dropout(0.5)
            .Softmax(classes))
        {
            Description = "AlexNet with smaller windows and strides in its first two convolutions; 11.2% top-5 error on ImageNet",
            Source = "Zeiler, Fergus 2013, Visualizing and understanding convolutional networks, figure 3",
            ParameterCount = 62_357_608,
            InputShape = new Shape(224, 224, 3),
            ClassCount = 1_000,
        },
    ];

    private static Network Build2012(Network network, int groups, int classes) => network
        .Conv(96, 11, Padding.Valid, stride: 4).ResponseNorm().MaxPool(3, 2)
        .Conv(256, 5, groups: groups).ResponseNorm().MaxPool(3, 2)
        .Conv(384, 3).Conv(384, 3, groups: groups).Conv(256, 3, groups: groups).MaxPool(3, 2)
        .Flatten()
        .DenseReLU(4096).Dropout(0.5)
        .DenseReLU(4096).Dropout(0.5)
        .Softmax(classes);

    private static Network AdaptivePool(this Network network, int size) =>
        network.Add(new PoolingLayer(PoolingKind.AdaptiveAverage) { OutputHeight = size, OutputWidth = size });
}
