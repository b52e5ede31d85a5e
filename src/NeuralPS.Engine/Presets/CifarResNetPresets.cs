using NeuralPS.Engine.Activations;
using NeuralPS.Engine.Layers;
using NeuralPS.Engine.Networks;
using NeuralPS.Engine.Tensors;

namespace NeuralPS.Engine.Presets;

/// <summary>
/// The residual networks for small images: 6 n + 2 layers with weights, in three stages of n blocks with 16, 32 and 64 channels. Where a
/// stage halves the image, the shortcut takes every second line and pixel, and zeros for the further channels (option A): no weights.
/// </summary>
internal static class CifarResNetPresets
{
    /// <summary>The presets of the family.</summary>
    public static IReadOnlyList<NetworkPreset> All { get; } =
    [
        Create(3, 269_722, "91.25%"),
        Create(5, 464_154, "92.49%"),
        Create(7, 658_586, "92.83%"),
        Create(9, 853_018, "93.03%"),
        Create(18, 1_727_962, "93.57%"),
    ];

    private static NetworkPreset Create(int blocks, long parameterCount, string accuracy)
    {
        int depth = (6 * blocks) + 2;
        return new($"ResNet{depth}", InputRule.Images(8), (network, classes) => Build(network, blocks, classes))
        {
            Description = $"{depth} layers with weights, for small images: {accuracy} on the test images of CIFAR-10",
            Source = "He, Zhang, Ren, Sun 2015, Deep residual learning for image recognition, table 6",
            ParameterCount = parameterCount,
            InputShape = new Shape(32, 32, 3),
            ClassCount = 10,
        };
    }

    private static Network Build(Network network, int blocks, int classes)
    {
        network = network.ConvNorm("conv1", 16, 3);
        for (int stage = 0; stage < 3; stage++)
        {
            for (int block = 0; block < blocks; block++)
            {
                network = AddBlock(network, $"res{stage + 1}_{block + 1}", 16 << stage, stage > 0 && block == 0 ? 2 : 1);
            }
        }

        return network.GlobalAveragePool().Softmax(classes);
    }

    private static Network AddBlock(Network network, string name, int channels, int stride)
    {
        (string from, Shape shape) = (network.LastName(), network.OutputShape);
        network = network
            .ConvNorm(name + "_conv1", channels, 3, stride)
            .ConvNorm(name + "_conv2", channels, 3, activation: LinearActivation.Instance);
        string residual = network.LastName();
        if (stride != 1)
        {
            network = network
                .Add(new PoolingLayer(PoolingKind.Average) { Name = name + "_skip", Size = 1, Stride = stride }, [from])
                .Add(new ZeroPaddingLayer(0, 0, 0, 0) { Name = name + "_pad", Channels = channels - shape[2] });
            from = network.LastName();
        }

        return network.Add(new MergeLayer(MergeMethod.Add) { Name = name, Activation = ReLUActivation.Instance }, [residual, from]);
    }
}
