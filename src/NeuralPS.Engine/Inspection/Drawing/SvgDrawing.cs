using System.Globalization;
using System.Text;
using System.Xml;
using NeuralPS.Engine.Inspection.Drawing.Layout;

namespace NeuralPS.Engine.Inspection.Drawing;

/// <summary>
/// A network as SVG: a box for each input and layer, top to bottom, coloured by kind with a legend, with all there is to know in its
/// tooltip. It follows the reader's choice of light or dark, and needs nothing from elsewhere.
/// </summary>
public sealed class SvgDrawing
{
    private const string Namespace = "http://www.w3.org/2000/svg";
    private const double TipLength = 6;
    private readonly SvgPlan _plan;
    private readonly NetworkGraph _graph;
    private readonly XmlWriter _xml;
    private readonly bool _hasTitle;

    private SvgDrawing(NetworkGraph graph, XmlWriter xml, bool hasTitle)
    {
        _graph = graph;
        _plan = SvgPlan.Create(graph, hasTitle);
        _xml = xml;
        _hasTitle = hasTitle;
    }

    /// <summary>Writes a file of its own.</summary>
    public static void Write(NetworkGraph graph, Stream stream) => Write(graph, stream, isPart: false);

    /// <summary>The element alone and without a title, for a page of HTML.</summary>
    public static string CreateElement(NetworkGraph graph)
    {
        using var stream = new MemoryStream();
        Write(graph, stream, isPart: true);
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static void Write(NetworkGraph graph, Stream stream, bool isPart)
    {
        var settings = new XmlWriterSettings
        {
            Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
            Indent = true,
            NewLineChars = "\n",
            OmitXmlDeclaration = isPart,
            CloseOutput = false,
        };
        using var xml = XmlWriter.Create(stream, settings);
        new SvgDrawing(graph, xml, hasTitle: !isPart).WritePicture();
    }

    private void WritePicture()
    {
        _xml.WriteStartElement("svg", Namespace);
        Attribute("class", "network");
        Attribute("viewBox", $"0 0 {Number(_plan.Size.Width)} {Number(_plan.Size.Height)}");
        Attribute("width", _plan.Size.Width);
        Attribute("height", _plan.Size.Height);
        if (_hasTitle)
        {
            Attribute("role", "img");
            Element("title", $"{_graph.Title}: {_graph.Totals}");
        }
        else
        {
            // The page has the layers as a table, which says the same.
            Attribute("aria-hidden", "true");
        }

        Element("style", SvgStyle.Create(_plan.Families));
        Rectangle("ground", new Box(0, 0, _plan.Size.Width, _plan.Size.Height), 0);
        WriteHead();
        foreach (BlockOutline outline in _plan.Blocks)
        {
            Rectangle("block", outline.Box, 10);
            Text("times", outline.Box.Right + 8, outline.Box.Y + (outline.Box.Height / 2) + 5, outline.Label);
        }

        for (int edge = 0; edge < _graph.Edges.Length; edge++)
        {
            WriteEdge(_graph.Edges[edge], _plan.Routes[edge]);
        }

        for (int node = 0; node < _graph.Nodes.Length; node++)
        {
            WriteNode(node);
        }

        _xml.WriteEndElement();
    }

    private void WriteHead()
    {
        if (_hasTitle)
        {
            Text("title", SvgPlan.Margin, SvgPlan.TitleBaseline, TextMeasure.Cut(_graph.Title, 19, _plan.Size.Width - (2 * SvgPlan.Margin)));
        }

        foreach ((string line, int index) in _plan.Totals.Select((line, index) => (line, index)))
        {
            Text("totals", SvgPlan.Margin, SvgPlan.TitleBaseline + ((index + 1) * SvgPlan.TotalsLine), line);
        }

        foreach (LegendKey key in _plan.Legend)
        {
            _xml.WriteStartElement("g", Namespace);
            Attribute("class", key.Family.Name);
            Rectangle("stripe", new Box(key.Place.X, key.Place.Y - 9, 10, 10), 2);
            Text("key", key.Place.X + 15, key.Place.Y, key.Family.Title);
            _xml.WriteEndElement();
        }
    }

    private void WriteEdge(GraphEdge edge, IReadOnlyList<Point> points)
    {
        Point end = points[^1];
        var path = new StringBuilder($"M{Number(points[0].X)} {Number(points[0].Y)}");
        for (int i = 1; i < points.Count; i++)
        {
            (Point a, Point b) = (points[i - 1], points[i]);
            double y = i == points.Count - 1 ? b.Y - TipLength : b.Y;
            double middle = (a.Y + y) / 2;
            path.Append(Math.Abs(a.X - b.X) < 0.01
                ? $"V{Number(y)}"
                : $"C{Number(a.X)} {Number(middle)} {Number(b.X)} {Number(middle)} {Number(b.X)} {Number(y)}");
        }

        _xml.WriteStartElement("g", Namespace);
        Attribute("class", "link");
        Attribute("data-from", edge.From.ToString(CultureInfo.InvariantCulture));
        Attribute("data-to", edge.To.ToString(CultureInfo.InvariantCulture));
        Path("edge", path.ToString());
        Path("tip", $"M{Number(end.X - 4)} {Number(end.Y - TipLength - 1)}h8L{Number(end.X)} {Number(end.Y)}z");
        _xml.WriteEndElement();
    }

    private void WriteNode(int index)
    {
        GraphNode node = _graph.Nodes[index];
        Box box = _plan.Boxes[index];
        _xml.WriteStartElement("g", Namespace);
        Attribute("class", $"node {node.Family.Name}");
        Attribute("data-node", index.ToString(CultureInfo.InvariantCulture));
        Element("title", string.Join('\n', node.Facts));
        Rectangle("box", box, 6);
        Rectangle("stripe", new Box(box.X, box.Y, 5, box.Height), 2.5);
        double y = box.Y + SvgPlan.FirstBaseline;
        double width = box.Width - SvgPlan.TextIndent - SvgPlan.TextEnd;
        Text("name", box.X + SvgPlan.TextIndent, y, TextMeasure.Cut(node.Name, SvgPlan.NameFont, width));
        foreach (string line in SvgPlan.LinesOf(node))
        {
            y += SvgPlan.LineHeight;
            Text("line", box.X + SvgPlan.TextIndent, y, TextMeasure.Cut(line, SvgPlan.LineFont, width));
        }

        _xml.WriteEndElement();
    }

    private void Rectangle(string kind, Box box, double radius)
    {
        _xml.WriteStartElement("rect", Namespace);
        Attribute("class", kind);
        Attribute("x", box.X);
        Attribute("y", box.Y);
        Attribute("width", box.Width);
        Attribute("height", box.Height);
        if (radius > 0)
        {
            Attribute("rx", radius);
        }

        _xml.WriteEndElement();
    }

    private void Path(string kind, string data)
    {
        _xml.WriteStartElement("path", Namespace);
        Attribute("class", kind);
        Attribute("d", data);
        _xml.WriteEndElement();
    }

    private void Text(string kind, double x, double y, string text)
    {
        _xml.WriteStartElement("text", Namespace);
        Attribute("class", kind);
        Attribute("x", x);
        Attribute("y", y);
        _xml.WriteString(text);
        _xml.WriteEndElement();
    }

    private void Element(string name, string text) => _xml.WriteElementString(name, Namespace, text);

    private void Attribute(string name, string value) => _xml.WriteAttributeString(name, value);

    private void Attribute(string name, double value) => Attribute(name, Number(value));

    private static string Number(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);
}
