using System.Management.Automation;
using NeuralPS.Binding;

namespace NeuralPS.Commands.Networks;

/// <summary>Get-NetworkLayer: the layers of a network as records.</summary>
[Cmdlet(VerbsCommon.Get, "NetworkLayer", DefaultParameterSetName = "Pipeline")]
[OutputType(typeof(NetworkLayer))]
public sealed class GetNetworkLayerCommand : NeuralCommand
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
        foreach (string pattern in Layer)
        {
            NetworkLayer[] found = LayerSelection.Select(Network, pattern);
            if (found.Length == 0 && !WildcardPattern.ContainsWildcardCharacters(pattern))
            {
                TryOne(Network, () => Network.Value.GetLayer(pattern));
            }

            WriteObject(found, enumerateCollection: true);
        }
    }
}
