using System.Management.Automation;
using NeuralPS.Binding;
using Eng = NeuralPS.Engine;

namespace NeuralPS.Commands.Networks;

/// <summary>Get-NetworkPreset: the networks of the literature that New-Network builds by name.</summary>
[Cmdlet(VerbsCommon.Get, "NetworkPreset")]
[OutputType(typeof(NetworkPreset))]
public sealed class GetNetworkPresetCommand : NeuralCommand
{
    /// <summary>The presets' names.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, HelpMessage = "The names of the presets, with wildcards. Without it all of them.")]
    [ArgumentCompleter(typeof(PresetCompleter))]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [Alias("Name")]
    public string[] Preset { get; set; } = ["*"];

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (string pattern in Preset)
        {
            if (WildcardPattern.ContainsWildcardCharacters(pattern))
            {
                var wildcard = new WildcardPattern(pattern, WildcardOptions.IgnoreCase);
                foreach (string name in Eng.Presets.PresetCatalog.Names)
                {
                    if (wildcard.IsMatch(name))
                    {
                        Write(name);
                    }
                }
            }
            else
            {
                TryOne(pattern, () => Write(pattern));
            }
        }
    }

    private void Write(string name) => WriteObject(new NetworkPreset(Eng.Presets.PresetCatalog.Get(name)));
}
