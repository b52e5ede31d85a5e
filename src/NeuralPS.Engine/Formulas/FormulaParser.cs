namespace NeuralPS.Engine.Formulas;

/// <summary>
/// Reads formulas. From loose to tight: + and -, * and /, the sign, ^. So -x^2 is -(x^2), 2^3^2 is 2^9, and 2^-x needs no parentheses.
/// </summary>
internal sealed class FormulaParser
{
    private const int MaximumNesting = 150;

    private readonly string _text;
    private readonly IReadOnlyList<string>? _variables;
    private readonly List<FormulaToken> _tokens;
    private int _next;
    private int _nesting;

    private FormulaParser(string text, IReadOnlyList<string>? variables)
    {
        _text = text;
        _variables = variables;
        _tokens = FormulaTokenizer.Read(text);
    }

    private FormulaToken Current => _tokens[_next];

    /// <summary>Reads a formula.</summary>
    /// <param name="text">The formula.</param>
    /// <param name="variables">The variables that it may have, whatever the case; null for any.</param>
    /// <exception cref="FormulaException">It cannot be read: says where and why.</exception>
    public static Expression Parse(string text, IReadOnlyList<string>? variables = null)
    {
        var parser = new FormulaParser(text, variables);
        Expression result = parser.ReadSum();
        return parser.Current.Kind == TokenKind.End ? result : throw parser.Unexpected("an operator or the end");
    }

    private Expression ReadSum()
    {
        Expression result = ReadProduct();
        while (Current.IsSymbol('+') || Current.IsSymbol('-'))
        {
            bool isSum = Take().Text == "+";
            Expression right = ReadProduct();
            result = isSum ? result + right : result - right;
        }

        return result;
    }

    private Expression ReadProduct()
    {
        Expression result = ReadSigned();
        while (Current.IsSymbol('*') || Current.IsSymbol('/'))
        {
            bool isProduct = Take().Text == "*";
            Expression right = ReadSigned();
            result = isProduct ? result * right : result / right;
        }

        return result;
    }

    private Expression ReadSigned()
    {
        // Whatever nests passes here.
        if (++_nesting > MaximumNesting)
        {
            throw new FormulaException(
                "FormulaTooLarge", $"The formula nests deeper than {MaximumNesting} levels", _text, Current.Position, "Write it more simply.");
        }

        Expression result;
        if (Current.IsSymbol('-'))
        {
            Take();
            result = -ReadSigned();
        }
        else if (Current.IsSymbol('+'))
        {
            Take();
            result = ReadSigned();
        }
        else
        {
            result = ReadValue();
            if (Current.IsSymbol('^'))
            {
                Take();
                result = Expression.Power(result, ReadSigned());
            }
        }

        _nesting--;
        return result;
    }

    private Expression ReadValue()
    {
        FormulaToken token = Current;
        switch (token.Kind)
        {
            case TokenKind.Number:
                Take();
                return token.Value;
            case TokenKind.Name:
                Take();
                return Current.IsSymbol('(') ? ReadCall(token) : ReadName(token);
            case TokenKind.Symbol when token.Text == "(":
                Take();
                Expression inner = ReadSum();
                Close(token);
                return inner;
            default:
                throw Unexpected("a number, a name or an opening parenthesis");
        }
    }

    private OperationExpression ReadCall(FormulaToken name)
    {
        if (!FormulaNames.TryGetFunction(name.Text, out FormulaOperation function))
        {
            throw UnknownName(name, "function");
        }

        FormulaToken open = Take();
        var operands = new List<Expression>();
        if (!Current.IsSymbol(')'))
        {
            operands.Add(ReadSum());
            while (Current.IsSymbol(','))
            {
                Take();
                operands.Add(ReadSum());
            }
        }

        Close(open);
        int arity = FormulaNames.GetArity(function);
        return operands.Count == arity
            ? new OperationExpression(function, [.. operands])
            : throw new FormulaException(
                "FormulaArgumentCount",
                $"The function {name.Text} takes {arity} {(arity == 1 ? "argument" : "arguments")} and has {operands.Count}",
                _text,
                name.Position,
                arity == 1 ? "Numbers have a decimal point, and commas separate arguments." : "Separate arguments by commas.");
    }

    private Expression ReadName(FormulaToken token)
    {
        if (_variables?.FirstOrDefault(name => string.Equals(name, token.Text, StringComparison.OrdinalIgnoreCase)) is { } known)
        {
            return new VariableExpression(known);
        }

        if (FormulaNames.FindConstant(token.Text) is { } constant)
        {
            return constant;
        }

        if (FormulaNames.TryGetFunction(token.Text, out _))
        {
            throw new FormulaException(
                "FormulaSyntax", $"The function {token.Text} has no arguments", _text, token.Position, $"Write {token.Text}(x).");
        }

        return _variables is null ? new VariableExpression(token.Text) : throw UnknownName(token, "name");
    }

    private void Close(FormulaToken open)
    {
        if (Current.IsSymbol(')'))
        {
            Take();
            return;
        }

        throw Current.Kind == TokenKind.End
            ? new FormulaException("FormulaSyntax", "The parenthesis is not closed", _text, open.Position, "Add the closing parenthesis.")
            : Unexpected("an operator or a closing parenthesis");
    }

    private FormulaToken Take() => _tokens[_next++];

    private FormulaException Unexpected(string expected)
    {
        FormulaToken token = Current;
        if (token.Kind == TokenKind.End)
        {
            return new FormulaException("FormulaSyntax", "The formula ends early", _text, token.Position, $"Expected {expected}.");
        }

        if (token.IsSymbol(')'))
        {
            return new FormulaException(
                "FormulaSyntax", "Unexpected closing parenthesis", _text, token.Position, $"Expected {expected}.");
        }

        string hint = token.Kind == TokenKind.Symbol ? "" : " A product needs its sign: write 2 * x.";
        return new FormulaException("FormulaSyntax", $"Unexpected '{token.Text}'", _text, token.Position, $"Expected {expected}.{hint}");
    }

    private FormulaException UnknownName(FormulaToken token, string kind)
    {
        string variables = _variables is { Count: > 0 } ? $" Variables: {string.Join(", ", _variables)}." : "";
        return new FormulaException(
            "FormulaUnknownName",
            $"Unknown {kind} '{token.Text}'",
            _text,
            token.Position,
            $"{variables} Functions: {FormulaNames.FunctionList}. Constants: pi, e.".TrimStart());
    }
}
