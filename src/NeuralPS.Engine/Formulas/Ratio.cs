namespace NeuralPS.Engine.Formulas;

/// <summary>A coefficient that stays a fraction where it is one: x / 3 does not become 0.3333333333333333 * x.</summary>
internal readonly struct Ratio
{
    // Up to here whole numbers are exact.
    private const double LargestWhole = 9007199254740992;

    private Ratio(double numerator, double denominator)
    {
        Numerator = numerator;
        Denominator = denominator;
    }

    /// <summary>1.</summary>
    public static Ratio One => new(1, 1);

    /// <summary>The numerator, with the sign.</summary>
    public double Numerator { get; }

    /// <summary>The denominator, above 0; 1 unless both are whole numbers.</summary>
    public double Denominator { get; }

    /// <summary>True for 0.</summary>
    public bool IsZero => Numerator == 0;

    /// <summary>The magnitude.</summary>
    public Ratio Abs => new(Math.Abs(Numerator), Denominator);

    /// <summary>a / b in lowest terms; b is not 0.</summary>
    /// <exception cref="FormulaException"><c>FormulaOverflow</c>.</exception>
    public static Ratio Create(double a, double b)
    {
        if (!IsWhole(a) || !IsWhole(b))
        {
            (a, b) = (a / b, 1);
        }

        if (!double.IsFinite(a) || !double.IsFinite(b))
        {
            throw new FormulaException(
                "FormulaOverflow", "The numbers of the formula, taken together, are too large: numbers go up to 1.7E+308. Use smaller ones.");
        }

        double divisor = GetDivisor(Math.Abs(a), Math.Abs(b)) * Math.Sign(b);
        return new Ratio(a / divisor, b / divisor);
    }

    public static Ratio operator *(Ratio x, Ratio y) => Create(x.Numerator * y.Numerator, x.Denominator * y.Denominator);

    public static Ratio operator /(Ratio x, Ratio y) => Create(x.Numerator * y.Denominator, x.Denominator * y.Numerator);

    public static Ratio operator +(Ratio x, Ratio y) =>
        Create((x.Numerator * y.Denominator) + (y.Numerator * x.Denominator), x.Denominator * y.Denominator);

    /// <summary>The number as an expression.</summary>
    public Expression ToExpression() => Denominator == 1 ? Numerator : (Expression)Numerator / Denominator;

    private static bool IsWhole(double value) => Math.Floor(value) == value && Math.Abs(value) <= LargestWhole;

    private static double GetDivisor(double a, double b)
    {
        // A number that is not whole has the denominator 1.
        if (b == 1)
        {
            return 1;
        }

        while (b != 0)
        {
            (a, b) = (b, a % b);
        }

        return a;
    }
}
