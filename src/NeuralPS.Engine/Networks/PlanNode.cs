using NeuralPS.Engine.Activations;
using NeuralPS.Engine.Layers;
using NeuralPS.Engine.Tensors;

namespace NeuralPS.Engine.Networks;

/// <summary>One operation of a plan before it is compiled.</summary>
/// <param name="Layer">The description to compile, under the name that its tensors have in the whole network.</param>
/// <param name="Address">The place of the layer in the network: the address of its random numbers.</param>
/// <param name="Sources">The numbers of the values it reads.</param>
/// <param name="OutputShape">The shape of the samples it writes.</param>
/// <param name="Activation">What replaces the layer's own activation; null to keep it.</param>
/// <param name="Fold">The batch normalisation that the layer's weights contain; null for none.</param>
internal sealed record PlanNode(
    Layer Layer, int Address, int[] Sources, Shape OutputShape, Activation? Activation, FoldedNorm? Fold = null);
