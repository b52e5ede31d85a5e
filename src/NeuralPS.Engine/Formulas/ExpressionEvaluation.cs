using NeuralPS.Engine.Activations;

namespace NeuralPS.Engine.Formulas;

/// <summary>The value of an expression in double precision: the definition that the vector program is tested against.</summary>
internal static class ExpressionEvaluation
{
    /// <summary>The value where variables have the given values.</summary>
    /// <exception cref="FormulaException"><c>FormulaValueMissing</c>: a variable has none.</exception>
    public static double Evaluate(Expression expression, IReadOnlyDictionary<string, double> values) => expression switch
    {
        NumberExpression number => number.Value,
        ConstantExpression constant => constant.Value,
        VariableExpression variable => values.TryGetValue(variable.Name, out double value) ? value : throw new FormulaException(
            "FormulaValueMissing", $"The formula needs a value for '{variable.Name}'; only {string.Join(", ", values.Keys)} has one."),
        OperationExpression operation => operation.Operands.Length switch
        {
            1 => Apply(operation.Operation, Evaluate(operation.First, values)),
            2 => Apply(operation.Operation, Evaluate(operation.First, values), Evaluate(operation.Second, values)),
            _ => Evaluate(operation.First, values) > 0 ? Evaluate(operation.Second, values) : Evaluate(operation.Third, values),
        },
        _ => throw new InvalidOperationException("The expression is of no known kind."),
    };

    /// <summary>A function of one operand.</summary>
    public static double Apply(FormulaOperation operation, double a) => operation switch
    {
        FormulaOperation.Negate => -a,
        FormulaOperation.Exp => Math.Exp(a),
        FormulaOperation.Log => Math.Log(a),
        FormulaOperation.Log1p => Log1p(a),
        FormulaOperation.Expm1 => Expm1(a),
        FormulaOperation.Sqrt => Math.Sqrt(a),
        FormulaOperation.Abs => Math.Abs(a),
        FormulaOperation.Sign => double.IsNaN(a) ? a : Math.Sign(a),
        FormulaOperation.Sin => Math.Sin(a),
        FormulaOperation.Cos => Math.Cos(a),
        FormulaOperation.Tan => Math.Tan(a),
        FormulaOperation.Sinh => Math.Sinh(a),
        FormulaOperation.Cosh => Math.Cosh(a),
        FormulaOperation.Tanh => Math.Tanh(a),
        FormulaOperation.Asin => Math.Asin(a),
        FormulaOperation.Acos => Math.Acos(a),
        FormulaOperation.Atan => Math.Atan(a),
        FormulaOperation.Sigmoid => 1 / (1 + Math.Exp(-a)),
        FormulaOperation.Softplus => Math.Max(a, 0) + Log1p(Math.Exp(-Math.Abs(a))),
        FormulaOperation.ReLU => Math.Max(0, a),
        FormulaOperation.Step => double.IsNaN(a) ? a : a > 0 ? 1 : 0,
        FormulaOperation.Erf => Erf(a),
        FormulaOperation.GELU => GELUActivation.Instance.Evaluate(a),
        FormulaOperation.SiLU => a < -745 ? 0 : a / (1 + Math.Exp(-a)),
        _ => throw new InvalidOperationException($"{operation} takes another number of operands."),
    };

    /// <summary>An operator or function of two operands.</summary>
    public static double Apply(FormulaOperation operation, double a, double b) => operation switch
    {
        FormulaOperation.Add => a + b,
        FormulaOperation.Subtract => a - b,
        FormulaOperation.Multiply => a * b,
        FormulaOperation.Divide => a / b,
        FormulaOperation.Power => Math.Pow(a, b),
        FormulaOperation.Min => Math.Min(a, b),
        FormulaOperation.Max => Math.Max(a, b),
        _ => throw new InvalidOperationException($"{operation} takes another number of operands."),
    };

    // The rounding of 1 + a cancels in the quotient.
    private static double Log1p(double a)
    {
        double u = 1 + a;
        return u == 1 ? a : double.IsFinite(u) ? Math.Log(u) * (a / (u - 1)) : Math.Log(u);
    }

    // e^a - 1 = 2 sinh(a / 2) e^(a / 2).
    private static double Expm1(double a) => Math.Abs(a) < 1 ? 2 * Math.Sinh(a / 2) * Math.Exp(a / 2) : Math.Exp(a) - 1;

    private static double Erf(double a)
    {
        if (Math.Abs(a) > 2)
        {
            return Math.Abs(a) > 6 ? Math.Sign(a) : (2 * NormalDistribution.Cumulative(a * Math.Sqrt(2))) - 1;
        }

        // erf(a) = 2 / sqrt(pi) (a - a^3 / 3 + a^5 / (2! 5) - ...), summed with terms of one sign.
        double term = a;
        double sum = a;
        for (int n = 1; Math.Abs(term) > 1e-18 * Math.Abs(sum); n++)
        {
            term *= 2 * a * a / ((2 * n) + 1);
            sum += term;
        }

        return 2 / Math.Sqrt(Math.PI) * Math.Exp(-a * a) * sum;
    }
}
