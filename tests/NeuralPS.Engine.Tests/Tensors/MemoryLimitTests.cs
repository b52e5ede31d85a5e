using NeuralPS.Engine.Layers;
using NeuralPS.Engine.Networks;
using NeuralPS.Engine.Tensors;

namespace NeuralPS.Engine.Tests.Tensors;

/// <summary>What no machine can hold is refused before it is touched.</summary>
public sealed class MemoryLimitTests
{
    [Fact]
    public void Networks_that_no_machine_can_hold_are_refused_with_their_size()
    {
        Network network = Network.Create(new Shape(40000), "huge");
        for (int i = 0; i < 4000; i++)
        {
            network = network.Add(new DenseLayer(40000) { Name = "layer" + i });
        }

        EngineException error = Assert.Throws<EngineException>(() => network.Initialize(1));
        Assert.Equal("OutOfMemory", error.ErrorId);
        Assert.Contains("'huge' with 6,400,160,000,000 parameters needs 23.3 TB", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Layers_that_are_too_large_are_named()
    {
        ShapeException error = Assert.Throws<ShapeException>(
            () => Network.Create(new Shape(10)).Add(new DenseLayer(2_000_000_000) { Name = "wide" }));
        Assert.Equal("ShapeTooLarge", error.ErrorId);
        Assert.Contains("Layer 'wide' (dense) is too large", error.Message, StringComparison.Ordinal);
    }
}
