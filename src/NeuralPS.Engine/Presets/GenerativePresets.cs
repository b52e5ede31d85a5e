using NeuralPS.Engine.Activations;
using NeuralPS.Engine.Layers;
using NeuralPS.Engine.Tensors;

namespace NeuralPS.Engine.Presets;

/// <summary>The parts of generative networks that are feed-forward networks of their own.</summary>
internal static class GenerativePresets
{
    private const string Dcgan = "Keras guides, Customizing what happens in fit(): a GAN for MNIST; Radford, Metz, Chintala 2015";

    private const string Vae = "Keras code examples, Variational autoencoder; Kingma, Welling 2013";

    private static readonly Activation LeakyReLU = new LeakyReLUActivation(0.2f);

    /// <summary>The presets of the family.</summary>
    public static IReadOnlyList<NetworkPreset> All { get; } =
    [
        new("VAEEncoder", InputRule.Images(4), (network, _) =>
        {
            network = network.Conv(32, 3, stride: 2).Conv(64, 3, stride: 2).Flatten().DenseReLU(16);
            string last = network.LastName();
            return network
                .Add(new DenseLayer(2) { Name = "z_mean" }, [last])
                .Add(new DenseLayer(2) { Name = "z_log_var" }, [last]);
        })
        {
            Description = "The encoder of a variational autoencoder: mean and log variance of two latent variables, two outputs",
            Source = Vae,
            ParameterCount = 69_076,
            InputShape = new Shape(28, 28, 1),
        },
        new("VAEDecoder", InputRule.Flat, (network, _) => network
            .DenseReLU(7 * 7 * 64)
            .Add(new ReshapeLayer(new Shape(7, 7, 64)))
            .ConvTranspose(64, 3, 2, ReLUActivation.Instance)
            .ConvTranspose(32, 3, 2, ReLUActivation.Instance)
            .ConvTranspose(1, 3, 1, SigmoidActivation.Instance))
        {
            Description = "The decoder of a variational autoencoder: an image of 28x28 from two latent variables",
            Source = Vae,
            ParameterCount = 65_089,
            InputShape = new Shape(2),
        },
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
        new("DCGANGenerator", InputRule.Flat, (network, _) => network
            .Dense(7 * 7 * 128, LeakyReLU)
            .Add(new ReshapeLayer(new Shape(7, 7, 128)))
            .ConvTranspose(128, 4, 2, LeakyReLU)
            .ConvTranspose(128, 4, 2, LeakyReLU)
            .Conv(1, 7, Padding.Same, activation: SigmoidActivation.Instance))
        {
            Description = "Makes digits of 28x28 from 128 random numbers: two transposed convolutions with stride 2",
            Source = Dcgan,
            ParameterCount = 1_339_905,
            InputShape = new Shape(128),
        },
    ];
}
