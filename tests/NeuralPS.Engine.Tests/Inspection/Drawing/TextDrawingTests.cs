using NeuralPS.Engine.Inspection.Drawing;

namespace NeuralPS.Engine.Tests.Inspection.Drawing;

public class TextDrawingTests
{
    [Fact]
    public void A_residual_block_parts_and_joins() => AssertPicture(SampleGraphs.Residual(), new TextOptions(100), """
        residual

        ○    input   input                 32x32x3
        ●─┐  conv1   conv 3x3, same, ReLU  32x32x16    448
        ● │  conv2   conv 3x3, same, ReLU  32x32x16  2,320
        ● │  conv3   conv 3x3, same        32x32x16  2,320
        ◉─┘  merge1  merge add, ReLU       32x32x16      0

        5,088 parameters
        """);

    [Fact]
    public void Ascii_draws_the_same_lines() => AssertPicture(SampleGraphs.Residual(), new TextOptions(100, IsAscii: true), """
        residual

        o    input   input                 32x32x3
        *-.  conv1   conv 3x3, same, ReLU  32x32x16    448
        * |  conv2   conv 3x3, same, ReLU  32x32x16  2,320
        * |  conv3   conv 3x3, same        32x32x16  2,320
        @-'  merge1  merge add, ReLU       32x32x16      0

        5,088 parameters
        """);

    [Fact]
    public void Branches_stand_beside_each_other_and_a_join_that_parts_takes_two_lines() => AssertPicture(
        SampleGraphs.Inception(2), new TextOptions(60), """
        inception

        ○─┬─┬─┐  input  input                     28x28x192
        ● │ │ │  a1     conv 1x1, same, ReLU      28x28x64    12,352
        │ ● │ │  b1     conv 1x1, same, ReLU      28x28x96    18,528
        │ ● │ │  bb1    conv 3x3, same, ReLU      28x28x128  110,720
        │ │ ● │  c1     conv 1x1, same, ReLU      28x28x16     3,088
        │ │ ● │  cc1    conv 5x5, same, ReLU      28x28x32    12,832
        │ │ │ ●  d1     pooling max 3x3, stride…  28x28x192        0
        │ │ │ ●  dd1    conv 1x1, same, ReLU      28x28x32     6,176
        ●─┴─┴─┘  join1  merge concatenate         28x28x256        0
        ├─┬─┬─┐
        ● │ │ │  a2     conv 1x1, same, ReLU      28x28x64    12,352
        │ ● │ │  b2     conv 1x1, same, ReLU      28x28x96    18,528
        │ ● │ │  bb2    conv 3x3, same, ReLU      28x28x128  110,720
        │ │ ● │  c2     conv 1x1, same, ReLU      28x28x16     3,088
        │ │ ● │  cc2    conv 5x5, same, ReLU      28x28x32    12,832
        │ │ │ ●  d2     pooling max 3x3, stride…  28x28x192        0
        │ │ │ ●  dd2    conv 1x1, same, ReLU      28x28x32     6,176
        ◉─┴─┴─┘  join2  merge concatenate         28x28x256        0

        327,392 parameters
        """);

    [Fact]
    public void Inputs_stand_before_their_first_reader() => AssertPicture(SampleGraphs.TwoInputsTwoOutputs(), new TextOptions(80), """
        multi

        ○    input   input                   64x64x3
        ●    conv1   conv 3x3, valid, ReLU   62x62x8  224
        ●    pool    pooling global average  8          0
        │ ○  age     input                   1
        │ ●  dense1  dense ReLU              8         16
        ●─┘  both    merge concatenate       16         0
        ├─┐
        ◉ │  kind    dense Softmax           3         51
          ◉  size    dense                   1         17

        308 parameters
        """);

    [Fact]
    public void A_way_around_others_crosses_behind_them() => AssertPicture(
        new GraphWriter("cross").Input("x", "4").Add("a", "dense", "", "4", 1, "x").Add("b", "dense", "", "4", 1, "x")
            .Add("c", "merge", "add", "4", 0, "x", "b").Add("d", "merge", "add", "4", 0, "a", "c").Build(),
        new TextOptions(40),
        """
        cross

        ○─┬─┐  x  input      4
        ● │ │  a  dense      4  1
        │ ● │  b  dense      4  1
        │ ●─┘  c  merge add  4  0
        ◉─┘    d  merge add  4  0

        2 parameters
        """);

    [Fact]
    public void Rails_that_are_not_read_are_crossed() => AssertPicture(
        new GraphWriter("cross").Input("x", "4").Add("a", "dense", "", "4", 1, "x").Add("b", "dense", "", "4", 1, "x")
            .Add("c", "dense", "", "4", 1, "x").Add("d", "merge", "add", "4", 0, "a", "c").Add("e", "merge", "add", "4", 0, "b", "d").Build(),
        new TextOptions(40),
        """
        cross

        ○─┬─┐  x  input      4
        ● │ │  a  dense      4  1
        │ ● │  b  dense      4  1
        │ │ ●  c  dense      4  1
        ●─│─┘  d  merge add  4  0
        ◉─┘    e  merge add  4  0

        3 parameters
        """);

    [Fact]
    public void A_value_that_is_read_twice_has_two_lines() => AssertPicture(
        new GraphWriter("twice").Input("x", "4").Add("a", "merge", "add", "4", 0, "x", "x").Build(), new TextOptions(40), """
        twice

        ○─┐  x  input      4
        ◉─┘  a  merge add  4  0

        0 parameters
        """);

    [Fact]
    public void Where_very_many_rails_would_stand_the_readers_of_a_value_share_one() => AssertPicture(
        SampleGraphs.Dense(6), new TextOptions(60), """
        dense

        ○─┐          input  input      8
        ●─│─┐        m1     merge add  8  0
        ●─┤ │        m2     merge add  8  0
        ├─│─│─┐
        ●─┼─┤ │      m3     merge add  8  0
        ├─│─│─│─┐
        ●─┼─┼─┤ │    m4     merge add  8  0
        ├─│─│─│─│─┐
        ●─┼─┼─┼─┤ │  m5     merge add  8  0
        ◉─┴─┴─┴─┴─┘  m6     merge add  8  0

        0 parameters
        """);

    [Fact]
    public void A_shared_rail_parts_for_a_reader_that_stands_on_no_other() => AssertPicture(Heads(11), new TextOptions(60), """
        heads

        ○─┐    x       input  8
        ◉ │    head1   dense  1  9
          ├─┐
          │ ◉  head2   dense  1  9
          ├─┐
          │ ◉  head3   dense  1  9
          ├─┐
          │ ◉  head4   dense  1  9
          ├─┐
          │ ◉  head5   dense  1  9
          ├─┐
          │ ◉  head6   dense  1  9
          ├─┐
          │ ◉  head7   dense  1  9
          ├─┐
          │ ◉  head8   dense  1  9
          ├─┐
          │ ◉  head9   dense  1  9
          ├─┐
          │ ◉  head10  dense  1  9
          ◉    head11  dense  1  9

        99 parameters
        """);

    [Fact]
    public void Parts_that_repeat_are_drawn_once() => AssertPicture(BlockFolding.Fold(Repeating(3)), new TextOptions(60), """
        repeat

        ○    x        input                 8
        ●─┐  stem     dense                 8   72
        │ │  ┌ × 3    3 layers, drawn once     216
        ● │  │ a1     dense ReLU            8   36
        ● │  │ b1     dense                 8   36
        ●─┘  │ m1     merge add             8    0
        │    └ to m3
        ◉    head     dense                 1    9

        297 parameters
        """);

    [Fact]
    public void A_part_behind_a_join_begins_above_the_parting() => AssertPicture(BlockFolding.Fold(SampleGraphs.ResNet(3)), new TextOptions(70), """
        resnet

        ○    input         input                         224x224x3
        ●    conv1         conv 7x7, same, stride 2      112x112x64      9,408
        ●    bn1           batchnorm ReLU                112x112x64        128
        ●─┐  pool1         pooling max 3x3, stride 2, …  56x56x64            0
        ● │  s1b1a         conv 1x1, same                56x56x64        4,096
        ● │  s1b1an        batchnorm ReLU                56x56x64          128
        ● │  s1b1b         conv 3x3, same                56x56x64       36,864
        ● │  s1b1bn        batchnorm ReLU                56x56x64          128
        ● │  s1b1c         conv 1x1, same                56x56x256      16,384
        ● │  s1b1cn        batchnorm                     56x56x256         512
        │ ●  s1b1s         conv 1x1, same                56x56x256      16,384
        │ ●  s1b1sn        batchnorm                     56x56x256         512
        ●─┘  s1b1add       merge add, ReLU               56x56x256           0
        │    ┌ × 2         7 layers, drawn once                        116,224
        ├─┐  │
        ● │  │ s1b2a       conv 1x1, same                56x56x64        4,096
        ● │  │ s1b2an      batchnorm ReLU                56x56x64          128
        ● │  │ s1b2b       conv 3x3, same                56x56x64       36,864
        ● │  │ s1b2bn      batchnorm ReLU                56x56x64          128
        ● │  │ s1b2c       conv 1x1, same                56x56x256      16,384
        ● │  │ s1b2cn      batchnorm                     56x56x256         512
        ●─┘  │ s1b2add     merge add, ReLU               56x56x256           0
        │    └ to s1b3add
        ●    pool2         pooling global average        2048                0
        ◉    dense1        dense Softmax                 1000        2,049,000

        2,249,768 parameters
        """);

    [Theory]
    [InlineData(200)]
    [InlineData(60)]
    [InlineData(40)]
    [InlineData(20)]
    public void No_line_is_wider_than_allowed(int width)
    {
        foreach (string name in SampleGraphs.AllNames)
        {
            Assert.All(TextDrawing.Draw(SampleGraphs.Get(name), new TextOptions(width)), line => Assert.InRange(line.Length, 0, width));
            Assert.All(TextDrawing.Draw(SampleGraphs.Get(name), new TextOptions(width, IsAscii: true)), line => Assert.All(line, c => Assert.InRange(c, ' ', '~')));
        }
    }

    [Fact]
    public void Narrow_lines_keep_the_names() => AssertPicture(SampleGraphs.Chain(), new TextOptions(24), """
        mlp

        ○  input   input     784
        ●  dense1  dense R…  256
        ●  dense2  dense R…  128
        ◉  dense3  dense S…  10

        235,146 parameters
        """);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Very_many_branches_leave_room_for_the_names(bool isAscii)
    {
        GraphWriter graph = new GraphWriter("wide").Input("x", "8");
        string[] names = [.. Enumerable.Range(1, 60).Select(i => $"branch{i}")];
        foreach (string name in names)
        {
            graph.Add(name, "dense", "", "8", 72, "x");
        }

        NetworkGraph wide = graph.Add("join", "merge", "add", "8", 0, names).Build();
        IReadOnlyList<string> plain = TextDrawing.Draw(wide, new TextOptions(60, isAscii));
        Assert.All(names, name => Assert.Single(plain, line => line.Contains($" {name} ", StringComparison.Ordinal)));
        IReadOnlyList<string> painted = TextDrawing.Draw(wide, new TextOptions(60, isAscii, (_, text) => $"<{text}>"));
        Assert.Equal(plain, painted.Select(line => line.Replace("<", "", StringComparison.Ordinal).Replace(">", "", StringComparison.Ordinal)));
    }

    [Fact]
    public void Each_node_has_a_line_of_its_own()
    {
        NetworkGraph graph = SampleGraphs.ResNet(3, 8, 36, 3);
        IReadOnlyList<string> lines = TextDrawing.Draw(graph, new TextOptions(120));
        Assert.Equal(graph.Nodes.Length, lines.Count(line => line.Contains('●') || line.Contains('○') || line.Contains('◉')));
    }

    [Fact]
    public void Paint_goes_around_the_node_and_its_name_and_changes_nothing_else()
    {
        IReadOnlyList<string> plain = TextDrawing.Draw(SampleGraphs.Residual(), new TextOptions(60));
        IReadOnlyList<string> painted = TextDrawing.Draw(SampleGraphs.Residual(), new TextOptions(60, Paint: (color, text) => $"<{color}>{text}</>"));
        Assert.Contains("<BrightGreen>●</>─┐  <BrightGreen>conv1</>   conv", painted[3], StringComparison.Ordinal);
        Assert.Equal(plain, painted.Select(line => System.Text.RegularExpressions.Regex.Replace(line, "<[^>]*>", "")));
    }

    [Fact]
    public void Names_with_line_breaks_stay_on_their_line()
    {
        NetworkGraph graph = new GraphWriter("a\nb").Input("x\u001b[31m", "4").Build();
        Assert.Equal(["a\uFFFDb", "", "○  x\uFFFD[31m  input  4", "", "0 parameters"], TextDrawing.Draw(graph, new TextOptions(60)));
    }

    private static NetworkGraph Heads(int count)
    {
        GraphWriter graph = new GraphWriter("heads").Input("x", "8");
        for (int i = 1; i <= count; i++)
        {
            graph.Add($"head{i}", "dense", "", "1", 9, "x");
        }

        return graph.Build();
    }

    private static NetworkGraph Repeating(int times)
    {
        GraphWriter graph = new GraphWriter("repeat").Input("x", "8").Add("stem", "dense", "", "8", 72);
        string last = "stem";
        for (int i = 1; i <= times; i++)
        {
            graph.Add($"a{i}", "dense", "ReLU", "8", 36).Add($"b{i}", "dense", "", "8", 36).Add($"m{i}", "merge", "add", "8", 0, $"b{i}", last);
            last = $"m{i}";
        }

        return graph.Add("head", "dense", "", "1", 9).Build();
    }

    private static void AssertPicture(NetworkGraph graph, TextOptions options, string expected)
    {
        string[] wanted = expected.Split('\n').Select(line => line.TrimEnd('\r')).ToArray();
        IReadOnlyList<string> lines = TextDrawing.Draw(graph, options);
        Assert.Equal(wanted, lines);
    }
}
