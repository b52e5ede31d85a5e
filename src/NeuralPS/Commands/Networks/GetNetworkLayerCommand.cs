using System.Management.Automation;
using NeuralPS.Binding;

namespace NeuralPS.Commands.Networks;

/// <summary>Get-NetworkLayer: the layers of a network as records.</summary>
[Cmdlet(VerbsCommon.Get, "NetworkLayer")]
[OutputType(typeof(NetworkLayer))]
public sealed class GetNetworkLayerCommand : NeuralCommand
{
    /// <summary>The network.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, HelpMessage = "The network.")]
    [ValidateNotNull]
    public Network Network { get; set; } = null!;

    /// <summary>The layers' names.</summary>
    [Parameter(Position = 1, HelpMessage = "The names of the layers, with wildcards. Without it all of them.")]
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
