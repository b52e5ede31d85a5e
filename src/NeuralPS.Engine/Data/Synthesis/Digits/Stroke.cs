using System.Globalization;

namespace NeuralPS.Engine.Data.Synthesis.Digits;

/// <summary>
/// One stroke of the pen: points that a smooth curve (Catmull-Rom) runs through. x runs from left to right and y from top to
/// bottom, both in [-1, 1]. At a corner the pen changes its direction at once.
/// </summary>
internal sealed class Stroke
{
    private Stroke(float[] x, float[] y, bool[] corners) => (X, Y, Corners) = (x, y, corners);

    /// <summary>Where the points lie from left to right.</summary>
    public float[] X { get; }

    /// <summary>Where the points lie from top to bottom.</summary>
    public float[] Y { get; }

    /// <summary>Which points are corners; both ends are.</summary>
    public bool[] Corners { get; }

    /// <summary>
    /// Reads points such as <c>24,7! 74,7! 46,40</c>: percent of the box from its left and from its top; an exclamation mark makes
    /// a corner.
    /// </summary>
    public static Stroke Parse(string text)
    {
        string[] points = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        float[] x = new float[points.Length];
        float[] y = new float[points.Length];
        bool[] corners = new bool[points.Length];
        for (int i = 0; i < points.Length; i++)
        {
            string[] parts = points[i].TrimEnd('!').Split(',');
            x[i] = (int.Parse(parts[0], CultureInfo.InvariantCulture) - 50) / 50f;
            y[i] = (int.Parse(parts[1], CultureInfo.InvariantCulture) - 50) / 50f;
            corners[i] = points[i].EndsWith('!') || i == 0 || i == points.Length - 1;
        }

        return new Stroke(x, y, corners);
    }
}
