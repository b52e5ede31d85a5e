using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using NeuralPS.Engine.Inspection.Drawing;

namespace NeuralPS.Engine.Tests.Inspection.Drawing;

public class PictureTests
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    public static TheoryData<string> Samples => SampleGraphs.Names;

    [Theory]
    [MemberData(nameof(Samples))]
    public void A_picture_is_well_formed_and_has_a_box_for_each_node_and_a_line_for_each_edge(string name)
    {
        NetworkGraph graph = SampleGraphs.Get(name);
        XElement root = XDocument.Parse(Picture(graph)).Root!;
        Assert.Equal(Svg + "svg", root.Name);
        Assert.Equal(
            graph.Nodes.Select(node => node.Name),
            ByClass(root, "node").Select(node => node.Elements(Svg + "text").First().Value));
        Assert.Equal(
            graph.Edges,
            ByClass(root, "link").Select(link => new GraphEdge((int)link.Attribute("data-from")!, (int)link.Attribute("data-to")!)));
        Assert.Equal(graph.Blocks.Length, ByClass(root, "block").Count());
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public void All_stands_inside_of_the_picture(string name)
    {
        XElement root = XDocument.Parse(Picture(SampleGraphs.Get(name))).Root!;
        double[] view = [.. ((string)root.Attribute("viewBox")!).Split(' ').Select(number => double.Parse(number, CultureInfo.InvariantCulture))];
        Assert.All(root.Descendants(Svg + "rect"), box =>
        {
            Assert.InRange((double)box.Attribute("x")!, 0, view[2] - (double)box.Attribute("width")!);
            Assert.InRange((double)box.Attribute("y")!, 0, view[3] - (double)box.Attribute("height")!);
        });
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public void An_outline_holds_the_boxes_of_its_part_and_no_others(string name)
    {
        NetworkGraph graph = SampleGraphs.Get(name);
        SvgPlan plan = SvgPlan.Create(graph, hasTitle: true);
        for (int i = 0; i < graph.Blocks.Length; i++)
        {
            var outline = plan.Blocks[i].Box;
            for (int node = 0; node < graph.Nodes.Length; node++)
            {
                var box = plan.Boxes[node];
                bool isInside = outline.X <= box.X && box.Right <= outline.Right && outline.Y <= box.Y && box.Bottom <= outline.Bottom;
                bool isOutside = box.Right <= outline.X || outline.Right <= box.X || box.Bottom <= outline.Y || outline.Bottom <= box.Y;
                Assert.True(graph.Blocks[i].First <= node && node < graph.Blocks[i].End ? isInside : isOutside, $"node {node} of {name}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public void Pictures_and_pages_name_no_other_computer(string name)
    {
        NetworkGraph graph = SampleGraphs.Get(name);
        Assert.Equal(Svg.NamespaceName, Assert.Single(Addresses(Picture(graph)).Distinct()));
        Assert.Equal(Svg.NamespaceName, Assert.Single(Addresses(Page(graph)).Distinct()));
        Assert.DoesNotMatch(new Regex("@import|url\\(|<link|<img|<iframe|src=|href=", RegexOptions.IgnoreCase), Page(graph));
    }

    [Fact]
    public void Names_that_look_like_markup_stay_text()
    {
        const string Name = "<script>\"a\" & 'b'</script>]]>\u0001\uD800";
        NetworkGraph graph = new GraphWriter(Name).Input(Name, "4").Add("<b>", "dense", "<i>&amp;", "<u>", 1).Build();
        XElement root = XDocument.Parse(Picture(graph)).Root!;
        string shown = Name.Replace('\u0001', '\uFFFD').Replace('\uD800', '\uFFFD');
        Assert.Equal(shown, ByClass(root, "node").First().Element(Svg + "title")!.Value);
        Assert.Contains("dense <i>&amp;", root.Descendants(Svg + "text").Select(text => text.Value));

        string page = Page(graph);
        Assert.Single(Regex.Matches(page, "<script"));
        Assert.Single(Regex.Matches(page, "</script"));
        Assert.DoesNotMatch("<[biu]>", page);
    }

    [Fact]
    public void A_page_has_the_picture_and_a_row_for_each_node()
    {
        NetworkGraph graph = SampleGraphs.ResNet(3, 8, 36, 3);
        string page = Page(graph);
        Assert.StartsWith("<!DOCTYPE html>", page, StringComparison.Ordinal);
        Assert.Equal(graph.Nodes.Length, Regex.Count(page, "<tr data-node="));
        Assert.Equal(graph.Nodes.Length, Regex.Count(page, "class=\"node "));
        Assert.Contains("default-src 'none'", page, StringComparison.Ordinal);
        Assert.DoesNotContain("\r", page, StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_network_gives_the_same_bytes()
    {
        Assert.Equal(Page(SampleGraphs.Inception(9)), Page(SampleGraphs.Inception(9)));
        Assert.Equal(Picture(SampleGraphs.Inception(9)), Picture(SampleGraphs.Inception(9)));
    }

    [Fact]
    public void A_picture_has_colours_for_light_and_for_dark()
    {
        string picture = Picture(SampleGraphs.Residual());
        int dark = picture.IndexOf("@media (prefers-color-scheme: dark)", StringComparison.Ordinal);
        Assert.InRange(picture.IndexOf("#15803d", StringComparison.Ordinal), 0, dark);
        Assert.True(picture.IndexOf("#4ade80", StringComparison.Ordinal) > dark);
    }

    [Fact]
    public void Long_texts_are_cut_in_the_box_and_whole_in_the_tooltip()
    {
        string name = new('m', 200);
        XElement node = ByClass(XDocument.Parse(Picture(new GraphWriter("long").Input(name, "4").Build())).Root!, "node").Single();
        Assert.Equal(name, node.Element(Svg + "title")!.Value);
        string shown = node.Element(Svg + "text")!.Value;
        Assert.EndsWith("…", shown, StringComparison.Ordinal);
        Assert.InRange(shown.Length, 10, 40);
    }

    [Fact]
    public void Cutting_never_leaves_half_a_character()
    {
        string cut = TextMeasure.Cut(string.Concat(Enumerable.Repeat("𝔸", 50)), 12, 100);
        Assert.Equal(cut, Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(cut)));
        Assert.True(TextMeasure.Width(cut, 12) <= 100);
    }

    private static IEnumerable<XElement> ByClass(XElement root, string name) =>
        root.Descendants().Where(element => ((string?)element.Attribute("class"))?.Split(' ').Contains(name) == true);

    private static IEnumerable<string> Addresses(string text) => Regex.Matches(text, "[a-z]+://[^\"'\\s<>]*").Select(match => match.Value);

    private static string Picture(NetworkGraph graph) => Write(stream => SvgDrawing.Write(graph, stream));

    private static string Page(NetworkGraph graph) => Write(stream => HtmlDrawing.Write(graph, stream));

    private static string Write(Action<Stream> write)
    {
        using var stream = new MemoryStream();
        write(stream);
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
