using System.Management.Automation;
using NeuralPS.Binding;
using Eng = NeuralPS.Engine;

namespace NeuralPS.Commands.Networks;

/// <summary>What the layers that normalise and then scale and shift share.</summary>
public abstract class AddNormLayerCommand : AddLayerCommand
{
    /// <summary>The activation.</summary>
    [Parameter(HelpMessage = "The activation a = g(z) of the normalised values.")]
    public ActivationName Activation { get; set; } = ActivationName.Linear;

    /// <summary>What is added to the variance.</summary>
    [Parameter(HelpMessage = "What is added to the variance before the root: above 0.")]
    [ValidateInterval(Above = 0)]
    public double Epsilon { get; set; } = 1e-5;

    /// <summary>Leaves the scale out.</summary>
    [Parameter(HelpMessage = "Leaves the learned scale (gamma) out.")]
    public SwitchParameter NoScale { get; set; }

    /// <summary>Leaves the shift out.</summary>
    [Parameter(HelpMessage = "Leaves the learned shift (beta) out.")]
    public SwitchParameter NoShift { get; set; }

    private protected Eng.Activations.Activation GetActivation() => Eng.Activations.ActivationCatalog.Get(Activation.ToString());
}
