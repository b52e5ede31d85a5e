using NeuralPS.Engine.Activations;
using NeuralPS.Engine.Initializers;
using NeuralPS.Engine.Layers;
using NeuralPS.Engine.Networks;

namespace NeuralPS.Engine.Presets;

/// <summary>Layers with names, for networks whose layers read others than the one before.</summary>
internal static class BranchShorthand
{
    /// <summary>The name of the layer that was added last: what the next one reads unless it says otherwise.</summary>
    public static string LastName(this Network network) => network.Layers[^1].Name;

    /// <summary>A convolution with bias and ReLU.</summary>
    public static Network ConvReLU(this Network network, string name, int filters, int size, int stride = 1, string? from = null) =>
        network.Add(
            new ConvLayer(filters)
            {
                Name = name,
                KernelHeight = size,
                KernelWidth = size,
                Stride = stride,
                Padding = Center(size, stride),
                Activation = ReLUActivation.Instance,
            },
            from is null ? null : [from]);

    /// <summary>A convolution without bias, batch normalisation, and ReLU or another activation.</summary>
    public static Network ConvNorm(
        this Network network,
        string name,
        int filters,
        int size,
        int stride = 1,
        string? from = null,
        Activation? activation = null,
        double epsilon = 1e-5) =>
        network
            .Add(
                new ConvLayer(filters)
                {
                    Name = name,
                    KernelHeight = size,
                    KernelWidth = size,
                    Stride = stride,
                    Padding = Center(size, stride),
                    UseBias = false,
                    WeightInitializer = HeNormalInitializer.Instance,
                },
                from is null ? null : [from])
            .Add(new BatchNormLayer { Name = name + "_norm", Epsilon = epsilon, Activation = activation ?? ReLUActivation.Instance });

    /// <summary>The mean of the whole image.</summary>
    public static Network GlobalAveragePool(this Network network) => network.Add(new PoolingLayer(PoolingKind.GlobalAverage));

    // With a stride the window stands over the middle of its pixel, as in the published networks; "same" would put the odd line below.
    private static Padding Center(int size, int stride) => stride == 1 ? Padding.Same : Padding.Explicit(size / 2);
}
