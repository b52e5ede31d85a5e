using NeuralPS.Engine.Activations;
using NeuralPS.Engine.Layers;
using NeuralPS.Engine.Networks;
using NeuralPS.Engine.Tensors;

namespace NeuralPS.Engine.Presets;

/// <summary>
/// The residual networks for ImageNet: four stages of blocks that add to their input. Where a stage changes size and channels, a 1x1
/// convolution projects the shortcut (option B). Bottleneck blocks have their stride in the 3x3 convolution, as torchvision has it.
/// </summary>
internal static class ResNetPresets
{
    /// <summary>The presets of the family.</summary>
    public static IReadOnlyList<NetworkPreset> All { get; } =
    [
        Create([2, 2, 2, 2], isBottleneck: false, 11_689_512),
        Create([3, 4, 6, 3], isBottleneck: false, 21_797_672),
        Create([3, 4, 6, 3], isBottleneck: true, 25_557_032),
        Create([3, 4, 23, 3], isBottleneck: true, 44_549_160),
        Create([3, 8, 36, 3], isBottleneck: true, 60_192_808),
    ];

    private static NetworkPreset Create(int[] blocks, bool isBottleneck, long parameterCount)
    {
        int depth = (blocks.Sum() * (isBottleneck ? 3 : 2)) + 2;
        return new($"ResNet{depth}", InputRule.Images(32), (network, classes) => Build(network, blocks, isBottleneck, classes))
        {
            Description = $"{depth} layers with weights: residual {(isBottleneck ? "bottleneck " : "")}blocks in stages of {string.Join(", ", blocks)}"
                + (depth == 152 ? "; 3.6% top-5 error on ImageNet" : ""),
            Source = "He, Zhang, Ren, Sun 2015, Deep residual learning for image recognition, table 1; torchvision",
            ParameterCount = parameterCount,
            InputShape = new Shape(224, 224, 3),
            ClassCount = 1_000,
        };
    }

    private static Network Build(Network network, int[] blocks, bool isBottleneck, int classes)
    {
        network = network.ConvNorm("conv1", 64, 7, stride: 2).MaxPool(3, 2, Padding.Explicit(1));
        for (int stage = 0; stage < blocks.Length; stage++)
        {
            for (int block = 0; block < blocks[stage]; block++)
            {
                string name = $"res{stage + 2}_{block + 1}";
                int stride = stage > 0 && block == 0 ? 2 : 1;
                network = isBottleneck
                    ? AddBottleneck(network, name, 64 << stage, stride)
                    : AddBasic(network, name, 64 << stage, stride);
            }
        }

        return network.GlobalAveragePool().Softmax(classes);
    }

    // 3x3, 3x3; both with the channels of the stage.
    private static Network AddBasic(Network network, string name, int channels, int stride)
    {
        (string from, Shape shape) = (network.LastName(), network.OutputShape);
        return network
            .ConvNorm(name + "_conv1", channels, 3, stride)
            .ConvNorm(name + "_conv2", channels, 3, activation: LinearActivation.Instance)
            .AddShortcut(name, from, shape, stride);
    }

    // 1x1, 3x3, 1x1; the last has four times the channels.
    private static Network AddBottleneck(Network network, string name, int channels, int stride)
    {
        (string from, Shape shape) = (network.LastName(), network.OutputShape);
        return network
            .ConvNorm(name + "_conv1", channels, 1)
            .ConvNorm(name + "_conv2", channels, 3, stride)
            .ConvNorm(name + "_conv3", 4 * channels, 1, activation: LinearActivation.Instance)
            .AddShortcut(name, from, shape, stride);
    }

    private static Network AddShortcut(this Network network, string name, string from, Shape shape, int stride)
    {
        string residual = network.LastName();
        int channels = network.OutputShape[2];
        if (stride != 1 || channels != shape[2])
        {
            network = network.ConvNorm(name + "_shortcut", channels, 1, stride, from, LinearActivation.Instance);
            from = network.LastName();
        }

        return network.Add(new MergeLayer(MergeMethod.Add) { Name = name, Activation = ReLUActivation.Instance }, [residual, from]);
    }
}
