using System.Management.Automation;

namespace NeuralPS.Commands.Networks;

/// <summary>Initialize-Network: gives a network its first weights, or new ones.</summary>
[Cmdlet(VerbsData.Initialize, "Network")]
[OutputType(typeof(Network))]
public sealed class InitializeNetworkCommand : NeuralCommand
{
    /// <summary>The network.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, HelpMessage = "The network. It stays as it is; a new one comes out.")]
    [ValidateNotNull]
    public Network Network { get; set; } = null!;

    /// <summary>The seed.</summary>
    [Parameter(HelpMessage = "The seed of all random numbers: the same seed gives the same bits.")]
    public ulong Seed { get; set; }

    /// <summary>Keeps weights that exist.</summary>
    [Parameter(HelpMessage = "Keeps the weights that are there and fills only those that are missing.")]
    public SwitchParameter OnlyMissing { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() =>
        WriteObject(new Network(Try(Network, () => Network.Value.Initialize(Seed, OnlyMissing))));
}
