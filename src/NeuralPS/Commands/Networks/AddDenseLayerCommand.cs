using System.Management.Automation;
using NeuralPS.Binding;
using Eng = NeuralPS.Engine;

namespace NeuralPS.Commands.Networks;

/// <summary>Add-DenseLayer: a fully connected layer, a = g(W x + b).</summary>
[Cmdlet(VerbsCommon.Add, "DenseLayer")]
[OutputType(typeof(Network))]
public sealed class AddDenseLayerCommand : AddLearningLayerCommand
{
    /// <summary>The number of units.</summary>
    [Parameter(Mandatory = true, Position = 0, HelpMessage = "The number of units: outputs of the layer.")]
    [ValidateRange(1, int.MaxValue)]
    [Alias("Units")]
    public int Unit { get; set; }

    /// <summary>The wanted mean activation.</summary>
    [Parameter(HelpMessage = "The mean activation rho that each unit should have over a batch, above 0 and below 1, such as 0.05; others add to the loss.")]
    [ValidateInterval(Above = 0, Below = 1)]
    public double Sparsity { get; set; }

    /// <summary>The weight of the penalty.</summary>
    [Parameter(HelpMessage = "The factor beta of the penalty on other mean activations than -Sparsity.")]
    [ValidateInterval(Above = 0)]
    public double SparsityWeight { get; set; } = 1;

    private protected override Eng.Layers.Layer CreateLayer() => new Eng.Layers.DenseLayer(Unit)
    {
        Activation = GetActivation(),
        UseBias = !NoBias,
        WeightInitializer = GetWeightInitializer(),
        BiasInitializer = GetBiasInitializer(),
        Penalty = GetPenalty(),
        Sparsity = GetSparsity(),
    };

    private Eng.Layers.SparsityPenalty GetSparsity()
    {
        if (MyInvocation.BoundParameters.ContainsKey(nameof(Sparsity)))
        {
            return new Eng.Layers.SparsityPenalty(Sparsity, SparsityWeight);
        }

        return MyInvocation.BoundParameters.ContainsKey(nameof(SparsityWeight))
            ? throw new Eng.EngineException(
                "SparsityMissing", "-SparsityWeight is the factor of a penalty that -Sparsity asks for. Give -Sparsity, the wanted mean activation.")
            : default;
    }
}
