using System.Management.Automation;
using NeuralPS.Binding;
using Eng = NeuralPS.Engine;

namespace NeuralPS.Commands.Networks;

/// <summary>Get-NetworkWeight: the weights of a network as nested arrays, row per unit.</summary>
[Cmdlet(VerbsCommon.Get, "NetworkWeight", DefaultParameterSetName = "Pipeline")]
[OutputType(typeof(NetworkWeight))]
public sealed class GetNetworkWeightCommand : NeuralCommand
{
    /// <summary>The network.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = "Pipeline", HelpMessage = "The network.")]
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = "Network", HelpMessage = "The network.")]
    [ValidateNotNull]
    public Network Network { get; set; } = null!;

    /// <summary>The layers' names.</summary>
    [Parameter(Position = 0, ParameterSetName = "Pipeline", HelpMessage = "The names of the layers, with wildcards. Without it all of them.")]
    [Parameter(Position = 1, ParameterSetName = "Network", HelpMessage = "The names of the layers, with wildcards. Without it all of them.")]
    [ArgumentCompleter(typeof(LayerNameCompleter))]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [Alias("Name")]
    public string[] Layer { get; set; } = ["*"];

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        Try(Network, () => Eng.Networks.NetworkChecks.RequireReady(Network.Value));
        foreach (string pattern in Layer)
        {
            NetworkLayer[] found = LayerSelection.Select(Network, pattern);
            if (found.Length == 0 && !WildcardPattern.ContainsWildcardCharacters(pattern))
            {
                TryOne(Network, () => Network.Value.GetLayer(pattern));
            }

            foreach (NetworkLayer layer in found)
            {
                Eng.Networks.NetworkLayer entry = Network.Value.GetLayer(layer.Name);
                foreach (Eng.Layers.ParameterSpecification parameter in entry.Parameters)
                {
                    WriteObject(new NetworkWeight(layer.Name, parameter, Network.Value.Weights[entry.TensorName(parameter.Role)]));
                }
            }
        }
    }
}
