using static NeuralPS.Engine.Formulas.FormulaOperation;

namespace NeuralPS.Engine.Formulas;

/// <summary>A sum as terms with coefficients, so that like terms meet.</summary>
internal sealed class TermList
{
    private readonly List<Expression> _terms = [];
    private readonly List<Ratio> _coefficients = [];
    private readonly Dictionary<Expression, int> _places = [];

    /// <summary>The simple form of a sum, a difference or a negation of simple operands.</summary>
    public static Expression Simplify(Expression sum)
    {
        var list = new TermList();
        list.Collect(sum, Ratio.One);
        return list.Build();
    }

    private void Collect(Expression expression, Ratio coefficient)
    {
        switch (expression)
        {
            case OperationExpression { Operation: Add or Subtract } sum:
                Collect(sum.First, coefficient);
                Collect(sum.Second, sum.Operation == Add ? coefficient : coefficient * Ratio.Create(-1, 1));
                break;
            case OperationExpression { Operation: Negate } negation:
                Collect(negation.First, coefficient * Ratio.Create(-1, 1));
                break;
            default:
                (Ratio own, Expression term) = FactorList.Split(expression);
                AddTerm(term, coefficient * own);
                break;
        }
    }

    private void AddTerm(Expression term, Ratio coefficient)
    {
        if (_places.TryGetValue(term, out int place))
        {
            _coefficients[place] += coefficient;
            return;
        }

        _places.Add(term, _terms.Count);
        _terms.Add(term);
        _coefficients.Add(coefficient);
    }

    private Expression Build()
    {
        int[] order = [.. Enumerable.Range(0, _terms.Count).Where(i => !_coefficients[i].IsZero)];
        if (order.Length == 0)
        {
            return 0;
        }

        // 1 - x reads better than -x + 1.
        int first = Math.Max(0, Array.FindIndex(order, i => _coefficients[i].Numerator > 0));
        Expression result = FactorList.Join(_coefficients[order[first]], _terms[order[first]]);
        for (int k = 0; k < order.Length; k++)
        {
            if (k != first)
            {
                Ratio coefficient = _coefficients[order[k]];
                Expression term = FactorList.Join(coefficient.Abs, _terms[order[k]]);
                result = coefficient.Numerator > 0 ? result + term : result - term;
            }
        }

        return result;
    }
}
