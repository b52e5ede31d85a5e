using System.Management.Automation;
using NeuralPS.Binding;
using NeuralPS.Loading;
using Eng = NeuralPS.Engine;

namespace NeuralPS.Commands.Networks;

/// <summary>New-Network: a network without layers, to which Add-*Layer cmdlets add, or a network of the literature by name.</summary>
[Cmdlet(VerbsCommon.New, "Network", DefaultParameterSetName = Empty)]
[OutputType(typeof(Network))]
public sealed class NewNetworkCommand : NeuralCommand
{
    private const string Empty = "Empty";
    private const string ByPreset = "Preset";

    /// <summary>The shape of one sample.</summary>
    [Parameter(
        Mandatory = true, Position = 0, ParameterSetName = Empty,
        HelpMessage = "The shape of one sample: 784, or 28, 28, 1 for height, width and channels.")]
    [Parameter(
        ParameterSetName = ByPreset,
        HelpMessage = "The shape of one sample, where the architecture takes others. Without it the preset's usual one.")]
    [ValidateRange(1, int.MaxValue)]
    [ValidateCount(1, 4)]
    public int[]? InputShape { get; set; }

    /// <summary>The name.</summary>
    [Parameter(Position = 1, ParameterSetName = Empty, HelpMessage = "The name, for tables and files.")]
    [Parameter(ParameterSetName = ByPreset, HelpMessage = "The name, for tables and files. Without it that of the preset.")]
    [ValidateNotNullOrEmpty]
    public string? Name { get; set; }

    /// <summary>The architecture.</summary>
    [Parameter(
        Mandatory = true, ValueFromPipeline = true, ParameterSetName = ByPreset,
        HelpMessage = "The name of a network of the literature, such as LeNet5 or ResNet18; Get-NetworkPreset lists them.")]
    [ArgumentCompleter(typeof(PresetCompleter))]
    [ValidateNotNullOrEmpty]
    public string Preset { get; set; } = "";

    /// <summary>The number of classes.</summary>
    [Parameter(
        ParameterSetName = ByPreset,
        HelpMessage = "The number of classes, for presets that tell classes apart. Without it the preset's usual number.")]
    [ValidateRange(2, int.MaxValue)]
    [Alias("Classes")]
    public int ClassCount { get; set; }

    /// <summary>The name of the input.</summary>
    [Parameter(ParameterSetName = Empty, HelpMessage = "The name of the input, for layers that read it with -From.")]
    [ValidateNotNullOrEmpty]
    public string InputName { get; set; } = "input";

    /// <inheritdoc/>
    protected override void BeginProcessing() => WarmUp.Begin();

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        Eng.Tensors.Shape? shape = InputShape is { } sizes ? Try(sizes, () => new Eng.Tensors.Shape(sizes)) : null;
        if (ParameterSetName == Empty)
        {
            WriteObject(new Network(Try(InputShape, () => Eng.Networks.Network.Create(shape!, Name, InputName))));
            return;
        }

        TryOne(Preset, () =>
        {
            int? classes = MyInvocation.BoundParameters.ContainsKey(nameof(ClassCount)) ? ClassCount : null;
            WriteObject(new Network(Eng.Presets.PresetCatalog.Get(Preset).Build(shape, classes, Name)));
        });
    }
}
