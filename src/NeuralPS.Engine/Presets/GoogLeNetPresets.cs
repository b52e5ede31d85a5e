using NeuralPS.Engine.Layers;
using NeuralPS.Engine.Networks;
using NeuralPS.Engine.Tensors;

namespace NeuralPS.Engine.Presets;

/// <summary>GoogLeNet without its auxiliary classifiers: as torchvision has it, and as the paper describes it.</summary>
internal static class GoogLeNetPresets
{
    private const string Paper = "Szegedy, Liu, Jia et al. 2014, Going deeper with convolutions, table 1";

    // Table 1: 1x1, 3x3 reduce, 3x3, 5x5 reduce, 5x5, projection behind the pooling.
    private static readonly (string Name, int[] Filters)[] Modules =
    [
        ("3a", [64, 96, 128, 16, 32, 32]),
        ("3b", [128, 128, 192, 32, 96, 64]),
        ("4a", [192, 96, 208, 16, 48, 64]),
        ("4b", [160, 112, 224, 24, 64, 64]),
        ("4c", [128, 128, 256, 24, 64, 64]),
        ("4d", [112, 144, 288, 32, 64, 64]),
        ("4e", [256, 160, 320, 32, 128, 128]),
        ("5a", [256, 160, 320, 32, 128, 128]),
        ("5b", [384, 192, 384, 48, 128, 128]),
    ];

    // A convolution with its activation, and what comes with it; reads the layer of the given name, or the last one.
    private delegate Network Unit(Network network, string name, int filters, int size, int stride = 1, string? from = null);

    /// <summary>The presets of the family.</summary>
    public static IReadOnlyList<NetworkPreset> All { get; } =
    [
        new("GoogLeNet", InputRule.Images(32), (network, classes) =>
        {
            Unit unit = (net, name, filters, size, stride, from) => net.ConvNorm(name, filters, size, stride, from, epsilon: 1e-3);
            network = unit(network, "conv1", 64, 7, 2).MaxPool(3, 2, Padding.Same);
            network = unit(unit(network, "conv2", 64, 1), "conv3", 192, 3).MaxPool(3, 2, Padding.Same);
            return AddModules(network, unit, wideSize: 3, lastPool: 2).GlobalAveragePool().Dropout(0.2).Softmax(classes);
        })
        {
            Description = "Nine inception modules with batch normalisation, as torchvision has it: its 5x5 branch is 3x3",
            Source = Paper + "; torchvision googlenet",
            ParameterCount = 6_624_904,
            InputShape = new Shape(224, 224, 3),
            ClassCount = 1_000,
        },
        new("GoogLeNetPaper", InputRule.Images(32), (network, classes) =>
        {
            Unit unit = (net, name, filters, size, stride, from) => net.ConvReLU(name, filters, size, stride, from);
            network = unit(network, "conv1", 64, 7, 2).MaxPool(3, 2, Padding.Same).ResponseNorm();
            network = unit(unit(network, "conv2_reduce", 64, 1), "conv2", 192, 3).ResponseNorm().MaxPool(3, 2, Padding.Same);
            return AddModules(network, unit, wideSize: 5, lastPool: 3).GlobalAveragePool().Dropout(0.4).Softmax(classes);
        })
        {
            Description = "Nine inception modules with 5x5 branches and biases, without batch normalisation; 6.7% top-5 error on ImageNet",
            Source = Paper,
            ParameterCount = 6_998_552,
            InputShape = new Shape(224, 224, 3),
            ClassCount = 1_000,
        },
    ];

    private static Network AddModules(Network network, Unit unit, int wideSize, int lastPool)
    {
        foreach ((string name, int[] filters) in Modules)
        {
            network = name switch
            {
                "4a" => network.MaxPool(3, 2, Padding.Same),
                "5a" => network.MaxPool(lastPool, 2, Padding.Same),
                _ => network,
            };
            network = AddInception(network, unit, name, filters, wideSize);
        }

        return network;
    }

    private static Network AddInception(Network network, Unit unit, string name, int[] filters, int wideSize)
    {
        string from = network.LastName();
        string wide = $"{name}_{wideSize}x{wideSize}{(wideSize == 3 ? "b" : "")}";

        network = unit(network, name + "_1x1", filters[0], 1, from: from);
        string first = network.LastName();

        network = unit(network, name + "_3x3_reduce", filters[1], 1, from: from);
        network = unit(network, name + "_3x3", filters[2], 3);
        string second = network.LastName();

        network = unit(network, wide + "_reduce", filters[3], 1, from: from);
        network = unit(network, wide, filters[4], wideSize);
        string third = network.LastName();

        network = network.Add(
            new PoolingLayer(PoolingKind.Max) { Name = name + "_pool", Size = 3, Stride = 1, Padding = Padding.Same }, [from]);
        network = unit(network, name + "_pool_proj", filters[5], 1);

        return network.Add(new MergeLayer(MergeMethod.Concatenate) { Name = "inception" + name }, [first, second, third, network.LastName()]);
    }
}
