using System.Management.Automation;
using NeuralPS.Binding;
using Eng = NeuralPS.Engine;

namespace NeuralPS.Commands.Networks;

/// <summary>Add-NetworkLayer: a whole network as a layer, with weights of its own or those of another one.</summary>
[Cmdlet(VerbsCommon.Add, "NetworkLayer", DefaultParameterSetName = "Own")]
[OutputType(typeof(Network))]
public sealed class AddNetworkLayerCommand : AddLayerCommand
{
    /// <summary>The network that becomes a layer.</summary>
    [Parameter(
        Mandatory = true, Position = 0, ParameterSetName = "Own",
        HelpMessage = "The network that becomes a layer. If it has weights, the layer starts with them.")]
    [ValidateNotNull]
    public Network Subnetwork { get; set; } = null!;

    /// <summary>The layer whose network and weights are used again.</summary>
    [Parameter(
        Mandatory = true, ParameterSetName = "Shared",
        HelpMessage = "The layer whose network is used again, with the same weights: both learn together.")]
    [ArgumentCompleter(typeof(SourceNameCompleter))]
    [ValidateNotNullOrEmpty]
    public string ShareWith { get; set; } = "";

    private protected override Eng.Layers.Layer CreateLayer() => ParameterSetName == "Own"
        ? new Eng.Networks.SubnetworkLayer(Subnetwork.Value)
        : Eng.Networks.SubnetworkLayer.Share(Network.Value, ShareWith);
}
