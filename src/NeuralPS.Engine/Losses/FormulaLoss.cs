using System.Runtime.CompilerServices;
using NeuralPS.Engine.Formulas;
using NeuralPS.Engine.Formulas.Vectors;
using NeuralPS.Engine.Kernels;
using NeuralPS.Engine.Kernels.Elementwise;

namespace NeuralPS.Engine.Losses;

/// <summary>
/// A loss that is written as a formula f in the target y and the prediction p, such as <c>(y - p)^2</c>: L = 1/n sum_i f(y_i, p_i) over
/// the n outputs, with the gradient 1/n df/dp. The prediction is what the network puts out, after its last activation. Labels become
/// targets of 0 and 1.
/// </summary>
public sealed class FormulaLoss : Loss
{
    private const string Prefix = "Formula(";
    private const int Block = 256;

    private readonly Formula _formula;
    private readonly VectorProgram _program;

    /// <summary>Creates the loss.</summary>
    /// <param name="formula">f, with the variables y and p.</param>
    /// <exception cref="FormulaException">It cannot be read, has other variables or no p, or is too large.</exception>
    public FormulaLoss(string formula)
    {
        _formula = Formula.Parse(formula, ["y", "p"]);
        if (!_formula.Variables.Contains("p"))
        {
            throw new FormulaException(
                "FormulaVariableMissing",
                $"The formula '{_formula}' of a loss has no p, the prediction: nothing could be learned. Write a function of y, the target, "
                + "and p, such as (y - p)^2.");
        }

        Formula derivative = _formula.Differentiate("p");
        Derivative = derivative.ToString();
        Name = $"{Prefix}{_formula})";
        var builder = new ProgramBuilder();
        builder.AddInput(new VariableExpression("p"), 0);
        builder.AddInput(new VariableExpression("y"), 1);
        Operand value = builder.Compile(_formula.Expression);
        _program = builder.Build(value, builder.Compile(derivative.Expression));
    }

    /// <summary><c>Formula((y - p)^2)</c>, which <see cref="LossCatalog.Get"/> reads.</summary>
    public override string Name { get; }

    /// <summary>f as text.</summary>
    public string Expression => _formula.ToString();

    /// <summary>df/dp as text.</summary>
    public string Derivative { get; }

    /// <inheritdoc/>
    [SkipLocalsInit]
    public override unsafe double Evaluate(
        ReadOnlySpan<float> output, ReadOnlySpan<float> target, Span<float> gradient, bool fromLogits)
    {
        int n = output.Length;
        ArgumentOutOfRangeException.ThrowIfLessThan(target.Length, n);
        ArgumentOutOfRangeException.ThrowIfLessThan(gradient.Length, n);
        float* values = stackalloc float[Block];
        double sum = 0;
        fixed (float* p = output, y = target, g = gradient)
        {
            float** ports = stackalloc float*[4];
            for (int first = 0; first < n; first += Block)
            {
                int count = Math.Min(Block, n - first);
                ports[0] = p + first;
                ports[1] = y + first;
                ports[2] = values;
                ports[3] = g + first;
                _program.Run(ports, 2, ports + 2, count);
                sum += DoubleSums.Sum(new ReadOnlySpan<float>(values, count));
            }
        }

        Arithmetic.Multiply(gradient[..n], 1f / n, gradient);
        return sum / n;
    }

    /// <summary>Reads <c>Formula(...)</c>; null when the name has another form.</summary>
    /// <exception cref="FormulaException">The formula in it cannot be read.</exception>
    internal static FormulaLoss? Read(string name)
    {
        string trimmed = name.Trim();
        return trimmed.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) && trimmed.EndsWith(')')
            ? new FormulaLoss(trimmed[Prefix.Length..^1])
            : null;
    }
}
