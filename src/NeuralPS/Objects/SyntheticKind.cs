namespace NeuralPS;

/// <summary>Data sets that can be made up on the spot.</summary>
public enum SyntheticKind
{
    /// <summary>Drawn digits, 28x28.</summary>
    Digits,

    /// <summary>Two interleaved half circles.</summary>
    Moons,

    /// <summary>Rings about the origin.</summary>
    Circles,

    /// <summary>The arms of a spiral.</summary>
    Spirals,

    /// <summary>Clouds.</summary>
    Blobs,

    /// <summary>The truth table of AND.</summary>
    And,

    /// <summary>The truth table of OR.</summary>
    Or,

    /// <summary>The truth table of exclusive OR.</summary>
    Xor,

    /// <summary>y = sin x plus noise.</summary>
    Sine,

    /// <summary>y = x^3 - 2 x plus noise.</summary>
    Polynomial,

    /// <summary>A step plus noise.</summary>
    Step,

    /// <summary>A straight line plus noise.</summary>
    Linear,
}
