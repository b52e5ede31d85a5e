using System.Management.Automation;
using NeuralPS.Binding;
using Eng = NeuralPS.Engine;

namespace NeuralPS.Commands.Formulas;

/// <summary>Get-Derivative: differentiates formulas.</summary>
[Cmdlet(VerbsCommon.Get, "Derivative")]
[OutputType(typeof(FormulaDerivative))]
[OutputType(typeof(FormulaSlope))]
public sealed class GetDerivativeCommand : NeuralCommand
{
    /// <summary>The formulas.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, HelpMessage = "The function as a formula, such as 'exp(x+2)^2 - exp(x+2)'.")]
    [ValidateNotNullOrEmpty]
    public string[] Expression { get; set; } = [];

    /// <summary>The variable.</summary>
    [Parameter(Position = 1, HelpMessage = "The variable to differentiate by. Other variables count as constants.")]
    [ValidatePattern("^[A-Za-z_][A-Za-z_0-9]*$")]
    public string Variable { get; set; } = "x";

    /// <summary>The points.</summary>
    [Parameter(HelpMessage = "The values of the variable to compute the function and its derivative for.")]
    [ValidateNotNullOrEmpty]
    [ValidateInterval]
    public double[] At { get; set; } = [];

    /// <summary>The order.</summary>
    [Parameter(HelpMessage = "How often to differentiate, from 1 to 20.")]
    [ValidateRange(1, Eng.Formulas.Formula.MaximumOrder)]
    public int Order { get; set; } = 1;

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (string expression in Expression)
        {
            // One wrong formula leaves the others alone.
            TryOne(expression, () => Differentiate(expression));
        }
    }

    private void Differentiate(string expression)
    {
        Eng.Formulas.Formula function = Eng.Formulas.Formula.Parse(expression);
        Eng.Formulas.Formula derivative = function.Differentiate(Variable, Order);
        var record = new FormulaDerivative(function.ToString(), Variable, Order, derivative.ToString());
        if (At.Length == 0)
        {
            WriteObject(record);
        }

        foreach (double at in At)
        {
            WriteObject(new FormulaSlope(record, at, function.Evaluate(Variable, at), derivative.Evaluate(Variable, at)));
        }
    }
}
