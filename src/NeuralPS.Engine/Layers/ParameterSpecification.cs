using NeuralPS.Engine.Initializers;
using NeuralPS.Engine.Tensors;

namespace NeuralPS.Engine.Layers;

/// <summary>A tensor of a layer: one that it learns, or one that it keeps account in, such as running statistics.</summary>
/// <param name="Role">Its name within the layer: <c>weight</c>, <c>bias</c>.</param>
/// <param name="Shape">Its shape: row per unit, [out, in]; for convolutions [filters, height, width, channels / groups].</param>
/// <param name="Initializer">How it starts.</param>
/// <param name="FanIn">Inputs that reach one unit.</param>
/// <param name="FanOut">Units that one input reaches.</param>
public sealed record ParameterSpecification(string Role, Shape Shape, Initializer Initializer, int FanIn, int FanOut)
{
    /// <summary>
    /// True for what the optimizer learns; false for what the layer itself writes while training: it has no gradient, no penalty and
    /// no part in the count of parameters, but is saved, loaded and resumed like the others.
    /// </summary>
    public bool IsTrainable { get; init; } = true;

    /// <summary>True for weights, false for biases: penalties and weight decay skip those.</summary>
    public bool IsPenalised => Role == "weight" || Role.EndsWith(".weight", StringComparison.Ordinal);
}
