namespace NeuralPS.Engine.Data.Synthesis;

/// <summary>The data sets that can be made up on the spot. The numbers are part of the random streams' addresses: never reuse one.</summary>
public enum SyntheticKind
{
    /// <summary>Drawn digits 0 to 9: images of 28 x 28 x 1 in [0, 1], with random strokes, slant, scale, shift and noise.</summary>
    Digits = 1,

    /// <summary>Two interleaved half circles in the plane.</summary>
    Moons = 2,

    /// <summary>Rings about the origin, one to a class.</summary>
    Circles = 3,

    /// <summary>The arms of a spiral, one to a class.</summary>
    Spirals = 4,

    /// <summary>Normally distributed clouds whose centres lie on a circle, one to a class.</summary>
    Blobs = 5,

    /// <summary>The truth table of AND.</summary>
    And = 6,

    /// <summary>The truth table of OR.</summary>
    Or = 7,

    /// <summary>The truth table of exclusive OR, which no single unit can learn.</summary>
    Xor = 8,

    /// <summary>Regression: y = sin x plus noise, x in [-pi, pi].</summary>
    Sine = 9,

    /// <summary>Regression: y = x^3 - 2 x plus noise, x in [-2, 2].</summary>
    Polynomial = 10,

    /// <summary>Regression: y = 0 for negative x and 1 otherwise, plus noise, x in [-1, 1].</summary>
    Step = 11,

    /// <summary>Regression: y = 200 x + 100 plus noise, x in [1, 3]: prices of houses in thousands by size in thousand square feet.</summary>
    Linear = 12,
}
