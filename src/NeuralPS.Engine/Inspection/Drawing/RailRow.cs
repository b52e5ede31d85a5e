namespace NeuralPS.Engine.Inspection.Drawing;

/// <summary>A line of the picture of rails.</summary>
/// <param name="Node">The index of the node that stands in it; -1 for a line that only parts rails.</param>
/// <param name="Cells">What stands in each column.</param>
internal sealed record RailRow(int Node, RailCell[] Cells)
{
    /// <summary>A line with the rails that go on below this one.</summary>
    public RailRow Below() =>
        new(-1, [.. Cells.Select(cell => (cell & (RailCell.Down | RailCell.Crossing)) != 0 ? RailCell.Up | RailCell.Down : RailCell.None)]);
}

/// <summary>Where lines leave a cell; a node can stand on them.</summary>
[Flags]
internal enum RailCell
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>A line upwards.</summary>
    Up = 1,

    /// <summary>A line downwards.</summary>
    Down = 2,

    /// <summary>A line to the left.</summary>
    Left = 4,

    /// <summary>A line to the right.</summary>
    Right = 8,

    /// <summary>The node itself.</summary>
    Node = 16,

    /// <summary>A rail from top to bottom, with a line from left to right behind it: they do not meet.</summary>
    Crossing = 32,
}
