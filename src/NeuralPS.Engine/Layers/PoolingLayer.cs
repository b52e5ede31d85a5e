using NeuralPS.Engine.Tensors;

namespace NeuralPS.Engine.Layers;

/// <summary>
/// Takes the maximum or the mean of each window, channel by channel. Input (height, width, channels); output
/// (height', width', channels), or (channels) for the global kinds. Over sequences, (length, channels), windows have one size and the
/// output is (length', channels), or (channels). Padding never wins a maximum and is not counted in a mean.
/// Adaptive pooling divides images of any size into as many windows as the output has pixels: window i of n over s lines reaches
/// from floor(i s / n) to before ceil((i + 1) s / n), so neighbours may share a line.
/// </summary>
/// <param name="Pooling">What is taken.</param>
public sealed record PoolingLayer(PoolingKind Pooling) : Layer
{
    /// <summary>Lines and pixels of the window; ignored by the global kinds.</summary>
    public int Size { get; init; } = 2;

    /// <summary>Lines and pixels from one window to the next; 0 for the size of the window.</summary>
    public int Stride { get; init; }

    /// <summary>The padding.</summary>
    public Padding Padding { get; init; } = Padding.Valid;

    /// <summary>Lines of the output of the adaptive kind; 0 for the others.</summary>
    public int OutputHeight { get; init; }

    /// <summary>Pixels of a line of the output of the adaptive kind; 0 for the others.</summary>
    public int OutputWidth { get; init; }

    /// <summary>True for the kind whose output has a given size.</summary>
    public bool IsAdaptive => Pooling == PoolingKind.AdaptiveAverage;

    /// <summary>True for the kinds that take the whole image.</summary>
    public bool IsGlobal => Pooling is PoolingKind.GlobalMax or PoolingKind.GlobalAverage;

    /// <inheritdoc/>
    public override string Kind => "pooling";

    /// <inheritdoc/>
    public override string Summary => Describe(null);

    /// <inheritdoc/>
    public override string GetSummary(Shape input) => Describe(input);

    /// <inheritdoc/>
    public override Shape GetOutputShape(Shape input)
    {
        Window.RequireImage(input, "Pooling layer", Name);
        if (IsGlobal)
        {
            return new Shape(input.Channels);
        }

        if (IsAdaptive)
        {
            Window.RequireScalarKernel(input, OutputHeight, OutputWidth, "Pooling layer", Name, "an output");
            return ImageSize.Create("Pooling layer", Name, input, input.IsSequence ? 1 : OutputHeight, OutputWidth);
        }

        (int height, int width) = GetWindow(input).GetOutputSize("Pooling layer", Name, input);
        return input.WithSizes(height, width, input.Channels);
    }

    /// <summary>The window that slides over samples of shape <paramref name="input"/>.</summary>
    internal Window GetWindow(Shape input) => new(input, Size, Size, Stride == 0 ? Size : Stride, 1, Padding);

    /// <inheritdoc/>
    internal override void Validate()
    {
        if (IsAdaptive ? OutputHeight < 1 || OutputWidth < 1 : OutputHeight != 0 || OutputWidth != 0)
        {
            throw new EngineException(
                "PoolingOutputSize",
                IsAdaptive
                    ? $"Pooling layer '{Name}' is adaptive and needs the size of its output, at least 1x1; it has {OutputHeight}x{OutputWidth}."
                    : $"Pooling layer '{Name}' has an output size, {OutputHeight}x{OutputWidth}, which only the kind AdaptiveAverage takes; "
                        + "the size of the others follows from the window and the stride.");
        }

        if (Padding.Kind == PaddingKind.Causal)
        {
            throw new EngineException(
                "PaddingNotSupported", $"Pooling layer '{Name}' has causal padding; it takes valid, same, or a number.");
        }

        if (Size < 1 || Stride < 0 || Padding.Size < 0 || (Padding.Kind == PaddingKind.Explicit && Padding.Size >= Size))
        {
            throw new EngineException(
                "PoolingOutOfRange",
                $"Pooling layer '{Name}' has the size {Size}, stride {Stride} and padding {Padding.Size}; the size must be at least 1, "
                + "the stride at least 0 (0 means the size), and the padding smaller than the size.");
        }
    }

    /// <inheritdoc/>
    internal override Operation Compile(CompileContext context) =>
        IsGlobal ? new GlobalPoolingOperation(this, context)
        : Pooling == PoolingKind.Max ? new MaxPoolingOperation(this, context)
        : new AveragePoolingOperation(this, context);

    private string Describe(Shape? input) => Pooling switch
    {
        PoolingKind.GlobalMax => "global max",
        PoolingKind.GlobalAverage => "global average",
        PoolingKind.AdaptiveAverage => $"adaptive average to {Window.Format(input, OutputHeight, OutputWidth)}",
        _ => $"{(Pooling == PoolingKind.Max ? "max" : "average")} {Window.Format(input, Size, Size)}"
            + (Stride != 0 && Stride != Size ? $", stride {Stride}" : "")
            + (Padding.Kind == PaddingKind.Valid ? "" : $", {Padding}"),
    };
}

/// <summary>What pooling takes of each window.</summary>
public enum PoolingKind
{
    /// <summary>The maximum.</summary>
    Max,

    /// <summary>The mean of the elements inside the image.</summary>
    Average,

    /// <summary>The maximum of the whole image.</summary>
    GlobalMax,

    /// <summary>The mean of the whole image.</summary>
    GlobalAverage,

    /// <summary>The mean of as many windows as the output has pixels, whatever the size of the image.</summary>
    AdaptiveAverage,
}
