namespace NeuralPS.Engine.Inspection.Drawing;

/// <summary>
/// Draws a graph as rails beside a list, as version-control tools draw histories: a row for each node, in order, a rail for each
/// value that is still to be read. A value that several nodes read parts at once, so branches stand beside each other; the first
/// reader stays on the rail. A node stands on the leftmost rail that it reads.
/// </summary>
internal sealed class RailDrawing
{
    private readonly NetworkGraph _graph;
    private readonly List<RailRow> _rows = [];

    // The edge that each column carries; -1 for a free column.
    private readonly List<int> _rails = [];
    private readonly ILookup<int, int> _incoming;
    private readonly ILookup<int, int> _outgoing;

    private RailDrawing(NetworkGraph graph)
    {
        _graph = graph;
        IEnumerable<int> edges = Enumerable.Range(0, graph.Edges.Length);
        _incoming = edges.ToLookup(edge => graph.Edges[edge].To);
        _outgoing = edges.OrderBy(edge => graph.Edges[edge].To).ToLookup(edge => graph.Edges[edge].From);
    }

    /// <summary>The rows, top to bottom. Inputs stand before their first reader; all else in the order of the graph.</summary>
    public static IReadOnlyList<RailRow> Draw(NetworkGraph graph)
    {
        var drawing = new RailDrawing(graph);
        foreach (int node in drawing.OrderNodes())
        {
            drawing.Add(node);
        }

        return drawing._rows;
    }

    private List<int> OrderNodes()
    {
        var order = new List<int>();
        var isPlaced = new bool[_graph.Nodes.Length];
        void Place(int node)
        {
            if (!isPlaced[node])
            {
                isPlaced[node] = true;
                order.Add(node);
            }
        }

        for (int node = 0; node < _graph.Nodes.Length; node++)
        {
            foreach (int edge in _incoming[node])
            {
                Place(_graph.Edges[edge].From);
            }

            if (!_graph.Nodes[node].IsInput || !_outgoing[node].Any())
            {
                Place(node);
            }
        }

        return order;
    }

    private void Add(int node)
    {
        int[] read = [.. _incoming[node].Select(edge => _rails.IndexOf(edge)).Order()];
        int column = read.Length > 0 ? read[0] : FindFree(0);
        RailCell[] cells = Rails();
        cells[column] |= RailCell.Node;
        if (read.Length > 1)
        {
            Connect(cells, column, read[1..], RailCell.Up);
        }

        foreach (int end in read)
        {
            _rails[end] = -1;
        }

        int[] edges = [.. _outgoing[node]];
        cells[column] = edges.Length > 0 ? cells[column] | RailCell.Down : cells[column] & ~RailCell.Down;
        if (edges.Length > 0)
        {
            _rails[column] = edges[0];
        }

        if (read.Length > 1 && edges.Length > 1)
        {
            // Joining and parting in one row would look as if the rails went on.
            _rows.Add(new RailRow(node, cells));
            _rows.Add(new RailRow(-1, Part(Rails(), column, edges)));
        }
        else
        {
            _rows.Add(new RailRow(node, Part(cells, column, edges)));
        }

        Trim();
    }

    private RailCell[] Part(RailCell[] cells, int column, int[] edges)
    {
        var ends = new List<int>();
        foreach (int edge in edges.Skip(1))
        {
            int free = FindFree(column + 1);
            _rails[free] = edge;
            ends.Add(free);
        }

        if (ends.Count > 0)
        {
            Array.Resize(ref cells, Math.Max(cells.Length, _rails.Count));
            Connect(cells, column, [.. ends], RailCell.Down);
        }

        return cells;
    }

    // A line from a column to others on its right, with a corner or a branch at each of them.
    private static void Connect(RailCell[] cells, int column, int[] ends, RailCell direction)
    {
        int last = ends[^1];
        cells[column] |= RailCell.Right;
        for (int i = column + 1; i <= last; i++)
        {
            cells[i] = ends.Contains(i) ? direction | RailCell.Left | (i < last ? RailCell.Right : RailCell.None)
                : cells[i] == RailCell.None ? RailCell.Left | RailCell.Right
                : RailCell.Crossing;
        }
    }

    private RailCell[] Rails() => [.. _rails.Select(edge => edge >= 0 ? RailCell.Up | RailCell.Down : RailCell.None)];

    private int FindFree(int from)
    {
        for (int i = from; i < _rails.Count; i++)
        {
            if (_rails[i] < 0)
            {
                return i;
            }
        }

        _rails.Add(-1);
        return _rails.Count - 1;
    }

    private void Trim()
    {
        while (_rails.Count > 0 && _rails[^1] < 0)
        {
            _rails.RemoveAt(_rails.Count - 1);
        }
    }
}
