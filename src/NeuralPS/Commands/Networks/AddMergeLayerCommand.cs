using System.Management.Automation;
using Eng = NeuralPS.Engine;

namespace NeuralPS.Commands.Networks;

/// <summary>Add-MergeLayer: joins the outputs of several layers.</summary>
[Cmdlet(VerbsCommon.Add, "MergeLayer")]
[OutputType(typeof(Network))]
public sealed class AddMergeLayerCommand : AddLayerCommand
{
    /// <summary>How values are joined.</summary>
    [Parameter(Position = 0, HelpMessage = "Add, Multiply or Average element by element, or Concatenate the channels (features).")]
    public MergeOperation Operation { get; set; } = MergeOperation.Add;

    /// <summary>The activation.</summary>
    [Parameter(HelpMessage = "The activation a = g(z) of the joined values.")]
    public ActivationName Activation { get; set; } = ActivationName.Linear;

    private protected override Eng.Layers.Layer CreateLayer() =>
        new Eng.Layers.MergeLayer(Enum.Parse<Eng.Layers.MergeMethod>(Operation.ToString()))
        {
            Activation = Eng.Activations.ActivationCatalog.Get(Activation.ToString()),
        };
}
