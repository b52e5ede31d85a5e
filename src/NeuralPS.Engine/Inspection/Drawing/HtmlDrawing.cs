using System.Globalization;
using System.Net;
using System.Text;

namespace NeuralPS.Engine.Inspection.Drawing;

/// <summary>
/// A network as a page of HTML, complete in one file: the picture, which can be moved and enlarged, a search, and the table of layers.
/// The page asks no other computer for anything, and its own policy forbids it to.
/// </summary>
public static class HtmlDrawing
{
    private const string Policy = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'";

    /// <summary>Writes the page.</summary>
    public static void Write(NetworkGraph graph, Stream stream)
    {
        using var writer = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true) { NewLine = "\n" };
        string title = Escape(graph.Title);
        writer.WriteLine("<!DOCTYPE html>");
        writer.WriteLine("<html lang=\"en\">");
        writer.WriteLine("<head>");
        writer.WriteLine("<meta charset=\"utf-8\">");
        writer.WriteLine($"<meta http-equiv=\"Content-Security-Policy\" content=\"{Policy}\">");
        writer.WriteLine("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">");
        writer.WriteLine($"<title>{title}</title>");
        writer.WriteLine($"<style>\n{Resource("page.css")}</style>");
        writer.WriteLine("</head>");
        writer.WriteLine("<body>");
        writer.WriteLine("<header>");
        writer.WriteLine($"<div class=\"titles\"><h1>{title}</h1><p>{Escape(graph.Totals)}</p></div>");
        writer.WriteLine(Tools);
        writer.WriteLine("</header>");
        writer.WriteLine("<main id=\"picture\" tabindex=\"0\" aria-label=\"Picture of the network. Arrow keys move it, plus and minus enlarge it.\">");
        writer.WriteLine(SvgDrawing.CreateElement(graph));
        writer.WriteLine("</main>");
        writer.WriteLine("<section id=\"side\" aria-label=\"Layers\">");
        writer.WriteLine("<div id=\"facts\" aria-live=\"polite\">Choose a layer\nin the picture or in the table to see all about it.\n\n"
            + "The picture moves by dragging, the wheel and the arrow keys; Ctrl and the wheel, two fingers, + and − enlarge it; "
            + "0 fits it in. / finds layers, Enter goes to the next one.</div>");
        WriteTable(graph, writer);
        writer.WriteLine("</section>");
        writer.WriteLine($"<script>\n{Resource("page.js")}</script>");
        writer.WriteLine("</body>");
        writer.WriteLine("</html>");
    }

    private const string Tools = """
        <div class="tools">
        <label for="search">Find</label>
        <input id="search" type="search" placeholder="name, kind, shape" autocomplete="off" spellcheck="false" title="Enter: the next one; /: comes here">
        <span id="count" role="status"></span>
        <button id="out" type="button" aria-label="Make smaller" title="Make smaller">−</button>
        <button id="in" type="button" aria-label="Enlarge" title="Enlarge">+</button>
        <button id="fit" type="button" title="As wide as the window">Fit</button>
        </div>
        """;

    private static void WriteTable(NetworkGraph graph, StreamWriter writer)
    {
        ILookup<int, string> sources = graph.Edges.ToLookup(edge => edge.To, edge => graph.Nodes[edge.From].Name);
        writer.WriteLine("<div class=\"rows\" tabindex=\"-1\">");
        writer.WriteLine("<table>");
        writer.WriteLine("<thead><tr><th scope=\"col\">Layer</th><th scope=\"col\">Kind</th><th scope=\"col\">Output</th>"
            + "<th scope=\"col\" class=\"number\">Parameters</th><th scope=\"col\">Reads</th>"
            + "<th scope=\"col\" class=\"number\">Multiply-adds</th></tr></thead>");
        writer.WriteLine("<tbody>");
        for (int i = 0; i < graph.Nodes.Length; i++)
        {
            if (graph.Blocks.FirstOrDefault(block => block.First == i) is { } block)
            {
                writer.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"<tr class=\"block\"><td colspan=\"6\">{block.Times} times {(block.Count == 1 ? "this layer" : $"these {block.Count} layers")}, to {Escape(block.LastName)}:</td></tr>"));
            }

            WriteRow(graph.Nodes[i], i, string.Join(", ", sources[i]), writer);
            if (graph.Blocks.Any(block => block.End == i + 1))
            {
                writer.WriteLine("<tr class=\"block\"><td colspan=\"6\">and on:</td></tr>");
            }
        }

        writer.WriteLine("</tbody>");
        writer.WriteLine("</table>");
        writer.WriteLine("</div>");
    }

    private static void WriteRow(GraphNode node, int index, string sources, StreamWriter writer)
    {
        string[] cells = [node.Name, node.Description, node.OutputShape];
        writer.Write(string.Create(CultureInfo.InvariantCulture, $"<tr data-node=\"{index}\" tabindex=\"0\">"));
        writer.Write(string.Concat(cells.Select(cell => $"<td>{Escape(cell)}</td>")));
        writer.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"<td class=\"number\">{node.ParameterCount:N0}</td><td>{Escape(sources)}</td><td class=\"number\">{node.MultiplyAdds:N0}</td></tr>"));
    }

    private static string Escape(string text) => WebUtility.HtmlEncode(text);

    private static string Resource(string name)
    {
        using Stream stream = typeof(HtmlDrawing).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The engine was built without {name}.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
