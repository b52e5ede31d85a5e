namespace NeuralPS.Engine.Inspection.Drawing.Layout;

/// <summary>
/// Gives each node a rank, below all that it reads: the longest path from the top. What reads nothing stands right above its first
/// reader.
/// </summary>
internal sealed class Ranking
{
    private readonly int[] _latest;

    /// <summary>Ranks nodes of which each edge leads to a later one.</summary>
    public Ranking(int count, IReadOnlyList<GraphEdge> edges)
    {
        Ranks = new int[count];
        _latest = new int[count];
        ILookup<int, int> readers = edges.ToLookup(edge => edge.From, edge => edge.To);
        var hasSource = edges.Select(edge => edge.To).ToHashSet();
        for (int node = 0; node < count; node++)
        {
            foreach (int reader in readers[node])
            {
                Ranks[reader] = Math.Max(Ranks[reader], Ranks[node] + 1);
            }
        }

        int last = count == 0 ? 0 : Ranks.Max();
        for (int node = count - 1; node >= 0; node--)
        {
            _latest[node] = readers[node].Select(reader => _latest[reader] - 1).DefaultIfEmpty(last).Min();
            if (!hasSource.Contains(node) && readers[node].Any())
            {
                Ranks[node] = readers[node].Min(reader => Ranks[reader]) - 1;
            }
        }
    }

    /// <summary>The rank of each node, from 0.</summary>
    public int[] Ranks { get; }

    /// <summary>How many ranks an edge is longer than the longest path needs: 0 on the longest path.</summary>
    public int Slack(GraphEdge edge) => _latest[edge.To] - Ranks[edge.From] - 1;
}
