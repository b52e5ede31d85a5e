namespace NeuralPS.Engine.Inspection.Drawing;

/// <summary>
/// Folds parts of a graph that repeat one behind the other, such as the residual blocks of a stage, into one of them. A part begins
/// and ends where a single value passes: nothing that is drawn once can hide a connection that differs.
/// </summary>
internal static class BlockFolding
{
    private const int LongestPart = 64;

    // The frame around a part takes room, too: two or three equal layers are better seen as they are.
    private const int LeastSaved = 3;

    /// <summary>The graph with equal parts folded; the graph itself when nothing repeats.</summary>
    public static NetworkGraph Fold(NetworkGraph graph)
    {
        bool[] isCut = FindCuts(graph);
        ILookup<int, GraphEdge> sources = graph.Edges.ToLookup(edge => edge.To);
        string[] signatures = [.. graph.Nodes.Select((node, index) => Describe(node, sources[index]))];
        var kept = new List<int>();
        var blocks = new List<RepeatedBlock>();
        int[] newIndex = new int[graph.Nodes.Length];
        int position = 0;
        while (position < graph.Nodes.Length)
        {
            (int length, int times) = FindRepetition(signatures, isCut, position);
            if (times > 1)
            {
                blocks.Add(new RepeatedBlock(kept.Count, length, times, graph.Nodes[position + (length * times) - 1].Name));
            }

            for (int i = 0; i < length * times; i++)
            {
                newIndex[position + i] = kept.Count + (i % length);
            }

            kept.AddRange(Enumerable.Range(position, length));
            position += length * times;
        }

        return blocks.Count == 0 ? graph : Rebuild(graph, kept, blocks, newIndex);
    }

    private static NetworkGraph Rebuild(NetworkGraph graph, List<int> kept, List<RepeatedBlock> blocks, int[] newIndex)
    {
        var isKept = kept.ToHashSet();
        var edges = graph.Edges
            .Where(edge => isKept.Contains(edge.To))
            .Select(edge => new GraphEdge(newIndex[edge.From], newIndex[edge.To]));
        return new NetworkGraph(graph.Title, graph.Totals, [.. kept.Select(node => graph.Nodes[node])], [.. edges]) { Blocks = [.. blocks] };
    }

    // isCut[i]: between node i - 1 and node i only the value of node i - 1 passes.
    private static bool[] FindCuts(NetworkGraph graph)
    {
        int[] lastReader = new int[graph.Nodes.Length];
        foreach (GraphEdge edge in graph.Edges)
        {
            lastReader[edge.From] = Math.Max(lastReader[edge.From], edge.To);
        }

        bool[] isCut = new bool[graph.Nodes.Length + 1];
        int furthest = 0;
        for (int i = 1; i < graph.Nodes.Length; i++)
        {
            isCut[i] = furthest < i && lastReader[i - 1] >= i;
            furthest = Math.Max(furthest, lastReader[i - 1]);
        }

        isCut[^1] = furthest < graph.Nodes.Length;
        return isCut;
    }

    private static string Describe(GraphNode node, IEnumerable<GraphEdge> sources) => string.Join(
        '|',
        node.Kind,
        node.Details,
        node.OutputShape,
        FormattableString.Invariant($"{node.ParameterCount}|{node.MultiplyAdds}|{node.IsInput}|{node.IsOutput}"),
        string.Join(',', sources.Select(edge => edge.To - edge.From)));

    // The part at a position whose repetitions save the most nodes, the shortest among equals; (1, 1) when none saves enough.
    private static (int Length, int Times) FindRepetition(string[] signatures, bool[] isCut, int position)
    {
        (int Length, int Times) best = (1, 1);
        int mostSaved = LeastSaved - 1;
        for (int length = 1; isCut[position] && length <= LongestPart && position + (2 * length) <= signatures.Length; length++)
        {
            int times = 1;
            while (IsRepeated(signatures, isCut, position, length, times))
            {
                times++;
            }

            if (length * (times - 1) > mostSaved)
            {
                best = (length, times);
                mostSaved = length * (times - 1);
            }
        }

        return best;
    }

    private static bool IsRepeated(string[] signatures, bool[] isCut, int position, int length, int times)
    {
        int start = position + (length * times);
        return start + length <= signatures.Length
            && isCut[start]
            && isCut[start + length]
            && Enumerable.Range(0, length).All(i => signatures[position + i] == signatures[start + i]);
    }
}
