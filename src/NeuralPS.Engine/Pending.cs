#pragma warning disable CS1591, IDE0005
namespace NeuralPS.Engine.Layers;

internal sealed class DropoutOperation(DropoutLayer layer, CompileContext context) : Operation(context) { private readonly Layer _layer = layer; public override string ToString() => _layer.Name; public override void Forward(in Step step) { } public override void Backward(in Step step) { } }
internal sealed class ActivationOperation(ActivationLayer layer, CompileContext context) : Operation(context) { private readonly Layer _layer = layer; public override string ToString() => _layer.Name; public override void Forward(in Step step) { } public override void Backward(in Step step) { } }
internal sealed class GlobalPoolingOperation(PoolingLayer layer, CompileContext context) : Operation(context) { private readonly Layer _layer = layer; public override string ToString() => _layer.Name; public override void Forward(in Step step) { } public override void Backward(in Step step) { } }
internal sealed class MaxPoolingOperation(PoolingLayer layer, CompileContext context) : Operation(context) { private readonly Layer _layer = layer; public override string ToString() => _layer.Name; public override void Forward(in Step step) { } public override void Backward(in Step step) { } }
internal sealed class AveragePoolingOperation(PoolingLayer layer, CompileContext context) : Operation(context) { private readonly Layer _layer = layer; public override string ToString() => _layer.Name; public override void Forward(in Step step) { } public override void Backward(in Step step) { } }
