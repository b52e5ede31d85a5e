namespace NeuralPS.Engine.Formulas;

/// <summary>What an inner node of an expression computes from its operands.</summary>
internal enum FormulaOperation
{
    /// <summary>a + b.</summary>
    Add,

    /// <summary>a - b.</summary>
    Subtract,

    /// <summary>a b.</summary>
    Multiply,

    /// <summary>a / b.</summary>
    Divide,

    /// <summary>a^b; 0^0 is 1.</summary>
    Power,

    /// <summary>-a.</summary>
    Negate,

    /// <summary>e^a.</summary>
    Exp,

    /// <summary>The natural logarithm.</summary>
    Log,

    /// <summary>log(1 + a), accurate near 0.</summary>
    Log1p,

    /// <summary>e^a - 1, accurate near 0.</summary>
    Expm1,

    /// <summary>The square root.</summary>
    Sqrt,

    /// <summary>The magnitude.</summary>
    Abs,

    /// <summary>-1, 0 or 1.</summary>
    Sign,

    /// <summary>The sine of an angle in radians.</summary>
    Sin,

    /// <summary>The cosine of an angle in radians.</summary>
    Cos,

    /// <summary>The tangent of an angle in radians.</summary>
    Tan,

    /// <summary>The hyperbolic sine.</summary>
    Sinh,

    /// <summary>The hyperbolic cosine.</summary>
    Cosh,

    /// <summary>The hyperbolic tangent.</summary>
    Tanh,

    /// <summary>The inverse sine.</summary>
    Asin,

    /// <summary>The inverse cosine.</summary>
    Acos,

    /// <summary>The inverse tangent.</summary>
    Atan,

    /// <summary>1 / (1 + e^-a).</summary>
    Sigmoid,

    /// <summary>log(1 + e^a).</summary>
    Softplus,

    /// <summary>max(0, a).</summary>
    ReLU,

    /// <summary>1 for a &gt; 0, else 0.</summary>
    Step,

    /// <summary>The error function.</summary>
    Erf,

    /// <summary>a Phi(a), with the normal distribution function.</summary>
    GELU,

    /// <summary>a sigmoid(a).</summary>
    SiLU,

    /// <summary>The smaller one.</summary>
    Min,

    /// <summary>The larger one.</summary>
    Max,

    /// <summary>b for a &gt; 0, else c.</summary>
    Where,
}
