using System.Globalization;
using System.Text;

namespace NeuralPS.Engine.Inspection.Drawing;

/// <summary>
/// A network as text: rails on the left, which show what each layer reads, and a line for each layer with its name, kind and details,
/// output shape and parameters. It takes as many lines as the network has layers, so it suits two layers and five hundred.
/// </summary>
public sealed class TextDrawing
{
    private const int Gap = 2;
    private const int NarrowestText = 8;
    private readonly NetworkGraph _graph;
    private readonly TextOptions _options;
    private readonly LineSymbols _symbols;

    private TextDrawing(NetworkGraph graph, TextOptions options)
    {
        _graph = graph;
        _options = options;
        _symbols = options.IsAscii ? LineSymbols.Ascii : LineSymbols.Unicode;
    }

    /// <summary>The characters that the text uses besides those of ASCII: whoever shows it can test whether they can be shown.</summary>
    public static string SpecialCharacters => LineSymbols.AllUnicode.Replace(" ", "", StringComparison.Ordinal);

    /// <summary>Draws a network, line by line.</summary>
    public static IReadOnlyList<string> Draw(NetworkGraph graph, TextOptions options) => new TextDrawing(graph, options).Draw();

    private List<string> Draw()
    {
        IReadOnlyList<RailRow> rows = RailDrawing.Draw(_graph);
        // Names matter more than the rails of very many branches.
        int railWidth = Math.Min(_options.Width / 2, rows.Count == 0 ? 0 : rows.Max(row => (2 * row.Cells.Length) - 1));
        var cells = new List<TextRow>();
        foreach (RailRow row in rows)
        {
            AddRow(cells, row);
        }

        int[] widths = FitWidths(cells, railWidth);
        var lines = new List<string> { Cut(_graph.Title, _options.Width), "" };
        lines.AddRange(cells.Select(row => Format(row, railWidth, widths)));
        lines.Add("");
        lines.AddRange(GraphText.Wrap(_graph.Totals, _options.Width, line => line.Length).Select(line => Cut(line, _options.Width)));
        return lines;
    }

    private void AddRow(List<TextRow> cells, RailRow row)
    {
        if (row.Node < 0)
        {
            cells.Add(new TextRow(row, BlockAt(cells) is null ? "" : _symbols.BlockLine, "", "", ""));
            return;
        }

        GraphNode node = _graph.Nodes[row.Node];
        RepeatedBlock? block = _graph.Blocks.FirstOrDefault(block => block.First <= row.Node && row.Node < block.End);
        if (block is not null && block.First == row.Node)
        {
            OpenBlock(cells, block);
        }

        cells.Add(new TextRow(
            row,
            (block is null ? "" : _symbols.BlockLine) + node.Name,
            node.Description,
            node.OutputShape,
            node.IsInput ? "" : Count(node.ParameterCount)));
        if (block is not null && block.End == row.Node + 1)
        {
            cells.Add(new TextRow(row.Below(), $"{_symbols.BlockEnd}to {block.LastName}", "", "", ""));
        }
    }

    // The parting of rails in front of a part that repeats belongs to it: the bracket opens above that row.
    private void OpenBlock(List<TextRow> cells, RepeatedBlock block)
    {
        long parameters = Enumerable.Range(block.First, block.Count).Sum(node => _graph.Nodes[node].ParameterCount);
        string title = $"{_symbols.BlockStart}{_symbols.Times} {block.Times}";
        string text = string.Create(CultureInfo.InvariantCulture, $"{(block.Count == 1 ? "1 layer" : $"{block.Count} layers")}, drawn once");
        // A part never begins with the first node, an input.
        bool partsAbove = cells[^1].Rail.Node < 0 && cells[^1].Name.Length == 0;
        int place = partsAbove ? cells.Count - 1 : cells.Count;
        if (partsAbove)
        {
            cells[^1] = cells[^1] with { Name = _symbols.BlockLine };
        }

        cells.Insert(place, new TextRow(cells[place - 1].Rail.Below(), title, text, "", Count(parameters * block.Times)));
    }

    private RepeatedBlock? BlockAt(List<TextRow> cells)
    {
        int node = cells.Count == 0 ? -1 : cells[^1].Rail.Node;
        return _graph.Blocks.FirstOrDefault(block => block.First <= node && node + 1 < block.End);
    }

    // Descriptions are shortened first, then names; then parameters and shapes are left out.
    private int[] FitWidths(List<TextRow> rows, int railWidth)
    {
        int[] widths = [.. Enumerable.Range(0, 4).Select(column => rows.Max(row => row[column].Length))];
        int Excess() => railWidth + widths.Sum(width => width == 0 ? 0 : width + Gap) - _options.Width;
        foreach (int column in (int[])[1, 0])
        {
            widths[column] = Math.Max(Math.Min(widths[column], NarrowestText), widths[column] - Math.Max(0, Excess()));
        }

        foreach (int column in (int[])[3, 2, 1])
        {
            if (Excess() > 0)
            {
                widths[column] = 0;
            }
        }

        // What leaving a column out has gained goes back to the texts.
        foreach (int column in (int[])[0, 1])
        {
            if (widths[column] > 0)
            {
                widths[column] = Math.Min(rows.Max(row => row[column].Length), widths[column] + Math.Max(0, -Excess()));
            }
        }

        return widths;
    }

    private string Format(TextRow row, int railWidth, int[] widths)
    {
        GraphNode? node = row.Rail.Node < 0 ? null : _graph.Nodes[row.Rail.Node];
        string rails = Cut(Rails(row.Rail, node), railWidth).PadRight(railWidth);
        var line = new StringBuilder();
        bool fits = railWidth + widths.Sum(width => width == 0 ? 0 : width + Gap) <= _options.Width;
        bool isPainted = _options.Paint is not null && node is not null && fits;
        line.Append(isPainted ? PaintNode(rails, row.Rail, node!) : rails);
        int pending = 0;
        for (int column = 0; column < widths.Length; column++)
        {
            if (widths[column] == 0)
            {
                continue;
            }

            string text = Cut(row[column], widths[column]);
            int before = column == 3 ? widths[column] - text.Length : 0;
            pending += Gap + before;
            if (text.Length > 0)
            {
                line.Append(' ', pending).Append(isPainted && column == 0 ? _options.Paint!(node!.Family.TerminalColor, text) : text);
                pending = 0;
            }

            pending += widths[column] - text.Length - before;
        }

        string result = line.ToString().TrimEnd();
        return fits ? result : Cut(result, _options.Width);
    }

    private string Rails(RailRow row, GraphNode? node)
    {
        var text = new StringBuilder();
        for (int i = 0; i < row.Cells.Length; i++)
        {
            if (i > 0)
            {
                bool isJoined = (row.Cells[i] & (RailCell.Left | RailCell.Crossing)) != 0;
                text.Append(isJoined ? _symbols.Lines[RailCell.Left | RailCell.Right] : ' ');
            }

            text.Append(_symbols.Symbol(row.Cells[i], node));
        }

        return text.ToString();
    }

    private string PaintNode(string rails, RailRow row, GraphNode node)
    {
        int place = 2 * Array.FindIndex(row.Cells, cell => cell.HasFlag(RailCell.Node));
        return place >= rails.Length - _symbols.Dots.Length && rails.EndsWith(_symbols.Dots, StringComparison.Ordinal)
            ? rails
            : rails[..place] + _options.Paint!(node.Family.TerminalColor, rails[place].ToString()) + rails[(place + 1)..];
    }

    private string Cut(string text, int width) => text.Length <= width ? text
        : width <= _symbols.Dots.Length ? text[..width]
        : text[..(width - _symbols.Dots.Length)] + _symbols.Dots;

    private static string Count(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    private sealed record TextRow(RailRow Rail, string Name, string Description, string Shape, string Parameters)
    {
        public string this[int column] => column switch { 0 => Name, 1 => Description, 2 => Shape, _ => Parameters };
    }
}
