using System.Management.Automation;
using NeuralPS.Binding;
using Eng = NeuralPS.Engine;

namespace NeuralPS.Commands.Networks;

/// <summary>
/// Add-ConvLayer: a convolution over images, or over sequences where samples have the shape length x channels. One cmdlet for both, as
/// the shape says which is meant and a kernel size of one number fits both: Conv1D and Conv2D would differ in nothing else.
/// </summary>
[Cmdlet(VerbsCommon.Add, "ConvLayer")]
[OutputType(typeof(Network))]
public sealed class AddConvLayerCommand : AddLearningLayerCommand
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
    [Parameter(HelpMessage = "Lines and pixels from one position of the kernel to the next.")]
    [ValidateRange(1, int.MaxValue)]
    public int Stride { get; set; } = 1;

    /// <summary>The padding.</summary>
    [Parameter(HelpMessage = "Valid for none, Same to keep the size (divided by the stride), a number of lines and pixels on each side, or for sequences Causal.")]
    [ArgumentCompleter(typeof(PaddingCompleter))]
    [ValidateNotNull]
    public Padding Padding { get; set; } = Padding.Valid;

    /// <summary>The dilation.</summary>
    [Parameter(HelpMessage = "Lines and pixels from one element of the kernel to the next.")]
    [ValidateRange(1, int.MaxValue)]
    public int Dilation { get; set; } = 1;

    /// <summary>The groups.</summary>
    [Parameter(HelpMessage = "Groups of channels that do not see each other; as many as channels for a depthwise convolution.")]
    [ValidateRange(1, int.MaxValue)]
    [Alias("Groups")]
    public int Group { get; set; } = 1;

    private protected override Eng.Layers.Layer CreateLayer() => new Eng.Layers.ConvLayer(Filter)
    {
        KernelHeight = KernelSize[0],
        KernelWidth = KernelSize[^1],
        Stride = Stride,
        Dilation = Dilation,
        Groups = Group,
        Padding = Padding.ToEngine(),
        Activation = GetActivation(),
        UseBias = !NoBias,
        WeightInitializer = GetWeightInitializer(),
        BiasInitializer = GetBiasInitializer(),
        Penalty = GetPenalty(),
    };
}
