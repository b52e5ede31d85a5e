namespace NeuralPS.Engine.Formulas;

/// <summary>What a token is.</summary>
internal enum TokenKind
{
    /// <summary>A number.</summary>
    Number,

    /// <summary>A name.</summary>
    Name,

    /// <summary>An operator, a parenthesis or a comma.</summary>
    Symbol,

    /// <summary>The end of the formula.</summary>
    End,
}

/// <summary>A piece of a formula.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">Its text.</param>
/// <param name="Position">The index of its first character.</param>
/// <param name="Value">The value of a number.</param>
internal readonly record struct FormulaToken(TokenKind Kind, string Text, int Position, double Value = 0)
{
    /// <summary>True for this operator, parenthesis or comma.</summary>
    public bool IsSymbol(char symbol) => Kind == TokenKind.Symbol && Text[0] == symbol;
}
