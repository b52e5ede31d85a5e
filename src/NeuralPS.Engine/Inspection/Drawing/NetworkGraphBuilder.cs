using System.Collections.Immutable;
using System.Globalization;
using NeuralPS.Engine.Activations;
using NeuralPS.Engine.Networks;

namespace NeuralPS.Engine.Inspection.Drawing;

/// <summary>Makes the graph that is drawn of a network.</summary>
public sealed class NetworkGraphBuilder
{
    private readonly List<GraphNode> _nodes = [];
    private readonly List<GraphEdge> _edges = [];
    private readonly bool _isExpanded;

    private NetworkGraphBuilder(bool isExpanded) => _isExpanded = isExpanded;

    /// <summary>The graph of a network.</summary>
    /// <param name="network">The network; it need not be initialised.</param>
    /// <param name="isExpanded">True to draw the layers of sub-networks in their place, under names such as <c>tower.dense1</c>.</param>
    /// <param name="isFolded">True to draw parts that repeat one behind the other once.</param>
    public static NetworkGraph Build(Network network, bool isExpanded = false, bool isFolded = false)
    {
        var builder = new NetworkGraphBuilder(isExpanded);
        var values = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        foreach (NetworkInput input in network.Inputs)
        {
            values.Add(input.Name, builder._nodes.Count);
            builder._nodes.Add(new GraphNode(input.Name, "input", "", input.Shape.ToString(), 0, 0)
            {
                IsInput = true,
                Facts = [input.Name, $"input of shape {input.Shape}"],
            });
        }

        builder.Add(network, "", null, values);
        foreach (int output in network.Outputs.Select(output => values[output.Name]))
        {
            builder._nodes[output] = builder._nodes[output] with { IsOutput = true };
        }

        string state = network.IsTrained ? " (trained)" : network.IsInitialized && network.ParameterCount > 0 ? " (initialised)" : "";
        var graph = new NetworkGraph(network.Name + state, NetworkTable.Totals(network), [.. builder._nodes], [.. builder._edges]);
        return isFolded ? BlockFolding.Fold(graph) : graph;
    }

    // "values" knows the node that makes each value, by the name that the network has for it. "owner" has the weights, if it is another.
    private void Add(Network network, string prefix, string? owner, Dictionary<string, int> values)
    {
        foreach (NetworkLayer layer in network.Layers)
        {
            int[] sources = [.. layer.Sources.Select(source => values[source])];
            if (_isExpanded && layer.Layer is SubnetworkLayer subnetwork)
            {
                var inner = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
                for (int i = 0; i < sources.Length; i++)
                {
                    inner.Add(subnetwork.Network.Inputs[i].Name, sources[i]);
                }

                string? innerOwner = subnetwork.ShareWith is { } shared ? $"{prefix}{shared}."
                    : owner is null ? null
                    : $"{owner}{layer.Name}.";
                Add(subnetwork.Network, $"{prefix}{layer.Name}.", innerOwner, inner);
                values.Add(layer.Name, inner[subnetwork.Network.Outputs[0].Name]);
                continue;
            }

            _edges.AddRange(sources.Select(source => new GraphEdge(source, _nodes.Count)));
            values.Add(layer.Name, _nodes.Count);
            _nodes.Add(Describe(layer, prefix, owner));
        }
    }

    // Weights that are used once more count where they belong, and not here.
    private static GraphNode Describe(NetworkLayer layer, string prefix, string? owner)
    {
        bool isShared = owner is not null && layer.Parameters.Count > 0;
        string summary = layer.Layer.GetSummary(layer.InputShape);
        string details = isShared ? $"{summary}, weights of {owner}{layer.Name}".TrimStart(',', ' ') : summary;
        string name = prefix + layer.Name;
        return new GraphNode(name, layer.Layer.Kind, details, layer.OutputShape.ToString(), isShared ? 0 : layer.ParameterCount, layer.MultiplyAdds)
        {
            Facts = [name, details.Length == 0 ? layer.Layer.Kind : $"{layer.Layer.Kind}: {details}", .. Facts(layer, isShared)],
        };
    }

    private static List<string> Facts(NetworkLayer layer, bool isShared)
    {
        var facts = new List<string>
        {
            $"reads {string.Join(" and ", layer.Sources.Zip(layer.InputShapes, (source, shape) => $"{source} ({shape})"))}",
            $"output {layer.OutputShape}",
        };
        if (layer.Layer is IActivated { Activation: not LinearActivation } activated)
        {
            facts.Add($"activation {activated.Activation.Name}");
        }

        if (!isShared)
        {
            facts.AddRange(layer.Parameters.Select(parameter =>
                $"{parameter.Role} {parameter.Shape}, {(parameter.IsTrainable ? $"initializer {parameter.Initializer.Name}" : "not trained")}"));
            facts.AddRange(Count(layer.ParameterCount, "parameters"));
        }

        facts.AddRange(Count(layer.MultiplyAdds, "multiply-adds per sample"));
        return facts;
    }

    private static ImmutableArray<string> Count(long count, string what) =>
        count > 0 ? [string.Create(CultureInfo.InvariantCulture, $"{count:N0} {what}")] : [];
}
