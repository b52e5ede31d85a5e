using System.Collections.Immutable;
using System.Globalization;

namespace NeuralPS.Engine.Inspection.Drawing;

/// <summary>What is drawn of a network: its inputs and layers, and which of them reads what; independent of how it is drawn.</summary>
public sealed class NetworkGraph
{
    /// <summary>Creates a graph.</summary>
    /// <param name="title">The name of the network.</param>
    /// <param name="totals">What is said below it: parameters and arithmetic.</param>
    /// <param name="nodes">The inputs and layers, each behind all that it reads.</param>
    /// <param name="edges">Who reads what, in the order in which a node names its sources.</param>
    /// <exception cref="ArgumentException">An edge does not lead from a node to one behind it.</exception>
    public NetworkGraph(string title, string totals, ImmutableArray<GraphNode> nodes, ImmutableArray<GraphEdge> edges)
    {
        foreach (GraphEdge edge in edges)
        {
            if (edge.From < 0 || edge.From >= edge.To || edge.To >= nodes.Length)
            {
                throw new ArgumentException(
                    string.Create(CultureInfo.InvariantCulture, $"The edge from {edge.From} to {edge.To} does not lead to a later node."), nameof(edges));
            }
        }

        Title = GraphText.Clean(title);
        Totals = totals;
        Nodes = [.. nodes.Select(Clean)];
        Edges = edges;
    }

    /// <summary>The name of the network.</summary>
    public string Title { get; }

    /// <summary>Parameters and arithmetic in one line.</summary>
    public string Totals { get; }

    /// <summary>The inputs and layers, each behind all that it reads.</summary>
    public ImmutableArray<GraphNode> Nodes { get; }

    /// <summary>Who reads what.</summary>
    public ImmutableArray<GraphEdge> Edges { get; }

    /// <summary>Parts that stand for several equal ones, in the order of the nodes; they do not overlap.</summary>
    public ImmutableArray<RepeatedBlock> Blocks { get; init; } = [];

    private static GraphNode Clean(GraphNode node) => node with
    {
        Name = GraphText.Clean(node.Name),
        Details = GraphText.Clean(node.Details),
        Facts = [.. node.Facts.Select(GraphText.Clean)],
    };
}
