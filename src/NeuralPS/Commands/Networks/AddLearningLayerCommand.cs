using System.Management.Automation;
using NeuralPS.Binding;
using Eng = NeuralPS.Engine;

namespace NeuralPS.Commands.Networks;

/// <summary>What layers with weights share: activation, bias, initializers and penalties.</summary>
public abstract class AddLearningLayerCommand : AddLayerCommand
{
    /// <summary>The activation.</summary>
    [Parameter(HelpMessage = "The activation a = g(z).")]
    public ActivationName Activation { get; set; } = ActivationName.Linear;

    /// <summary>The activation as a formula.</summary>
    [Parameter(HelpMessage = "The activation as a formula in x, such as 'x * sigmoid(x)', instead of -Activation.")]
    [ValidateNotNullOrEmpty]
    public string? Expression { get; set; }

    /// <summary>Leaves the bias out.</summary>
    [Parameter(HelpMessage = "Leaves the bias out.")]
    public SwitchParameter NoBias { get; set; }

    /// <summary>How the weights start.</summary>
    [Parameter(HelpMessage = "How the weights start, such as HeNormal, Normal(0.01) or Constant(0.5). Without it what suits the activation.")]
    [ArgumentCompleter(typeof(InitializerCompleter))]
    [ValidateNotNullOrEmpty]
    public string? WeightInitializer { get; set; }

    /// <summary>How the biases start.</summary>
    [Parameter(HelpMessage = "How the biases start, such as Zeros or Constant(0.1).")]
    [ArgumentCompleter(typeof(InitializerCompleter))]
    [ValidateNotNullOrEmpty]
    public string BiasInitializer { get; set; } = "Zeros";

    /// <summary>The lasso penalty.</summary>
    [Parameter(HelpMessage = "Adds this factor times the sum of the absolute weights to the loss (lasso). Biases are never penalised.")]
    [ValidateRange(0, double.MaxValue)]
    public double L1 { get; set; }

    /// <summary>The ridge penalty.</summary>
    [Parameter(HelpMessage = "Adds half this factor times the sum of the squared weights to the loss (ridge). Biases are never penalised.")]
    [ValidateRange(0, double.MaxValue)]
    public double L2 { get; set; }

    private protected Eng.Activations.Activation GetActivation() =>
        ActivationBinding.Create(Activation, Expression, MyInvocation.BoundParameters.ContainsKey(nameof(Activation)));

    private protected Eng.Initializers.Initializer? GetWeightInitializer() =>
        WeightInitializer is null ? null : Eng.Initializers.InitializerCatalog.Get(WeightInitializer);

    private protected Eng.Initializers.Initializer GetBiasInitializer() => Eng.Initializers.InitializerCatalog.Get(BiasInitializer);

    private protected Eng.Layers.Penalty GetPenalty() => new(L1, L2);
}
