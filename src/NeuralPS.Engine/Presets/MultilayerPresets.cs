using NeuralPS.Engine.Activations;
using NeuralPS.Engine.Tensors;

namespace NeuralPS.Engine.Presets;

/// <summary>Fully connected networks with hidden layers.</summary>
internal static class MultilayerPresets
{
    private const int DeepLayers = 5;
    private const int DeepUnits = 2048;

    /// <summary>The presets of the family.</summary>
    public static IReadOnlyList<NetworkPreset> All { get; } =
    [
        new("MnistMLP", InputRule.FlatOrImage, (network, classes) => network.Flatten()
            .DenseReLU(256).Dropout(0.4)
            .DenseReLU(128).Dropout(0.3)
            .Softmax(classes))
        {
            Description = "784-256-128-10 with dropout: about 98% on the test images of MNIST",
            Source = "James, Witten, Hastie, Tibshirani 2021, An introduction to statistical learning, 10.9",
            ParameterCount = 235_146,
            InputShape = new Shape(784),
            ClassCount = 10,
        },
        new("KerasMnistMLP", InputRule.FlatOrImage, (network, classes) => network.Flatten()
            .DenseReLU(512).Dropout(0.2)
            .DenseReLU(512).Dropout(0.2)
            .Softmax(classes))
        {
            Description = "784-512-512-10 with dropout: 98.4% on the test images of MNIST after 20 epochs",
            Source = "Keras examples, mnist_mlp",
            ParameterCount = 669_706,
            InputShape = new Shape(784),
            ClassCount = 10,
        },
        new("FashionMLP", InputRule.FlatOrImage, (network, classes) => network.Flatten().DenseReLU(128).Softmax(classes))
        {
            Description = "784-128-10: about 88% on the test images of Fashion-MNIST after 10 epochs",
            Source = "TensorFlow tutorials, Basic classification: classify images of clothing",
            ParameterCount = 101_770,
            InputShape = new Shape(28, 28, 1),
            ClassCount = 10,
        },
        new("DeepMLP", InputRule.FlatOrImage, (network, classes) => Enumerable.Range(0, DeepLayers)
            .Aggregate(network.Flatten(), (deep, _) => deep.Dense(DeepUnits, SigmoidActivation.Instance))
            .Softmax(classes))
        {
            Description = "Deep: five hidden layers of 2,048 sigmoid units. 17.2% of the words of Switchboard wrong, where WideMLP has 22.5%",
            Source = "Seide, Li, Yu 2011, Conversational speech transcription using context-dependent deep neural networks, table 3",
            ParameterCount = 36_729_944,
            InputShape = new Shape(429),
            ClassCount = 9_304,
        },
        new("WideMLP", InputRule.FlatOrImage, (network, classes) => network.Flatten()
            .Dense(CountWideUnits(network.InputShape.Length, classes), SigmoidActivation.Instance)
            .Softmax(classes))
        {
            Description = "Wide: one hidden layer of as many sigmoid units as give it the parameters of DeepMLP; 3,772 for its usual shape",
            Source = "Seide, Li, Yu 2011, Conversational speech transcription using context-dependent deep neural networks, table 3",
            ParameterCount = 36_725_952,
            InputShape = new Shape(429),
            ClassCount = 9_304,
        },
    ];

    // u units have u (inputs + 1) + classes (u + 1) parameters.
    private static int CountWideUnits(int inputs, int classes)
    {
        long first = (inputs + 1L) * DeepUnits;
        long others = (DeepLayers - 1) * (DeepUnits + 1L) * DeepUnits;
        long last = (long)DeepUnits * classes;
        return (int)Math.Round((first + others + last) / (inputs + 1.0 + classes));
    }
}
