namespace NeuralPS.Engine.Formulas;

/// <summary>A formula that cannot be read, differentiated or run: the message shows it with a caret under the place.</summary>
public sealed class FormulaException : EngineException
{
    // Longer formulas show only the neighbourhood of the place.
    private const int ShownLength = 100;

    /// <summary>Creates the exception for the formula as a whole.</summary>
    /// <param name="errorId">Stable identifier, such as <c>FormulaTooLarge</c>.</param>
    /// <param name="message">What was wrong, and what to do.</param>
    public FormulaException(string errorId, string message)
        : base(errorId, message)
    {
    }

    /// <summary>Creates the exception for one place of a formula.</summary>
    /// <param name="errorId">Stable identifier, such as <c>FormulaSyntax</c>.</param>
    /// <param name="problem">What was wrong, without the place and without a full stop.</param>
    /// <param name="text">The formula.</param>
    /// <param name="position">The index of the place in it, from 0.</param>
    /// <param name="remedy">What to do: whole sentences.</param>
    public FormulaException(string errorId, string problem, string text, int position, string remedy)
        : base(errorId, $"{problem} at column {position + 1}:\n{Point(text, position)}\n{remedy}") => Column = position + 1;

    /// <summary>The column of the place, from 1; 0 where the error is about the formula as a whole.</summary>
    public int Column { get; }

    private static string Point(string text, int position)
    {
        ArgumentNullException.ThrowIfNull(text);
        int first = text.Length <= ShownLength ? 0 : Math.Clamp(position - (ShownLength / 2), 0, text.Length - ShownLength);
        string shown = text.Substring(first, Math.Min(ShownLength, text.Length - first));
        shown = string.Concat(shown.Select(c => char.IsWhiteSpace(c) || char.IsControl(c) ? ' ' : c));
        return $"  {shown}\n  {new string(' ', position - first)}^";
    }
}
