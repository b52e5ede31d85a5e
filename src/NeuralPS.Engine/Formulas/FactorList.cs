using static NeuralPS.Engine.Formulas.FormulaOperation;

namespace NeuralPS.Engine.Formulas;

/// <summary>A product as a coefficient and powers of bases, so that powers of one base meet.</summary>
internal sealed class FactorList
{
    private readonly List<(Expression Base, double Exponent)> _factors = [];
    private Ratio _coefficient = Ratio.One;

    /// <summary>The simple form of a product, a quotient or a power of simple operands.</summary>
    public static Expression Simplify(Expression product)
    {
        (Ratio coefficient, Expression rest) = Split(product);
        return Join(coefficient, rest);
    }

    /// <summary>The coefficient of a term and the rest, which is 1 for a number.</summary>
    public static (Ratio Coefficient, Expression Term) Split(Expression term)
    {
        var list = new FactorList();
        list.Multiply(term, 1);
        Ratio coefficient = list._coefficient;
        list._coefficient = Ratio.One;
        return coefficient.IsZero ? (coefficient, 1) : (coefficient, list.Build());
    }

    /// <summary>The product of a coefficient and a term without one.</summary>
    public static Expression Join(Ratio coefficient, Expression term)
    {
        if (term.Is(1) || coefficient.IsZero)
        {
            return coefficient.ToExpression();
        }

        if (coefficient.Denominator == 1 && term is OperationExpression { Operation: Add or Subtract })
        {
            switch (coefficient.Numerator)
            {
                case 1:
                    return term;
                case -1:
                    return TermList.Simplify(-term);
                default:
                    break;
            }
        }

        var list = new FactorList();
        list.Multiply(term, 1);
        list._coefficient = coefficient;
        return list.Build();
    }

    private static bool IsWhole(double value) => Math.Floor(value) == value;

    private void Multiply(Expression expression, double exponent)
    {
        switch (expression)
        {
            case NumberExpression number when TryMultiply(number.Value, exponent):
                break;
            case OperationExpression { Operation: FormulaOperation.Multiply or Divide } product when IsWhole(exponent):
                Multiply(product.First, exponent);
                Multiply(product.Second, product.Operation == Divide ? -exponent : exponent);
                break;
            case OperationExpression { Operation: Negate } negation when IsWhole(exponent):
                TryMultiply(-1, exponent);
                Multiply(negation.First, exponent);
                break;

            // (a^b)^n is a^(b n) for whole n: not for all others, as the square root of x^2 is |x|.
            case OperationExpression { Operation: Power, Second: NumberExpression power } inner
                when IsWhole(exponent) && double.IsFinite(power.Value * exponent):
                Multiply(inner.First, power.Value * exponent);
                break;
            default:
                AddFactor(expression, exponent);
                break;
        }
    }

    private bool TryMultiply(double value, double exponent)
    {
        double power = Math.Pow(value, Math.Abs(exponent));
        if (!IsWhole(exponent) || !double.IsFinite(power) || (power == 0 && (value != 0 || exponent <= 0)))
        {
            return false;
        }

        _coefficient = exponent > 0 ? _coefficient * Ratio.Create(power, 1) : _coefficient / Ratio.Create(power, 1);
        return true;
    }

    private void AddFactor(Expression factor, double exponent)
    {
        for (int i = 0; i < _factors.Count; i++)
        {
            (Expression other, double otherExponent) = _factors[i];
            double sum = otherExponent + exponent;

            // x^0.5 x^0.5 is not defined below 0 as x is: it stays.
            if (other.Equals(factor) && ((IsWhole(exponent) && IsWhole(otherExponent)) || !IsWhole(sum)))
            {
                _factors.RemoveAt(i);
                if (sum != 0)
                {
                    _factors.Insert(i, (factor, sum));
                }

                return;
            }
        }

        _factors.Add((factor, exponent));
    }

    private Expression Build()
    {
        (Expression Base, double Exponent)[] sorted =
            [.. _factors.OrderBy(factor => GetRank(factor.Base)).ThenBy(factor => factor.Base.ToString(), StringComparer.Ordinal)];
        Expression? above = null;
        Expression? below = _coefficient.Denominator == 1 ? null : _coefficient.Denominator;
        double number = _coefficient.Numerator;
        bool isNegative = number == -1;
        if (!isNegative && number != 1)
        {
            above = number;
        }

        foreach ((Expression factor, double exponent) in sorted)
        {
            if (exponent > 0)
            {
                Expression power = exponent == 1 ? factor : Expression.Power(factor, exponent);
                power = isNegative && above is null ? -power : power;
                above = above is null ? power : above * power;
            }
            else
            {
                Expression power = exponent == -1 ? factor : Expression.Power(factor, -exponent);
                below = below is null ? power : below * power;
            }
        }

        above ??= number;
        return below is null ? above : above / below;
    }

    // Numbers and constants, variables, functions, other powers, sums.
    private static int GetRank(Expression expression) => expression switch
    {
        NumberExpression or ConstantExpression => 0,
        VariableExpression => 1,
        OperationExpression { Operation: Add or Subtract } => 4,
        OperationExpression { Operation: Power } => 3,
        _ => 2,
    };
}
