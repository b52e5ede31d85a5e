namespace NeuralPS.Engine.Formulas;

/// <summary>
/// A formula as an immutable tree. Trees are equal when they have the same form: x + 1 and 1 + x differ. Depth and size are limited,
/// so that whatever walks a tree may recurse.
/// </summary>
internal abstract class Expression : IEquatable<Expression>
{
    private readonly int _hash;

    private protected Expression(int hash, int depth, long size)
    {
        _hash = hash;
        Depth = depth;
        Size = size;
    }

    /// <summary>The number of nodes on the longest way down.</summary>
    public int Depth { get; }

    /// <summary>The number of nodes, where parts that stand in several places count each time.</summary>
    public long Size { get; }

    /// <summary>True for the number <paramref name="value"/>.</summary>
    public bool Is(double value) => this is NumberExpression number && number.Value == value;

    /// <inheritdoc/>
    public bool Equals(Expression? other) =>
        ReferenceEquals(this, other) || (other is not null && _hash == other._hash && Size == other.Size && HasFormOf(other));

    /// <inheritdoc/>
    public sealed override bool Equals(object? obj) => Equals(obj as Expression);

    /// <inheritdoc/>
    public sealed override int GetHashCode() => _hash;

    /// <summary>The formula as text that reads back to an equal tree.</summary>
    public sealed override string ToString() => ExpressionPrinter.Print(this);

    public static implicit operator Expression(double value) => new NumberExpression(value);

    public static Expression operator +(Expression a, Expression b) => new OperationExpression(FormulaOperation.Add, a, b);

    public static Expression operator -(Expression a, Expression b) => new OperationExpression(FormulaOperation.Subtract, a, b);

    public static Expression operator *(Expression a, Expression b) => new OperationExpression(FormulaOperation.Multiply, a, b);

    public static Expression operator /(Expression a, Expression b) => new OperationExpression(FormulaOperation.Divide, a, b);

    /// <summary>-a; of a number the number, as minus signs before numbers belong to them.</summary>
    public static Expression operator -(Expression a) =>
        a is NumberExpression number ? new NumberExpression(-number.Value) : new OperationExpression(FormulaOperation.Negate, a);

    /// <summary>a^b.</summary>
    public static Expression Power(Expression a, Expression b) => new OperationExpression(FormulaOperation.Power, a, b);

    /// <summary>A function of operands.</summary>
    public static Expression Call(FormulaOperation function, params Expression[] operands) => new OperationExpression(function, operands);

    private protected abstract bool HasFormOf(Expression other);
}

/// <summary>A finite number.</summary>
internal sealed class NumberExpression(double value) : Expression((value == 0 ? 0 : value).GetHashCode(), 1, 1)
{
    /// <summary>The number; zero has no sign.</summary>
    public double Value { get; } = value == 0 ? 0 : value;

    private protected override bool HasFormOf(Expression other) => other is NumberExpression number && number.Value == Value;
}

/// <summary>A number with a name.</summary>
internal sealed class ConstantExpression : Expression
{
    private ConstantExpression(string name, double value)
        : base(name.GetHashCode(StringComparison.Ordinal), 1, 1)
    {
        Name = name;
        Value = value;
    }

    /// <summary>The circle's pi.</summary>
    public static ConstantExpression Pi { get; } = new("pi", Math.PI);

    /// <summary>The base of the natural logarithm.</summary>
    public static ConstantExpression E { get; } = new("e", Math.E);

    /// <summary>The name.</summary>
    public string Name { get; }

    /// <summary>The number.</summary>
    public double Value { get; }

    private protected override bool HasFormOf(Expression other) => other is ConstantExpression constant && constant.Name == Name;
}

/// <summary>A variable.</summary>
internal sealed class VariableExpression(string name) : Expression(name.GetHashCode(StringComparison.Ordinal), 1, 1)
{
    /// <summary>The name.</summary>
    public string Name { get; } = name;

    private protected override bool HasFormOf(Expression other) => other is VariableExpression variable && variable.Name == Name;
}
