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
    ];

    private static Network AdaptivePool(this Network network, int size) =>
        network.Add(new PoolingLayer(PoolingKind.AdaptiveAverage) { OutputHeight = size, OutputWidth = size });
}
