using static NeuralPS.Engine.Formulas.FormulaOperation;

namespace NeuralPS.Engine.Formulas;

/// <summary>
/// Derivatives by the rules of calculus. At a kink the slope is one of the subgradients: relu, step, abs and sign have the slope 0 at 0;
/// where min(a, b) and max(a, b) meet, the constant one counts if there is one (so that max(0, x) is relu), else the first; where(c, a, b)
/// has the slope of the branch that it takes.
/// </summary>
internal static class Differentiation
{
    /// <summary>The derivative with respect to a variable, simplified.</summary>
    /// <param name="expression">The function.</param>
    /// <param name="variable">The variable; all others are constants.</param>
    /// <param name="order">How often to differentiate, at least 1.</param>
    /// <exception cref="FormulaException"><c>FormulaTooLarge</c>.</exception>
    public static Expression Differentiate(Expression expression, string variable, int order = 1)
    {
        Expression result = expression;
        for (int i = 0; i < order; i++)
        {
            result = Simplifier.Simplify(Derive(result, variable));
        }

        return result;
    }

    private static Expression Derive(Expression expression, string variable) => expression switch
    {
        VariableExpression x => x.Name == variable ? 1 : 0,
        OperationExpression operation => Derive(operation, variable),
        _ => 0,
    };

    private static Expression Derive(OperationExpression operation, string variable)
    {
        Expression a = operation.First;
        if (operation.Operation == Where)
        {
            return Choose(a, Derive(operation.Second, variable), Derive(operation.Third, variable));
        }

        Expression da = Derive(a, variable);
        if (operation.Operands.Length == 1)
        {
            // Nothing is multiplied by zero: the other factor may be large, or not finite.
            return da.Is(0) ? 0 : operation.Operation == Negate ? -da : da * Slope(operation, a);
        }

        Expression b = operation.Second;
        Expression db = Derive(b, variable);
        return (da.Is(0) && db.Is(0)) ? 0 : operation.Operation switch
        {
            Add => da + db,
            Subtract => da - db,
            Multiply => db.Is(0) ? da * b : da.Is(0) ? a * db : (da * b) + (a * db),
            Divide => db.Is(0) ? da / b : da.Is(0) ? -(a * db) / Expression.Power(b, 2)
                : (da / b) - (a * db / Expression.Power(b, 2)),
            Power => DerivePower(operation, a, da, b, db),
            Min => DeriveExtreme(a, da, b, db, b - a),
            _ => DeriveExtreme(a, da, b, db, a - b),
        };
    }

    // b^n gives n b^(n - 1) b'; in general a^b (b' log a + b a' / a), where each half stands only where it is not zero.
    private static Expression DerivePower(OperationExpression power, Expression a, Expression da, Expression b, Expression db)
    {
        if (db.Is(0))
        {
            return b * Expression.Power(a, b - 1) * da;
        }

        Expression byExponent = power * db * Expression.Call(Log, a);
        return da.Is(0) ? byExponent : byExponent + (b * Expression.Power(a, b - 1) * da);
    }

    // The first operand wins where firstWins is above 0; on a tie the constant one, else the first.
    private static Expression DeriveExtreme(Expression a, Expression da, Expression b, Expression db, Expression firstWins) =>
        db.Is(0) ? Choose(firstWins, da, db) : Choose(-firstWins, db, da);

    private static Expression Choose(Expression condition, Expression then, Expression otherwise) =>
        then.Equals(otherwise) ? then : Expression.Call(Where, condition, then, otherwise);

    // The value of the function stands in its own derivative where it can: programs compute it once.
    private static Expression Slope(OperationExpression value, Expression a) => value.Operation switch
    {
        Exp => value,
        Log => 1 / a,
        Log1p => 1 / (1 + a),
        Expm1 => Expression.Call(Exp, a),
        Sqrt => 1 / (2 * (Expression)value),
        Abs => Expression.Call(Sign, a),
        Sin => Expression.Call(Cos, a),
        Cos => -Expression.Call(Sin, a),
        Tan => 1 + Expression.Power(value, 2),
        Sinh => Expression.Call(Cosh, a),
        Cosh => Expression.Call(Sinh, a),
        Tanh => 1 - Expression.Power(value, 2),
        Asin => 1 / Expression.Call(Sqrt, 1 - Expression.Power(a, 2)),
        Acos => -1 / Expression.Call(Sqrt, 1 - Expression.Power(a, 2)),
        Atan => 1 / (1 + Expression.Power(a, 2)),
        Sigmoid => value * (1 - (Expression)value),
        Softplus => Expression.Call(Sigmoid, a),
        ReLU => Expression.Call(Step, a),
        Erf => 2 / Expression.Call(Sqrt, ConstantExpression.Pi) * Expression.Call(Exp, -Expression.Power(a, 2)),
        GELU => NormalCumulative(a) + (a * Expression.Call(Exp, -Expression.Power(a, 2) / 2)
            / Expression.Call(Sqrt, 2 * (Expression)ConstantExpression.Pi)),
        SiLU => SlopeOfSiLU(value, a),

        // Step and sign are flat wherever they have a slope.
        _ => 0,
    };

    private static Expression NormalCumulative(Expression a) =>
        (1 + Expression.Call(Erf, a / Expression.Call(Sqrt, 2))) / 2;

    // s + a s (1 - s) with s = sigmoid(a), and silu(a) = a s.
    private static Expression SlopeOfSiLU(Expression value, Expression a)
    {
        Expression s = Expression.Call(Sigmoid, a);
        return s + (value * (1 - s));
    }
}
