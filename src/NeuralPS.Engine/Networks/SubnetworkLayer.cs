using NeuralPS.Engine.Layers;
using NeuralPS.Engine.Tensors;

namespace NeuralPS.Engine.Networks;

/// <summary>
/// A network as a layer of another one: it reads as many values as the network has inputs, and puts out the network's output.
/// Its tensors are named <c>layer.inner.role</c>. One that shares uses the weights of another such layer, and has none of its own:
/// both learn together, and the weights count once (twin networks).
/// </summary>
/// <param name="Network">The description of the network; its weights move into the outer network when the layer is added.</param>
public sealed record SubnetworkLayer(Network Network) : Layer
{
    /// <summary>The name of the sub-network layer whose weights this one uses; null for weights of its own.</summary>
    public string? ShareWith { get; init; }

    /// <summary>The sub-network of layer <paramref name="owner"/> once more, with the same weights.</summary>
    /// <exception cref="EngineException">There is no such layer, or it is no sub-network with weights of its own.</exception>
    public static SubnetworkLayer Share(Network network, string owner) =>
        network.GetLayer(owner).Layer is SubnetworkLayer { ShareWith: null } found
            ? found with { Name = "", ShareWith = found.Name }
            : throw new EngineException(
                "ShareWith",
                $"The weights of layer '{owner}' cannot be shared: it is not a network added as a layer with weights of its own. "
                + "Add one with Add-NetworkLayer first.");

    /// <inheritdoc/>
    public override string Kind => "network";

    /// <inheritdoc/>
    public override string Summary =>
        $"{Network.Name}, {(Network.Layers.Length == 1 ? "1 layer" : $"{Network.Layers.Length} layers")}"
        + (ShareWith is null ? "" : $", weights of {ShareWith}");

    /// <inheritdoc/>
    internal override (int Least, int Most) SourceCount => (Network.Inputs.Length, Network.Inputs.Length);

    /// <inheritdoc/>
    public override Shape GetOutputShape(Shape input) => GetOutputShape([input]);

    /// <inheritdoc/>
    internal override Shape GetOutputShape(IReadOnlyList<Shape> inputs)
    {
        for (int i = 0; i < inputs.Count; i++)
        {
            NetworkInput wanted = Network.Inputs[i];
            if (!wanted.Shape.Equals(inputs[i]))
            {
                throw new ShapeException(
                    "SubnetworkShape",
                    $"Network '{Network.Name}', added as layer '{Name}', takes {wanted.Shape} at its input '{wanted.Name}', but is given {inputs[i]}. "
                    + "Give it a value of that shape, or build the network for the other one.");
            }
        }

        return Network.OutputShape;
    }

    /// <inheritdoc/>
    internal override IReadOnlyList<ParameterSpecification> GetParameters(IReadOnlyList<Shape> inputs) => ShareWith is not null
        ? []
        : [.. Network.Layers.SelectMany(layer => layer.Parameters.Select(parameter => parameter with { Role = $"{layer.Name}.{parameter.Role}" }))];

    /// <inheritdoc/>
    internal override long GetMultiplyAdds(IReadOnlyList<Shape> inputs) => Network.MultiplyAdds;

    /// <inheritdoc/>
    internal override void Validate()
    {
        if (Network.Layers.IsEmpty || Network.Outputs.Length != 1)
        {
            string outputs = string.Join(", ", Network.Outputs.Select(output => output.Name));
            throw new EngineException(
                "SubnetworkOutputs",
                $"Network '{Network.Name}' cannot be layer '{Name}': "
                + (Network.Layers.IsEmpty
                    ? "it has no layers. Add some first."
                    : $"it has several outputs ({outputs}). Join them with Add-MergeLayer first."));
        }
    }

    /// <inheritdoc/>
    internal override Operation Compile(CompileContext context) =>
        throw new InvalidOperationException("Plans put the layers of a sub-network in its place.");
}
