using static NeuralPS.Engine.Formulas.FormulaOperation;

namespace NeuralPS.Engine.Formulas;

/// <summary>
/// Brings expressions into a form that people would write: numbers are joined, like terms added, powers of one base multiplied, and
/// nothing is multiplied by 1. Products are not multiplied out. Where both forms have a value, it is the same.
/// </summary>
internal static class Simplifier
{
    /// <summary>An equal expression that is as simple or simpler.</summary>
    /// <exception cref="FormulaException"><c>FormulaOverflow</c>: numbers grow too large.</exception>
    public static Expression Simplify(Expression expression) => Simplify(expression, []);

    private static Expression Simplify(Expression expression, Dictionary<Expression, Expression> known)
    {
        if (expression is not OperationExpression operation)
        {
            return expression;
        }

        if (!known.TryGetValue(expression, out Expression? result))
        {
            var operands = new Expression[operation.Operands.Length];
            for (int i = 0; i < operands.Length; i++)
            {
                operands[i] = Simplify(operation.Operands[i], known);
            }

            result = Combine(operation.Operation, operands);
            known.Add(expression, result);
        }

        return result;
    }

    /// <summary>The simple form of an operation on simple operands.</summary>
    public static Expression Combine(FormulaOperation operation, params Expression[] operands)
    {
        var result = new OperationExpression(operation, operands);
        return operation switch
        {
            Add or Subtract or Negate => TermList.Simplify(result),
            Multiply or Divide => FactorList.Simplify(result),
            Power => SimplifyPower(result),
            Where => SimplifyWhere(result),
            Min or Max => SimplifyExtreme(result),
            _ => SimplifyFunction(result),
        };
    }

    private static Expression SimplifyPower(OperationExpression power)
    {
        if (power.Second.Is(0) || power.First.Is(1))
        {
            return 1;
        }

        return power.First == ConstantExpression.E && power.Second is not NumberExpression
            ? SimplifyFunction(new OperationExpression(Exp, power.Second))
            : FactorList.Simplify(power);
    }

    private static Expression SimplifyWhere(OperationExpression where)
    {
        if (where.Second.Equals(where.Third))
        {
            return where.Second;
        }

        if (where.First is NumberExpression condition)
        {
            return condition.Value > 0 ? where.Second : where.Third;
        }

        return where.Second.Is(1) && where.Third.Is(0) ? new OperationExpression(Step, where.First) : where;
    }

    private static Expression SimplifyExtreme(OperationExpression extreme)
    {
        if (extreme.First.Equals(extreme.Second))
        {
            return extreme.First;
        }

        return extreme is { First: NumberExpression a, Second: NumberExpression b }
            ? ExpressionEvaluation.Apply(extreme.Operation, a.Value, b.Value)
            : extreme;
    }

    private static Expression SimplifyFunction(OperationExpression function)
    {
        if (function is { Operation: Log, First: ConstantExpression { Name: "e" } })
        {
            return 1;
        }

        // exp(0) is 1, but log(2) stays as it is. Large values are whole numbers by rounding only.
        if (function.First is NumberExpression number)
        {
            double value = ExpressionEvaluation.Apply(function.Operation, number.Value);
            if (Math.Floor(value) == value && Math.Abs(value) <= 1000 && IsExact(function.Operation, number.Value, value))
            {
                return value;
            }
        }

        return function;
    }

    // Saturated functions reach their limits by rounding: tanh(20) is not 1.
    private static bool IsExact(FormulaOperation operation, double argument, double value) =>
        argument == 0 || operation is Sqrt or Abs or Sign or ReLU or Step || (operation is Log && value == 0);
}
