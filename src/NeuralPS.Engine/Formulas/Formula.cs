namespace NeuralPS.Engine.Formulas;

/// <summary>
/// A function that is written as text, such as <c>x * sigmoid(x)</c>: it can be evaluated and differentiated, and is the source of
/// custom activations and losses. Immutable.
/// </summary>
public sealed class Formula
{
    /// <summary>The highest order of a derivative.</summary>
    public const int MaximumOrder = 20;

    private Formula(Expression expression) => Expression = expression;

    /// <summary>The variables, in the order of their names.</summary>
    public IReadOnlyList<string> Variables => [.. FindVariables(Expression).Order(StringComparer.Ordinal)];

    /// <summary>The tree.</summary>
    internal Expression Expression { get; }

    /// <summary>Reads a formula with any variables.</summary>
    /// <param name="text">The formula.</param>
    /// <exception cref="FormulaException">It cannot be read: says where and why.</exception>
    public static Formula Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new Formula(FormulaParser.Parse(text));
    }

    /// <summary>Reads a formula that has no variables but the given ones.</summary>
    /// <param name="text">The formula.</param>
    /// <param name="variables">Their names; case does not matter.</param>
    /// <exception cref="FormulaException">It cannot be read: says where and why.</exception>
    public static Formula Parse(string text, IReadOnlyList<string> variables)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(variables);
        return new Formula(FormulaParser.Parse(text, variables));
    }

    /// <summary>The derivative with respect to a variable, simplified. For kinks see the help of Get-Derivative.</summary>
    /// <param name="variable">The variable; all others are constants.</param>
    /// <param name="order">How often to differentiate, from 1 to <see cref="MaximumOrder"/>.</param>
    /// <exception cref="FormulaException"><c>FormulaTooLarge</c>: the derivative is; or <c>FormulaVariableMissing</c>.</exception>
    public Formula Differentiate(string variable, int order = 1)
    {
        ArgumentNullException.ThrowIfNull(variable);
        ArgumentOutOfRangeException.ThrowIfLessThan(order, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(order, MaximumOrder);
        IReadOnlyList<string> variables = Variables;
        if (variables.Count > 0 && !variables.Contains(variable))
        {
            throw new FormulaException(
                "FormulaVariableMissing",
                $"The formula '{this}' has no variable '{variable}'; it has {string.Join(", ", variables)}. Name the one to differentiate by.");
        }

        return new Formula(Differentiation.Differentiate(Expression, variable, order));
    }

    /// <summary>The value in double precision.</summary>
    /// <param name="variable">The variable.</param>
    /// <param name="value">Its value.</param>
    /// <exception cref="FormulaException"><c>FormulaValueMissing</c>: the formula has other variables.</exception>
    public double Evaluate(string variable, double value) =>
        Evaluate(new Dictionary<string, double>(StringComparer.Ordinal) { [variable] = value });

    /// <summary>The value in double precision.</summary>
    /// <param name="values">The values of all variables.</param>
    /// <exception cref="FormulaException"><c>FormulaValueMissing</c>.</exception>
    public double Evaluate(IReadOnlyDictionary<string, double> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        return ExpressionEvaluation.Evaluate(Expression, values);
    }

    /// <summary>The formula as text that reads back to the same function.</summary>
    public override string ToString() => Expression.ToString();

    private static HashSet<string> FindVariables(Expression expression)
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        var pending = new Stack<Expression>([expression]);
        while (pending.TryPop(out Expression? next))
        {
            if (next is VariableExpression variable)
            {
                found.Add(variable.Name);
            }
            else if (next is OperationExpression operation)
            {
                foreach (Expression operand in operation.Operands)
                {
                    pending.Push(operand);
                }
            }
        }

        return found;
    }
}
