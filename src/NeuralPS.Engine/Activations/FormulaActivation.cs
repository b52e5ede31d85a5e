using NeuralPS.Engine.Formulas;
using NeuralPS.Engine.Formulas.Vectors;

namespace NeuralPS.Engine.Activations;

/// <summary>
/// a = g(z) for a formula g in x, such as <c>x * sigmoid(x)</c>; g' is its symbolic derivative. Where g stands in its own derivative, as in
/// sigmoid and tanh, a is used again, and z is not kept when nothing else needs it.
/// </summary>
public sealed class FormulaActivation : Activation
{
    private const string Prefix = "Formula(";

    private readonly Formula _formula;
    private readonly Formula _derivative;
    private readonly VectorProgram _forward;
    private readonly VectorProgram _backward;

    /// <summary>Creates the activation.</summary>
    /// <param name="formula">g, with the variable x.</param>
    /// <exception cref="FormulaException">It cannot be read, has other variables, or is too large.</exception>
    public FormulaActivation(string formula)
    {
        _formula = Formula.Parse(formula, ["x"]);
        if (_formula.Variables.Count == 0)
        {
            throw new FormulaException(
                "FormulaVariableMissing", $"The formula '{_formula}' of an activation has no x. Write a function of x, such as x * sigmoid(x).");
        }

        _derivative = _formula.Differentiate("x");
        Name = $"{Prefix}{_formula})";
        _forward = CompileForward();
        _backward = CompileBackward(out bool needsInput);
        NeedsInput = needsInput;
        MapsZeroToZero = BitConverter.SingleToInt32Bits(EvaluateAtZero()) == 0;
    }

    /// <summary><c>Formula(x * sigmoid(x))</c>, which <see cref="ActivationCatalog.Get"/> reads.</summary>
    public override string Name { get; }

    /// <summary>g as text.</summary>
    public string Expression => _formula.ToString();

    /// <summary>g' as text.</summary>
    public string Derivative => _derivative.ToString();

    /// <inheritdoc/>
    public override bool NeedsInput { get; }

    /// <inheritdoc/>
    public override bool MapsZeroToZero { get; }

    /// <inheritdoc/>
    public override void Forward(ReadOnlySpan<float> z, Span<float> a) => _forward.Run(z, a);

    /// <inheritdoc/>
    public override unsafe void Backward(ReadOnlySpan<float> z, ReadOnlySpan<float> a, ReadOnlySpan<float> da, Span<float> dz)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(dz.Length, da.Length);
        ArgumentOutOfRangeException.ThrowIfLessThan(a.Length, da.Length);
        ArgumentOutOfRangeException.ThrowIfLessThan(NeedsInput ? z.Length : da.Length, da.Length);
        fixed (float* input = z, value = a, gradient = da, target = dz)
        {
            float** ports = stackalloc float*[4] { NeedsInput ? input : null, value, gradient, target };
            _backward.Run(ports, 3, ports + 3, da.Length);
        }
    }

    /// <inheritdoc/>
    public override double Evaluate(double z) => _formula.Evaluate("x", z);

    /// <inheritdoc/>
    public override double Differentiate(double z) => _derivative.Evaluate("x", z);

    /// <summary>Reads <c>Formula(...)</c>; null when the name has another form.</summary>
    /// <exception cref="FormulaException">The formula in it cannot be read.</exception>
    internal static FormulaActivation? Read(string name)
    {
        string trimmed = name.Trim();
        return trimmed.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) && trimmed.EndsWith(')')
            ? new FormulaActivation(trimmed[Prefix.Length..^1])
            : null;
    }

    private VectorProgram CompileForward()
    {
        var builder = new ProgramBuilder();
        builder.AddInput(new VariableExpression("x"), 0);
        return builder.Build(builder.Compile(_formula.Expression));
    }

    private VectorProgram CompileBackward(out bool needsInput)
    {
        var builder = new ProgramBuilder();
        builder.AddInput(new VariableExpression("x"), 0);

        // The derivative holds g in its simple form, which may differ from what was written. For g = x a is x itself.
        if (_formula.Expression is not VariableExpression)
        {
            builder.AddInput(_formula.Expression, 1);
            builder.AddInput(Simplifier.Simplify(_formula.Expression), 1);
            builder.AddInput(new VariableExpression("x"), 0);
        }

        Operand slope = builder.Compile(_derivative.Expression);
        VectorProgram program = builder.Build(builder.Weigh(Operand.Input(2), slope));
        needsInput = builder.Reads(0);
        return program;
    }

    private float EvaluateAtZero()
    {
        Span<float> value = [0f];
        Forward(value, value);
        return value[0];
    }
}
