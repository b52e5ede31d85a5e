using NeuralPS.Engine.Activations;
using NeuralPS.Engine.Layers;
using NeuralPS.Engine.Tensors;

namespace NeuralPS.Engine.Networks;

/// <summary>
/// One operation of a plan before it is compiled. Fusion happens here: an activation joins the layer before it, softmax
/// leaves its layer, and layers that do nothing for the purpose (dropout and noise in prediction, a leading flatten or reshape) disappear.
/// </summary>
/// <param name="Layer">The description to compile.</param>
/// <param name="LayerIndex">The position of the layer in the network.</param>
/// <param name="InputShape">The shape of the samples it reads.</param>
/// <param name="Activation">What replaces the layer's own activation; null to keep it.</param>
internal sealed record PlanNode(Layer Layer, int LayerIndex, Shape InputShape, Activation? Activation)
{
    /// <summary>Lists the operations of a network in order.</summary>
    /// <param name="network">The network.</param>
    /// <param name="isTraining">False to leave out what only training does.</param>
    /// <param name="stripHead">True to leave out the activation at the very end, which the loss contains.</param>
    public static List<PlanNode> List(Network network, bool isTraining, bool stripHead)
    {
        var nodes = new List<PlanNode>();
        foreach (NetworkLayer entry in network.Layers)
        {
            Activation? activation = (entry.Layer as IActivated)?.Activation;
            if (stripHead && entry.Index == network.Layers.Length - 1 && activation is not null)
            {
                activation = LinearActivation.Instance;
            }

            switch (entry.Layer)
            {
                case DropoutLayer or NoiseLayer when !isTraining:
                case FlattenLayer when entry.InputShape.Rank == 1 || nodes.Count == 0:
                case ReshapeLayer when entry.InputShape.Equals(entry.OutputShape) || nodes.Count == 0:
                case ActivationLayer when activation is LinearActivation:
                    break;
                case ActivationLayer when activation!.IsElementwise && CanTake(nodes):
                    nodes[^1] = nodes[^1] with { Activation = activation };
                    break;
                case ActivationLayer:
                    nodes.Add(new PlanNode(entry.Layer, entry.Index, entry.InputShape, activation));
                    break;
                case IActivated when !activation!.IsElementwise:
                    nodes.Add(new PlanNode(entry.Layer, entry.Index, entry.InputShape, LinearActivation.Instance));
                    nodes.Add(new PlanNode(
                        new ActivationLayer(activation) { Name = entry.Name }, entry.Index, entry.OutputShape, activation));
                    break;
                default:
                    nodes.Add(new PlanNode(entry.Layer, entry.Index, entry.InputShape, activation));
                    break;
            }
        }

        return nodes;
    }

    private static bool CanTake(List<PlanNode> nodes) =>
        nodes.Count > 0 && nodes[^1].Layer is IActivated and not ActivationLayer && nodes[^1].Activation is LinearActivation;
}
