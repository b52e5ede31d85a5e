using System.Management.Automation;
using Eng = NeuralPS.Engine;

namespace NeuralPS.Commands.Networks;

/// <summary>Add-ActivationLayer: an activation of its own, a = g(z).</summary>
[Cmdlet(VerbsCommon.Add, "ActivationLayer", DefaultParameterSetName = NameSet)]
[OutputType(typeof(Network))]
public sealed class AddActivationLayerCommand : AddLayerCommand
{
    private const string NameSet = "Name";
    private const string ExpressionSet = "Expression";

    /// <summary>The activation.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = NameSet, HelpMessage = "The activation a = g(z).")]
    public ActivationName Activation { get; set; }

    /// <summary>The activation as a formula.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ExpressionSet, HelpMessage = "The activation as a formula in x, such as 'x * sigmoid(x)', instead of -Activation.")]
    [ValidateNotNullOrEmpty]
    public string Expression { get; set; } = "";

    /// <summary>The slope or level on the negative side.</summary>
    [Parameter(ParameterSetName = NameSet, HelpMessage = "The slope of LeakyReLU below 0, or the level that ELU approaches there.")]
    [ValidateRange(0, double.MaxValue)]
    public double Alpha { get; set; }

    private protected override Eng.Layers.Layer CreateLayer()
    {
        if (ParameterSetName == ExpressionSet)
        {
            return new Eng.Layers.ActivationLayer(new Eng.Activations.FormulaActivation(Expression));
        }

        bool hasAlpha = MyInvocation.BoundParameters.ContainsKey(nameof(Alpha));
        if (hasAlpha && Activation is not (ActivationName.LeakyReLU or ActivationName.ELU))
        {
            throw new Eng.EngineException(
                "AlphaNotUsed", $"The activation {Activation} has no alpha; only LeakyReLU and ELU have. Leave -Alpha out.");
        }

        return new Eng.Layers.ActivationLayer(
            Eng.Activations.ActivationCatalog.Get(hasAlpha ? FormattableString.Invariant($"{Activation}({Alpha})") : Activation.ToString()));
    }
}
