using System.Management.Automation;
using NeuralPS.Binding;
using Eng = NeuralPS.Engine;

namespace NeuralPS.Commands.Networks;

/// <summary>Add-ConvTransposeLayer: a transposed convolution, which enlarges images or sequences.</summary>
[Cmdlet(VerbsCommon.Add, "ConvTransposeLayer")]
[OutputType(typeof(Network))]
public sealed class AddConvTransposeLayerCommand : AddLearningLayerCommand
{
    /// <summary>The number of filters.</summary>
    [Parameter(Mandatory = true, Position = 0, HelpMessage = "The number of filters: channels of the output.")]
    [ValidateRange(1, int.MaxValue)]
    [Alias("Filters")]
    public int Filter { get; set; }

    /// <summary>The size of the kernel.</summary>
    [Parameter(Position = 1, HelpMessage = "The size of the kernel: one number for a square or for sequences, or height and width.")]
    [ValidateRange(1, int.MaxValue)]
    [ValidateCount(1, 2)]
    public int[] KernelSize { get; set; } = [3];

    /// <summary>The stride.</summary>
    [Parameter(HelpMessage = "Lines and pixels of the output from one position of the kernel to the next: how much larger the output is.")]
    [ValidateRange(1, int.MaxValue)]
    public int Stride { get; set; } = 1;

    /// <summary>The padding.</summary>
    [Parameter(HelpMessage = "Valid to keep all, Same for the size times the stride, or a number of lines and pixels to cut off each side.")]
    [ArgumentCompleter(typeof(PaddingCompleter))]
    [ValidateNotNull]
    public Padding Padding { get; set; } = Padding.Valid;

    /// <summary>Lines and pixels more.</summary>
    [Parameter(HelpMessage = "With a padding in numbers: lines and pixels more at the bottom and at the right, below the stride.")]
    [ValidateRange(0, int.MaxValue)]
    public int OutputPadding { get; set; }

    /// <summary>The dilation.</summary>
    [Parameter(HelpMessage = "Lines and pixels of the output from one element of the kernel to the next.")]
    [ValidateRange(1, int.MaxValue)]
    public int Dilation { get; set; } = 1;

    /// <summary>The groups.</summary>
    [Parameter(HelpMessage = "Groups of channels that do not see each other; as many as channels for a depthwise convolution.")]
    [ValidateRange(1, int.MaxValue)]
    [Alias("Groups")]
    public int Group { get; set; } = 1;

    private protected override Eng.Layers.Layer CreateLayer() => new Eng.Layers.ConvTransposeLayer(Filter)
    {
        KernelHeight = KernelSize[0],
        KernelWidth = KernelSize[^1],
        Stride = Stride,
        Dilation = Dilation,
        Groups = Group,
        Padding = Padding.ToEngine(),
        OutputPadding = OutputPadding,
        Activation = GetActivation(),
        UseBias = !NoBias,
        WeightInitializer = GetWeightInitializer(),
        BiasInitializer = GetBiasInitializer(),
        Penalty = GetPenalty(),
    };
}
