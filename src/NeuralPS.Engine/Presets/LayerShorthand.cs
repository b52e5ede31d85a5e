using NeuralPS.Engine.Activations;
using NeuralPS.Engine.Layers;
using NeuralPS.Engine.Networks;

namespace NeuralPS.Engine.Presets;

/// <summary>Layers in few words, so that the builders read like the tables of the papers.</summary>
internal static class LayerShorthand
{
    /// <summary>A dense layer, linear if no activation is given.</summary>
    public static Network Dense(this Network network, int units, Activation? activation = null) =>
        network.Add(new DenseLayer(units) { Activation = activation ?? LinearActivation.Instance });

    /// <summary>A dense layer with ReLU.</summary>
    public static Network DenseReLU(this Network network, int units) => network.Dense(units, ReLUActivation.Instance);

    /// <summary>The last layer of a classifier: dense, softmax.</summary>
    public static Network Softmax(this Network network, int classes) => network.Dense(classes, SoftmaxActivation.Instance);

    /// <summary>A convolution with a square kernel and ReLU, padded so that stride 1 keeps the size.</summary>
    public static Network Conv(this Network network, int filters, int size, int stride = 1, int groups = 1) =>
        network.Conv(filters, size, Padding.Same, stride, groups);

    /// <summary>A convolution with a square kernel and ReLU, or another activation.</summary>
    public static Network Conv(
        this Network network, int filters, int size, Padding padding, int stride = 1, int groups = 1, Activation? activation = null) =>
        network.Add(new ConvLayer(filters)
        {
            KernelHeight = size,
            KernelWidth = size,
            Stride = stride,
            Groups = groups,
            Padding = padding,
            Activation = activation ?? ReLUActivation.Instance,
        });

    /// <summary>The maximum of square windows.</summary>
    public static Network MaxPool(this Network network, int size, int stride, Padding padding = default) =>
        network.Add(new PoolingLayer(PoolingKind.Max) { Size = size, Stride = stride, Padding = padding });

    /// <summary>The mean of square windows side by side.</summary>
    public static Network AveragePool(this Network network, int size) =>
        network.Add(new PoolingLayer(PoolingKind.Average) { Size = size, Stride = size });

    /// <summary>Local response normalisation with the settings of AlexNet.</summary>
    public static Network ResponseNorm(this Network network) => network.Add(new LocalResponseNormLayer());

    /// <summary>Makes flat samples of images, and leaves flat ones alone.</summary>
    public static Network Flatten(this Network network) => network.OutputShape.Rank == 1 ? network : network.Add(new FlattenLayer());

    /// <summary>Dropout.</summary>
    public static Network Dropout(this Network network, double rate) => network.Add(new DropoutLayer(rate));

    /// <summary>A transposed convolution that multiplies height and width by its stride.</summary>
    public static Network ConvTranspose(this Network network, int filters, int size, int stride, Activation activation) =>
        network.Add(new ConvTransposeLayer(filters)
        {
            KernelHeight = size,
            KernelWidth = size,
            Stride = stride,
            Padding = Padding.Same,
            Activation = activation,
        });
}
