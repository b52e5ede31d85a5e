using System.Management.Automation;
using NeuralPS.Binding;
using Eng = NeuralPS.Engine;

namespace NeuralPS.Commands.Networks;

/// <summary>What the Add-*Layer cmdlets share: a network comes in, and a new one with one layer more goes out.</summary>
public abstract class AddLayerCommand : NeuralCommand
{
    /// <summary>The network.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, HelpMessage = "The network to add to. It stays as it is; a new one comes out.")]
    [ValidateNotNull]
    public Network Network { get; set; } = null!;

    /// <summary>The name of the layer.</summary>
    [Parameter(HelpMessage = "The name of the layer, unique in the network. Without it the kind and a number, such as dense1.")]
    [ValidateNotNullOrEmpty]
    public string? Name { get; set; }

    /// <summary>What the layer reads.</summary>
    [Parameter(HelpMessage = "The layer or input that it reads. Without it what was added last.")]
    [ArgumentCompleter(typeof(SourceNameCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] From { get; set; } = [];

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        Network result = Try(Network, () => new Network(Network.Value.Add(CreateLayer() with { Name = Name ?? "" }, From)));
        NetworkLayer layer = result.Layers[^1];
        WriteDebug($"{layer.Name}: {string.Join('x', layer.InputShape)} -> {string.Join('x', layer.OutputShape)}");
        WriteObject(result);
    }

    /// <summary>The layer that the parameters describe.</summary>
    private protected abstract Eng.Layers.Layer CreateLayer();
}
