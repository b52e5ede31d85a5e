using System.Collections.Immutable;

namespace NeuralPS.Engine.Inspection.Drawing.Layout;

/// <summary>Width and height.</summary>
internal readonly record struct Size(double Width, double Height);

/// <summary>A place, to the right and downwards from the upper left corner.</summary>
internal readonly record struct Point(double X, double Y);

/// <summary>A rectangle by its upper left corner.</summary>
internal readonly record struct Box(double X, double Y, double Width, double Height)
{
    /// <summary>The right side.</summary>
    public double Right => X + Width;

    /// <summary>The lower side.</summary>
    public double Bottom => Y + Height;

    /// <summary>The middle between left and right.</summary>
    public double CenterX => X + (Width / 2);
}

/// <summary>Where everything stands.</summary>
/// <param name="Boxes">The rectangle of each node.</param>
/// <param name="Routes">
/// For each edge its points, from the lower side of one box to the upper side of another. Between two points of one column it goes straight
/// down beside the boxes of a rank, between others it crosses the gap between two ranks.
/// </param>
/// <param name="Size">Of all.</param>
internal sealed record LayeredLayout(ImmutableArray<Box> Boxes, ImmutableArray<ImmutableArray<Point>> Routes, Size Size);
