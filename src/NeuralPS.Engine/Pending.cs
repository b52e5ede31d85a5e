#pragma warning disable CS1591, IDE0005
using NeuralPS.Engine.Initializers;
namespace NeuralPS.Engine.Activations
{
    public sealed class LinearActivation : Activation { public static LinearActivation Instance { get; } = new(); public override string Name => "Linear"; public override void Forward(ReadOnlySpan<float> z, Span<float> a) => z.CopyTo(a); public override void Backward(ReadOnlySpan<float> z, ReadOnlySpan<float> a, ReadOnlySpan<float> da, Span<float> dz) => da.CopyTo(dz); public override double Evaluate(double z) => z; public override double Differentiate(double z) => 1; }
}
namespace NeuralPS.Engine.Initializers
{
    public sealed record ZerosInitializer : Initializer { public static ZerosInitializer Instance { get; } = new(); public override string Name => "Zeros"; public override void Fill(Span<float> weights, int fanIn, int fanOut, ulong seed, int tensorIndex) => weights.Clear(); }
}
namespace NeuralPS.Engine.Layers
{
    internal sealed class ConvOperation(ConvLayer layer, CompileContext context) : Operation(context) { private readonly Layer _layer = layer; public override string ToString() => _layer.Name; public override void Forward(in Step step) { } public override void Backward(in Step step) { } }
    internal sealed class DropoutOperation(DropoutLayer layer, CompileContext context) : Operation(context) { private readonly Layer _layer = layer; public override string ToString() => _layer.Name; public override void Forward(in Step step) { } public override void Backward(in Step step) { } }
    internal sealed class ActivationOperation(ActivationLayer layer, CompileContext context) : Operation(context) { private readonly Layer _layer = layer; public override string ToString() => _layer.Name; public override void Forward(in Step step) { } public override void Backward(in Step step) { } }
    internal sealed class GlobalPoolingOperation(PoolingLayer layer, CompileContext context) : Operation(context) { private readonly Layer _layer = layer; public override string ToString() => _layer.Name; public override void Forward(in Step step) { } public override void Backward(in Step step) { } }
    internal sealed class MaxPoolingOperation(PoolingLayer layer, CompileContext context) : Operation(context) { private readonly Layer _layer = layer; public override string ToString() => _layer.Name; public override void Forward(in Step step) { } public override void Backward(in Step step) { } }
    internal sealed class AveragePoolingOperation(PoolingLayer layer, CompileContext context) : Operation(context) { private readonly Layer _layer = layer; public override string ToString() => _layer.Name; public override void Forward(in Step step) { } public override void Backward(in Step step) { } }
    internal sealed class FlattenOperation(CompileContext context) : Operation(context) { public override void Forward(in Step step) { } public override void Backward(in Step step) { } }
}
