using NeuralPS.Engine.Inspection.Drawing;

namespace NeuralPS.Engine.Tests.Inspection.Drawing;

/// <summary>Graphs of the shapes that networks have, for the tests of pictures.</summary>
internal static class SampleGraphs
{
    public static NetworkGraph Chain() => new GraphWriter("mlp")
        .Input("input", "784").Add("dense1", "dense", "ReLU", "256", 200_960).Add("dense2", "dense", "ReLU", "128", 32_896)
        .Add("dense3", "dense", "Softmax", "10", 1_290).Build();

    public static NetworkGraph Residual() => new GraphWriter("residual")
        .Input("input", "32x32x3").Add("conv1", "conv", "3x3, same, ReLU", "32x32x16", 448)
        .Add("conv2", "conv", "3x3, same, ReLU", "32x32x16", 2_320).Add("conv3", "conv", "3x3, same", "32x32x16", 2_320)
        .Add("merge1", "merge", "add, ReLU", "32x32x16", 0, "conv3", "conv1").Build();

    public static NetworkGraph Inception(int modules = 1)
    {
        var graph = new GraphWriter("inception").Input("input", "28x28x192");
        string input = "input";
        for (int m = 1; m <= modules; m++)
        {
            graph.Add($"a{m}", "conv", "1x1, same, ReLU", "28x28x64", 12_352, input)
                .Add($"b{m}", "conv", "1x1, same, ReLU", "28x28x96", 18_528, input).Add($"bb{m}", "conv", "3x3, same, ReLU", "28x28x128", 110_720)
                .Add($"c{m}", "conv", "1x1, same, ReLU", "28x28x16", 3_088, input).Add($"cc{m}", "conv", "5x5, same, ReLU", "28x28x32", 12_832)
                .Add($"d{m}", "pooling", "max 3x3, stride 1, same", "28x28x192", 0, input).Add($"dd{m}", "conv", "1x1, same, ReLU", "28x28x32", 6_176)
                .Add($"join{m}", "merge", "concatenate", "28x28x256", 0, $"a{m}", $"bb{m}", $"cc{m}", $"dd{m}");
            input = $"join{m}";
        }

        return graph.Build();
    }

    public static NetworkGraph TwoInputsTwoOutputs() => new GraphWriter("multi")
        .Input("input", "64x64x3").Input("age", "1")
        .Add("conv1", "conv", "3x3, valid, ReLU", "62x62x8", 224, "input").Add("pool", "pooling", "global average", "8", 0)
        .Add("dense1", "dense", "ReLU", "8", 16, "age").Add("both", "merge", "concatenate", "16", 0, "pool", "dense1")
        .Add("kind", "dense", "Softmax", "3", 51, "both").Add("size", "dense", "", "1", 17, "both").Build();

    /// <summary>A residual network of bottleneck blocks: stages of 3, 8, 36 and 3 blocks are ResNet-152.</summary>
    public static NetworkGraph ResNet(params int[] stages)
    {
        var graph = new GraphWriter("resnet").Input("input", "224x224x3")
            .Add("conv1", "conv", "7x7, same, stride 2", "112x112x64", 9_408).Add("bn1", "batchnorm", "ReLU", "112x112x64", 128)
            .Add("pool1", "pooling", "max 3x3, stride 2, same", "56x56x64", 0);
        string last = "pool1";
        int channels = 64;
        for (int stage = 0; stage < stages.Length; stage++, channels *= 2)
        {
            for (int block = 0; block < stages[stage]; block++)
            {
                string name = $"s{stage + 1}b{block + 1}";
                string shape = $"{56 >> stage}x{56 >> stage}x";
                graph.Add($"{name}a", "conv", "1x1, same", shape + channels, 4_096, last).Add($"{name}an", "batchnorm", "ReLU", shape + channels, 128)
                    .Add($"{name}b", "conv", "3x3, same", shape + channels, 36_864).Add($"{name}bn", "batchnorm", "ReLU", shape + channels, 128)
                    .Add($"{name}c", "conv", "1x1, same", shape + (channels * 4), 16_384).Add($"{name}cn", "batchnorm", "", shape + (channels * 4), 512);
                if (block == 0)
                {
                    graph.Add($"{name}s", "conv", "1x1, same", shape + (channels * 4), 16_384, last)
                        .Add($"{name}sn", "batchnorm", "", shape + (channels * 4), 512);
                    last = $"{name}sn";
                }

                graph.Add($"{name}add", "merge", "add, ReLU", shape + (channels * 4), 0, $"{name}cn", last);
                last = $"{name}add";
            }
        }

        return graph.Add("pool2", "pooling", "global average", "2048", 0).Add("dense1", "dense", "Softmax", "1000", 2_049_000).Build();
    }

    /// <summary>Each layer reads all that came before it: as many rails as there can be.</summary>
    public static NetworkGraph Dense(int layers)
    {
        var graph = new GraphWriter("dense").Input("input", "8");
        var names = new List<string> { "input" };
        for (int i = 1; i <= layers; i++)
        {
            graph.Add($"m{i}", "merge", "add", "8", 0, [.. names]);
            names.Add($"m{i}");
        }

        return graph.Build();
    }

    public static string[] AllNames => ["chain", "residual", "inception", "inception9", "multi", "resnet18", "resnet152", "folded", "dense"];

    public static TheoryData<string> Names => [.. AllNames];

    public static NetworkGraph Get(string name) => name switch
    {
        "chain" => Chain(),
        "residual" => Residual(),
        "inception" => Inception(),
        "inception9" => Inception(9),
        "multi" => TwoInputsTwoOutputs(),
        "resnet18" => ResNet(2, 2, 2, 2),
        "resnet152" => ResNet(3, 8, 36, 3),
        "folded" => BlockFolding.Fold(ResNet(3, 8, 36, 3)),
        _ => Dense(9),
    };
}
