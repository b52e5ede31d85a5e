using NeuralPS.Engine.Inspection.Drawing;

namespace NeuralPS.Engine.Tests.Inspection.Drawing;

/// <summary>Writes a graph down layer by layer; a layer without sources reads the one before it.</summary>
internal sealed class GraphWriter(string title)
{
    private readonly List<GraphNode> _nodes = [];
    private readonly List<GraphEdge> _edges = [];

    public GraphWriter Input(string name, string shape)
    {
        _nodes.Add(new GraphNode(name, "input", "", shape, 0, 0) { IsInput = true, Facts = [name] });
        return this;
    }

    public GraphWriter Add(string name, string kind, string details, string shape, long parameters, params string[] from)
    {
        foreach (string source in from.Length > 0 ? from : [_nodes[^1].Name])
        {
            _edges.Add(new GraphEdge(_nodes.FindIndex(node => node.Name == source), _nodes.Count));
        }

        _nodes.Add(new GraphNode(name, kind, details, shape, parameters, 0) { Facts = [name, kind] });
        return this;
    }

    public NetworkGraph Build()
    {
        var read = _edges.Select(edge => edge.From).ToHashSet();
        return new NetworkGraph(
            title,
            $"{_nodes.Sum(node => node.ParameterCount):N0} parameters",
            [.. _nodes.Select((node, index) => node with { IsOutput = !node.IsInput && !read.Contains(index) })],
            [.. _edges]);
    }
}
