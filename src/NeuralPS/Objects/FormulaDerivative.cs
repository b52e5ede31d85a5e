namespace NeuralPS;

/// <summary>A function and its derivative as formulas.</summary>
public sealed class FormulaDerivative
{
    internal FormulaDerivative(string expression, string variable, int order, string derivative)
    {
        Expression = expression;
        Variable = variable;
        Order = order;
        Derivative = derivative;
    }

    /// <summary>The function.</summary>
    public string Expression { get; }

    /// <summary>The variable.</summary>
    public string Variable { get; }

    /// <summary>How often it was differentiated.</summary>
    public int Order { get; }

    /// <summary>The derivative.</summary>
    public string Derivative { get; }

    /// <inheritdoc/>
    public override string ToString() => Derivative;
}
