using NeuralPS.Engine.Activations;
using NeuralPS.Engine.Layers;
using NeuralPS.Engine.Tensors;

namespace NeuralPS.Engine.Presets;

/// <summary>The parts of generative networks that are feed-forward networks of their own.</summary>
internal static class GenerativePresets
{
    private const string Dcgan = "Keras code examples, DCGAN to generate images; Radford, Metz, Chintala 2015";

    private static readonly Activation LeakyReLU = new LeakyReLUActivation(0.2f);

    /// <summary>The presets of the family.</summary>
    public static IReadOnlyList<NetworkPreset> All { get; } =
    [
        new("DCGANDiscriminator", InputRule.Images(4), (network, _) => network
            .Conv(64, 3, Padding.Same, stride: 2, activation: LeakyReLU)
            .Conv(128, 3, Padding.Same, stride: 2, activation: LeakyReLU)
            .Add(new PoolingLayer(PoolingKind.GlobalMax))
            .Dense(1))
        {
            Description = "Tells real digits from made-up ones: two convolutions with stride 2, the global maximum, one output",
            Source = Dcgan,
            ParameterCount = 74_625,
            InputShape = new Shape(28, 28, 1),
        },
    ];
}
