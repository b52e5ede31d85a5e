using System.Management.Automation;
using NeuralPS.Binding;
using Eng = NeuralPS.Engine;

namespace NeuralPS.Commands.Networks;

/// <summary>Add-PoolingLayer: the maximum or mean of windows, or of the whole image or sequence.</summary>
[Cmdlet(VerbsCommon.Add, "PoolingLayer")]
[OutputType(typeof(Network))]
public sealed class AddPoolingLayerCommand : AddLayerCommand
{
    /// <summary>What is taken of each window.</summary>
    [Parameter(Position = 0, HelpMessage = "What is taken of each window; the global kinds take the whole image, AdaptiveAverage makes an output of a given size.")]
    public PoolingKind Kind { get; set; } = PoolingKind.Max;

    /// <summary>The size of the window.</summary>
    [Parameter(Position = 1, HelpMessage = "Lines and pixels of the window.")]
    [ValidateRange(1, int.MaxValue)]
    public int Size { get; set; } = 2;

    /// <summary>The stride.</summary>
    [Parameter(HelpMessage = "Lines and pixels from one window to the next. Without it the size of the window.")]
    [ValidateRange(1, int.MaxValue)]
    public int Stride { get; set; }

    /// <summary>The padding.</summary>
    [Parameter(HelpMessage = "Valid for none, Same to keep the size (divided by the stride), or a number of lines and pixels on each side.")]
    [ArgumentCompleter(typeof(PaddingCompleter))]
    [ValidateNotNull]
    public Padding Padding { get; set; } = Padding.Valid;

    /// <summary>The size of the output.</summary>
    [Parameter(HelpMessage = "With AdaptiveAverage: lines and pixels of the output; one number for both, or height and width.")]
    [ValidateCount(1, 2)]
    [ValidateRange(1, int.MaxValue)]
    public int[]? OutputSize { get; set; }

    private protected override Eng.Layers.Layer CreateLayer() =>
        new Eng.Layers.PoolingLayer(Enum.Parse<Eng.Layers.PoolingKind>(Kind.ToString()))
        {
            Size = Size,
            Stride = Stride,
            Padding = Padding.ToEngine(),
            OutputHeight = OutputSize?[0] ?? 0,
            OutputWidth = OutputSize?[^1] ?? 0,
        };
}
