using System.Management.Automation;
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

    private protected override Eng.Layers.Layer CreateLayer() => new Eng.Layers.DenseLayer(Unit)
    {
        Activation = GetActivation(),
        UseBias = !NoBias,
        WeightInitializer = GetWeightInitializer(),
        BiasInitializer = GetBiasInitializer(),
        Penalty = GetPenalty(),
    };
}
