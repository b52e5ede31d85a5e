using NeuralPS.Engine.Layers;

namespace NeuralPS.Engine.Networks;

/// <summary>An operation on the way back.</summary>
/// <param name="Operation">The operation.</param>
/// <param name="Time">Its time on the way back.</param>
/// <param name="Sum">What adds up the gradients of its output first, where several operations read it; null elsewhere.</param>
/// <param name="Streams">True when it may hand the gradients of its weights over piece by piece; false where they are shared.</param>
internal sealed record BackwardStep(Operation Operation, int Time, GradientSum? Sum, bool Streams);
