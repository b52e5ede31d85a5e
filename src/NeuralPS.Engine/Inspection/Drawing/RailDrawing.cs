namespace NeuralPS.Engine.Inspection.Drawing;

/// <summary>
/// Draws a graph as rails beside a list, as version-control tools draw histories: a row for each node, in order, a rail for each
/// value that is still to be read. A value that several nodes read parts at once, so branches stand beside each other; the first
/// reader stays on the rail. A node stands on the leftmost rail that ends in it. Where that would take very many rails, the later
/// readers of a value share one, and it goes on past all but the last of them.
/// </summary>
internal sealed class RailDrawing
{
    private const int ManyRails = 10;
    private readonly NetworkGraph _graph;
    private readonly bool _isShared;
    private readonly List<RailRow> _rows = [];

    // The edges that each column carries, all of one source; none for a free column.
    private readonly List<List<int>> _rails = [];
    private readonly ILookup<int, int> _incoming;
    private readonly ILookup<int, int> _outgoing;

    private RailDrawing(NetworkGraph graph, bool isShared)
    {
        _graph = graph;
        _isShared = isShared;
        IEnumerable<int> edges = Enumerable.Range(0, graph.Edges.Length);
        _incoming = edges.ToLookup(edge => graph.Edges[edge].To);
        _outgoing = edges.OrderBy(edge => graph.Edges[edge].To).ToLookup(edge => graph.Edges[edge].From);
    }

    /// <summary>The rows, top to bottom. Inputs stand before their first reader; all else in the order of the graph.</summary>
    public static IReadOnlyList<RailRow> Draw(NetworkGraph graph)
    {
        List<RailRow> rows = Draw(graph, isShared: false);
        if (Width(rows) <= ManyRails)
        {
            return rows;
        }

        List<RailRow> shared = Draw(graph, isShared: true);
        return Width(shared) < Width(rows) ? shared : rows;
    }

    private static int Width(List<RailRow> rows) => rows.Count == 0 ? 0 : rows.Max(row => row.Cells.Length);

    private static List<RailRow> Draw(NetworkGraph graph, bool isShared)
    {
        var drawing = new RailDrawing(graph, isShared);
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
        int[] read = FindRead(node);
        int column = read.Length > 0 ? read.First(rail => EndsIn(rail, node)) : FindFree(0);
        RailCell[] cells = Rails();
        cells[column] |= RailCell.Node;
        Join(cells, column, [.. read.Where(rail => rail != column)], node);
        foreach (int rail in read)
        {
            _rails[rail].RemoveAll(edge => _graph.Edges[edge].To == node);
        }

        List<int>[] values = Share([.. _outgoing[node]]);
        cells[column] = values.Length > 0 ? cells[column] | RailCell.Down : cells[column] & ~RailCell.Down;
        if (values.Length > 0)
        {
            _rails[column] = values[0];
        }

        if (read.Length > 1 && values.Length > 1)
        {
            // Joining and parting in one row would look as if the rails went on.
            _rows.Add(new RailRow(node, cells));
            _rows.Add(new RailRow(-1, Part(Rails(), column, values)));
        }
        else
        {
            _rows.Add(new RailRow(node, Part(cells, column, values)));
        }

        Trim();
    }

    // The rails that a node reads, from the left; one of them ends in it, if need be because a shared one has parted for it.
    private int[] FindRead(int node)
    {
        int[] read = Find();
        if (read.Length > 0 && !read.Any(rail => EndsIn(rail, node)))
        {
            List<int> shared = _rails[read[0]];
            List<int> own = shared.FindAll(edge => _graph.Edges[edge].To == node);
            shared.RemoveAll(own.Contains);
            _rows.Add(new RailRow(-1, Part(Rails(), read[0], [shared, own])));
            read = Find();
        }

        return read;

        int[] Find() => [.. Enumerable.Range(0, _rails.Count).Where(rail => _rails[rail].Exists(edge => _graph.Edges[edge].To == node))];
    }

    private bool EndsIn(int rail, int node) => _rails[rail].TrueForAll(edge => _graph.Edges[edge].To == node);

    // What stays on the node's rail, and then what parts from it.
    private List<int>[] Share(int[] edges) =>
        _isShared && edges.Length > 2 ? [[edges[0]], [.. edges[1..]]] : [.. edges.Select(edge => new List<int> { edge })];

    private RailCell[] Part(RailCell[] cells, int column, IReadOnlyList<List<int>> values)
    {
        var ends = new List<int>();
        foreach (List<int> value in values.Skip(1))
        {
            int free = FindFree(column + 1);
            _rails[free] = value;
            ends.Add(free);
        }

        if (ends.Count > 0)
        {
            Array.Resize(ref cells, Math.Max(cells.Length, _rails.Count));
            Connect(cells, column, ends, _ => RailCell.Down);
        }

        return cells;
    }

    private void Join(RailCell[] cells, int column, List<int> others, int node)
    {
        if (others.Count > 0)
        {
            Connect(cells, column, others, rail => EndsIn(rail, node) ? RailCell.Up : RailCell.Up | RailCell.Down);
        }
    }

    // A line between a column and others, with a corner or a branch at each of them.
    private static void Connect(RailCell[] cells, int column, List<int> ends, Func<int, RailCell> direction)
    {
        int first = Math.Min(column, ends.Min());
        int last = Math.Max(column, ends.Max());
        for (int i = first; i <= last; i++)
        {
            RailCell sides = (i > first ? RailCell.Left : RailCell.None) | (i < last ? RailCell.Right : RailCell.None);
            cells[i] = i == column ? cells[i] | sides
                : ends.Contains(i) ? direction(i) | sides
                : cells[i] == RailCell.None ? sides
                : RailCell.Crossing;
        }
    }

    private RailCell[] Rails() => [.. _rails.Select(edges => edges.Count > 0 ? RailCell.Up | RailCell.Down : RailCell.None)];

    private int FindFree(int from)
    {
        int free = _rails.FindIndex(Math.Min(from, _rails.Count), edges => edges.Count == 0);
        if (free < 0)
        {
            free = _rails.Count;
            _rails.Add([]);
        }

        return free;
    }

    private void Trim()
    {
        while (_rails.Count > 0 && _rails[^1].Count == 0)
        {
            _rails.RemoveAt(_rails.Count - 1);
        }
    }
}
