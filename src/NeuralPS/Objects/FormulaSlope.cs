using System.Globalization;

namespace NeuralPS;

/// <summary>The values of a function and of its derivative at one point.</summary>
public sealed class FormulaSlope
{
    internal FormulaSlope(FormulaDerivative derivative, double at, double value, double slope)
    {
        Expression = derivative.Expression;
        Variable = derivative.Variable;
        Order = derivative.Order;
        Derivative = derivative.Derivative;
        At = at;
        Value = value;
        Slope = slope;
    }

    /// <summary>The function.</summary>
    public string Expression { get; }

    /// <summary>The variable.</summary>
    public string Variable { get; }

    /// <summary>How often it was differentiated.</summary>
    public int Order { get; }

    /// <summary>The derivative.</summary>
    public string Derivative { get; }

    /// <summary>The value of the variable.</summary>
    public double At { get; }

    /// <summary>The value of the function.</summary>
    public double Value { get; }

    /// <summary>The value of the derivative.</summary>
    public double Slope { get; }

    /// <inheritdoc/>
    public override string ToString() => Slope.ToString("R", CultureInfo.InvariantCulture);
}
