namespace NeuralPS.Engine.Inspection.Drawing.Layout;

/// <summary>A box in its rank, or the place where an edge passes a rank.</summary>
internal sealed class LayoutNode(int rank, Size size, bool isPassage)
{
    /// <summary>Counted from the top.</summary>
    public int Rank { get; } = rank;

    /// <summary>The size; a passage has no height.</summary>
    public Size Size { get; } = size;

    /// <summary>True for the place where an edge passes.</summary>
    public bool IsPassage { get; } = isPassage;

    /// <summary>What leads here from the rank above.</summary>
    public List<LayoutLink> Above { get; } = [];

    /// <summary>What leads to the rank below.</summary>
    public List<LayoutLink> Below { get; } = [];

    /// <summary>The position in the rank, from the left.</summary>
    public int Order { get; set; }

    /// <summary>The middle.</summary>
    public double X { get; set; }
}

/// <summary>A part of an edge, from one rank to the next.</summary>
/// <param name="Upper">Where it begins.</param>
/// <param name="Lower">Where it ends.</param>
/// <param name="Slack">How many ranks the edge is longer than it must be, were its ends moved together: 0 on the longest path.</param>
internal sealed record LayoutLink(LayoutNode Upper, LayoutNode Lower, int Slack);
