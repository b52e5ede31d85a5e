namespace NeuralPS.Sweeps.Space;

/// <summary>
/// The values that a parameter may take. Inside a sweep and in the journal a value is one number, its internal value: the number
/// itself, or the index of a choice. Domains are values: two with the same content are equal.
/// </summary>
public abstract record Domain
{
    /// <summary>How many values there are; null when they are continuous.</summary>
    public abstract long? Count { get; }

    /// <summary>The internal value of what a user wrote.</summary>
    /// <param name="value">A number, a choice, or text that reads as one.</param>
    /// <returns>The internal value, one that <see cref="Contains"/> accepts.</returns>
    /// <exception cref="SweepException">ValueOutOfDomain: says what was expected.</exception>
    public abstract double ToInternal(object? value);

    /// <summary>What a trial sees: a <see cref="double"/>, a <see cref="long"/>, or one of the choices.</summary>
    /// <param name="internalValue">A value that <see cref="Contains"/> accepts.</param>
    public abstract object? ToExternal(double internalValue);

    /// <summary>Whether the internal value is one of the domain's, on its grid if it has one.</summary>
    public abstract bool Contains(double internalValue);

    /// <summary>
    /// The value at a place of the unit interval: equal lengths of it for equal ranges of the values (of their logarithms, if the domain
    /// is logarithmic), and for every value of a grid.
    /// </summary>
    /// <param name="position">In [0, 1); what lies outside is moved to the border.</param>
    /// <returns>An internal value that <see cref="Contains"/> accepts.</returns>
    public abstract double FromUnit(double position);

    /// <summary>The place of a value in the unit interval: the middle of the length that gives it by <see cref="FromUnit"/>.</summary>
    public abstract double ToUnit(double internalValue);

    /// <summary>
    /// Whether trials of the one and of the other can stand in one study: same kind, same scale, and the same choices. Ranges and steps
    /// may differ.
    /// </summary>
    public abstract bool IsCompatibleWith(Domain other);
}
