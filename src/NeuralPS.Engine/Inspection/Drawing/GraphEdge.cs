namespace NeuralPS.Engine.Inspection.Drawing;

/// <summary>A value on its way from the node that makes it to a node that reads it.</summary>
/// <param name="From">The index of the node that makes it.</param>
/// <param name="To">The index of the node that reads it; greater than <paramref name="From"/>.</param>
public readonly record struct GraphEdge(int From, int To);
