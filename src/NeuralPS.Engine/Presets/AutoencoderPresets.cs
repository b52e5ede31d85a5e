using NeuralPS.Engine.Activations;
using NeuralPS.Engine.Layers;
using NeuralPS.Engine.Networks;
using NeuralPS.Engine.Tensors;

namespace NeuralPS.Engine.Presets;

/// <summary>Networks that learn to put out what comes in, through something narrower, sparser or noisier.</summary>
internal static class AutoencoderPresets
{
    /// <summary>The presets of the family.</summary>
    public static IReadOnlyList<NetworkPreset> All { get; } =
    [
        new("SparseAutoencoder", InputRule.Flat, (network, _) => network
            .DecayingSigmoid(25, new SparsityPenalty(0.01, 3)).DecayingSigmoid(network.InputShape.Length))
        {
            Description = "64-25-64, sigmoid, sparsity 0.01 with weight 3, weight decay 1e-4: on patches of photos its hidden units learn edges",
            Source = "Ng 2011, Sparse autoencoder (CS294A, UFLDL)",
            ParameterCount = 3_289,
            InputShape = new Shape(64),
        },
        new("Autoencoder", InputRule.Flat, (network, _) => network.DenseReLU(32).Dense(network.InputShape.Length, SigmoidActivation.Instance))
        {
            Description = "784-32-784: an image in 32 numbers",
            Source = "Chollet 2016, Building autoencoders in Keras",
            ParameterCount = 50_992,
            InputShape = new Shape(784),
        },
        new("DenoisingAutoencoder", InputRule.MultiplesOf(4), (network, _) => network
            .Add(new NoiseLayer(0.4))
            .Conv(32, 3).MaxPool(2, 2)
            .Conv(32, 3).MaxPool(2, 2)
            .Conv(32, 3).Upsample(2)
            .Conv(32, 3).Upsample(2)
            .Conv(network.InputShape[2], 3, Padding.Same, activation: SigmoidActivation.Instance))
        {
            Description = "Convolutional: noise of 0.4 on its input in training, down to 7x7x32 and up again to the image without noise",
            Source = "Chollet 2016, Building autoencoders in Keras",
            ParameterCount = 28_353,
            InputShape = new Shape(28, 28, 1),
        },
    ];

    private static Network DecayingSigmoid(this Network network, int units, SparsityPenalty sparsity = default) => network.Add(
        new DenseLayer(units) { Activation = SigmoidActivation.Instance, Penalty = new Penalty(0, 1e-4), Sparsity = sparsity });

    private static Network Upsample(this Network network, int factor) => network.Add(new UpsamplingLayer(factor));
}
