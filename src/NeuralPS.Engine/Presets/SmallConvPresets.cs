using NeuralPS.Engine.Activations;
using NeuralPS.Engine.Layers;
using NeuralPS.Engine.Networks;
using NeuralPS.Engine.Tensors;

namespace NeuralPS.Engine.Presets;

/// <summary>Convolutional networks for small images.</summary>
internal static class SmallConvPresets
{
    /// <summary>The presets of the family.</summary>
    public static IReadOnlyList<NetworkPreset> All { get; } =
    [
        new("LeNet5", InputRule.Sizes(28, 32), BuildLeNet5)
        {
            Description = "Two convolutions of 5x5 and three dense layers, tanh; its second convolution sees all channels",
            Source = "LeCun, Bottou, Bengio, Haffner 1998, Gradient-based learning applied to document recognition",
            ParameterCount = 61_706,
            InputShape = new Shape(28, 28, 1),
            ClassCount = 10,
        },
        new("KerasMnistConvnet", InputRule.Images(10), (network, classes) => network
            .Conv(32, 3, Padding.Valid).MaxPool(2, 2)
            .Conv(64, 3, Padding.Valid).MaxPool(2, 2)
            .Flatten().Dropout(0.5).Softmax(classes))
        {
            Description = "Two convolutions with pooling: about 99.2% on the test images of MNIST after 15 epochs",
            Source = "Keras code examples, Simple MNIST convnet",
            ParameterCount = 34_826,
            InputShape = new Shape(28, 28, 1),
            ClassCount = 10,
        },
        new("KerasCNN", InputRule.Images(6), (network, classes) => network
            .Conv(32, 3, Padding.Valid).Conv(64, 3, Padding.Valid).MaxPool(2, 2).Dropout(0.25)
            .Flatten().DenseReLU(128).Dropout(0.5).Softmax(classes))
        {
            Description = "Two convolutions, one pooling: 99.25% on the test images of MNIST after 12 epochs",
            Source = "Keras examples, mnist_cnn",
            ParameterCount = 1_199_882,
            InputShape = new Shape(28, 28, 1),
            ClassCount = 10,
        },
        new("ISLRCifar100", InputRule.Images(16), (network, classes) => network
            .Conv(32, 3).MaxPool(2, 2)
            .Conv(64, 3).MaxPool(2, 2)
            .Conv(128, 3).MaxPool(2, 2)
            .Conv(256, 3).MaxPool(2, 2)
            .Flatten().Dropout(0.5).DenseReLU(512).Softmax(classes))
        {
            Description = "Four convolutions with pooling: 42 to 46% on the test images of CIFAR-100",
            Source = "James, Witten, Hastie, Tibshirani 2021, An introduction to statistical learning, 10.9",
            ParameterCount = 964_516,
            InputShape = new Shape(32, 32, 3),
            ClassCount = 100,
        },
    ];

    // The paper pads the digits to 32x32 beforehand; images of 28x28 get the same border in the first convolution.
    private static Network BuildLeNet5(Network network, int classes)
    {
        Activation tanh = TanhActivation.Instance;
        Padding padding = network.InputShape[0] == 28 ? Padding.Explicit(2) : Padding.Valid;
        return network
            .Conv(6, 5, padding, activation: tanh).AveragePool(2)
            .Conv(16, 5, Padding.Valid, activation: tanh).AveragePool(2)
            .Flatten().Dense(120, tanh).Dense(84, tanh).Softmax(classes);
    }
}
