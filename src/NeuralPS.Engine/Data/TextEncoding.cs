namespace NeuralPS.Engine.Data;

/// <summary>How a text column becomes numbers.</summary>
public enum TextEncoding
{
    /// <summary>One feature per category: 1 for the one that is there, 0 for the others.</summary>
    OneHot,

    /// <summary>One feature: the number of the category, from 0; what an embedding wants.</summary>
    Index,
}
