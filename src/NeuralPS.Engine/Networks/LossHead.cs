using NeuralPS.Engine.Activations;
using NeuralPS.Engine.Layers;
using NeuralPS.Engine.Losses;

namespace NeuralPS.Engine.Networks;

/// <summary>
/// How a loss meets the end of a network. A loss that contains the last activation (softmax, sigmoid) works on the values
/// before it, which is stable; the activation then stands apart as the head. A linear end gives the same values without one.
/// </summary>
/// <param name="Strips">True when plans leave out the last activation.</param>
/// <param name="Activation">The activation that turns what the loss sees into predictions; null for none.</param>
internal sealed record LossHead(bool Strips, Activation? Activation)
{
    /// <summary>Decides for a layer that is an output, or for a network without layers, and a loss.</summary>
    public static LossHead Resolve(Layer? output, Loss loss)
    {
        Activation last = LastActivation(output) ?? LinearActivation.Instance;
        if (HasSparsity(output))
        {
            // The penalty goes by the activations themselves, so that they cannot be left out.
            return new LossHead(false, null);
        }

        if (loss.Contains(last))
        {
            return new LossHead(true, last);
        }

        return new LossHead(false, loss.TakesLogits(last) ? ActivationCatalog.Get(loss.ContainedActivation!) : null);
    }

    /// <summary>The activation at the end of a layer, for a sub-network that of its last layer; null where it has none.</summary>
    public static Activation? LastActivation(Layer? layer) =>
        layer is SubnetworkLayer subnetwork ? LastActivation(subnetwork.Network.Layers[^1].Layer) : (layer as IActivated)?.Activation;

    private static bool HasSparsity(Layer? layer) => layer switch
    {
        DenseLayer dense => !dense.Sparsity.IsNone,
        SubnetworkLayer subnetwork => HasSparsity(subnetwork.Network.Layers[^1].Layer),
        _ => false,
    };
}
