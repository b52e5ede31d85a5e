namespace NeuralPS.Engine.Formulas;

/// <summary>An operator or function with its operands.</summary>
internal sealed class OperationExpression : Expression
{
    /// <summary>The most nodes on a way down.</summary>
    public const int MaximumDepth = 500;

    /// <summary>The most nodes of a tree.</summary>
    public const long MaximumSize = 20_000;

    private readonly Expression[] _operands;

    /// <summary>Creates the node.</summary>
    /// <exception cref="FormulaException"><c>FormulaTooLarge</c>.</exception>
    public OperationExpression(FormulaOperation operation, params Expression[] operands)
        : base(GetHash(operation, operands), 1 + operands.Max(operand => operand.Depth), 1 + operands.Sum(operand => operand.Size))
    {
        if (Depth > MaximumDepth || Size > MaximumSize)
        {
            throw new FormulaException(
                "FormulaTooLarge",
                $"The formula, or its derivative, has more than {MaximumDepth} operations inside each other or more than {MaximumSize} in all. "
                + "Write it more shortly, or take a derivative of lower order.");
        }

        Operation = operation;
        _operands = operands;
    }

    /// <summary>What is computed.</summary>
    public FormulaOperation Operation { get; }

    /// <summary>The operands.</summary>
    public ReadOnlySpan<Expression> Operands => _operands;

    /// <summary>The first operand.</summary>
    public Expression First => _operands[0];

    /// <summary>The second operand.</summary>
    public Expression Second => _operands[1];

    /// <summary>The third operand.</summary>
    public Expression Third => _operands[2];

    private protected override bool HasFormOf(Expression other) =>
        other is OperationExpression operation && operation.Operation == Operation && operation.Operands.SequenceEqual(Operands);

    private static int GetHash(FormulaOperation operation, Expression[] operands)
    {
        int hash = 17 + (int)operation;
        foreach (Expression operand in operands)
        {
            hash = (hash * 486_187_739) + operand.GetHashCode();
        }

        return hash;
    }
}
