using NeuralPS.Engine.Tensors;

namespace NeuralPS.Engine.Networks;

/// <summary>Where samples enter a network.</summary>
/// <param name="Name">The name, which no other input and no layer of the network has.</param>
/// <param name="Shape">The shape of one sample.</param>
public sealed record NetworkInput(string Name, Shape Shape);
