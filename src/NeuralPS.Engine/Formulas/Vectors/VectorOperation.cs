namespace NeuralPS.Engine.Formulas.Vectors;

/// <summary>What instructions compute: the operations of formulas, numbered alike, and those that only programs have.</summary>
internal enum VectorOperation
{
    /// <summary>a + b.</summary>
    Add = FormulaOperation.Add,

    /// <summary>a - b.</summary>
    Subtract = FormulaOperation.Subtract,

    /// <summary>a b.</summary>
    Multiply = FormulaOperation.Multiply,

    /// <summary>a / b.</summary>
    Divide = FormulaOperation.Divide,

    /// <summary>a^b where b is no small whole number.</summary>
    Power = FormulaOperation.Power,

    /// <summary>-a.</summary>
    Negate = FormulaOperation.Negate,

    /// <summary>e^a.</summary>
    Exp = FormulaOperation.Exp,

    /// <summary>log a.</summary>
    Log = FormulaOperation.Log,

    /// <summary>log(1 + a).</summary>
    Log1p = FormulaOperation.Log1p,

    /// <summary>e^a - 1.</summary>
    Expm1 = FormulaOperation.Expm1,

    /// <summary>The square root.</summary>
    Sqrt = FormulaOperation.Sqrt,

    /// <summary>The magnitude.</summary>
    Abs = FormulaOperation.Abs,

    /// <summary>-1, 0 or 1.</summary>
    Sign = FormulaOperation.Sign,

    /// <summary>The sine.</summary>
    Sin = FormulaOperation.Sin,

    /// <summary>The cosine.</summary>
    Cos = FormulaOperation.Cos,

    /// <summary>The tangent.</summary>
    Tan = FormulaOperation.Tan,

    /// <summary>The hyperbolic sine.</summary>
    Sinh = FormulaOperation.Sinh,

    /// <summary>The hyperbolic cosine.</summary>
    Cosh = FormulaOperation.Cosh,

    /// <summary>The hyperbolic tangent.</summary>
    Tanh = FormulaOperation.Tanh,

    /// <summary>The inverse sine.</summary>
    Asin = FormulaOperation.Asin,

    /// <summary>The inverse cosine.</summary>
    Acos = FormulaOperation.Acos,

    /// <summary>The inverse tangent.</summary>
    Atan = FormulaOperation.Atan,

    /// <summary>1 / (1 + e^-a).</summary>
    Sigmoid = FormulaOperation.Sigmoid,

    /// <summary>log(1 + e^a).</summary>
    Softplus = FormulaOperation.Softplus,

    /// <summary>max(0, a).</summary>
    ReLU = FormulaOperation.ReLU,

    /// <summary>1 for a &gt; 0, else 0.</summary>
    Step = FormulaOperation.Step,

    /// <summary>The error function.</summary>
    Erf = FormulaOperation.Erf,

    /// <summary>a Phi(a).</summary>
    GELU = FormulaOperation.GELU,

    /// <summary>a sigmoid(a).</summary>
    SiLU = FormulaOperation.SiLU,

    /// <summary>The smaller one.</summary>
    Min = FormulaOperation.Min,

    /// <summary>The larger one.</summary>
    Max = FormulaOperation.Max,

    /// <summary>b for a &gt; 0, else c.</summary>
    Where = FormulaOperation.Where,

    /// <summary>The number a, for all elements.</summary>
    Fill,

    /// <summary>a b, but 0 where a is 0: no gradient stays none where a slope is infinite.</summary>
    Weigh,
}
