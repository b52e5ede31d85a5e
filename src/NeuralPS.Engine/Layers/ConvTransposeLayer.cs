using NeuralPS.Engine.Activations;
using NeuralPS.Engine.Initializers;
using NeuralPS.Engine.Tensors;

namespace NeuralPS.Engine.Layers;

/// <summary>
/// A transposed convolution: each pixel of the input (height, width, channels) adds the kernel, times its values, to the output
/// (height', width', filters) at the place to which a convolution's window would have moved. It is the input gradient of that
/// convolution, which it names its mirror, and undoes the change of size that the mirror makes:
/// <list type="bullet">
/// <item>valid: height' = (height - 1) stride + max(reach, stride), with reach = dilation (kernel - 1) + 1, as in Keras;</item>
/// <item>same: height' = height stride;</item>
/// <item>a number p: height' = (height - 1) stride - 2 p + reach + output padding, as in PyTorch.</item>
/// </list>
/// Weights [filters, kernel height, kernel width, channels / groups], a row per filter; over sequences [filters, kernel,
/// channels / groups].
/// </summary>
/// <param name="Filters">Output channels, at least 1.</param>
public sealed record ConvTransposeLayer(int Filters) : Layer, IActivated
{
    /// <summary>Lines of the kernel.</summary>
    public int KernelHeight { get; init; } = 3;

    /// <summary>Pixels of a line of the kernel.</summary>
    public int KernelWidth { get; init; } = 3;

    /// <summary>Lines and pixels of the output from one place of the kernel to the next.</summary>
    public int Stride { get; init; } = 1;

    /// <summary>Lines and pixels of the output from one element of the kernel to the next.</summary>
    public int Dilation { get; init; } = 1;

    /// <summary>Groups of channels that do not see each other; divides channels and filters.</summary>
    public int Groups { get; init; } = 1;

    /// <summary>The padding of the mirror: lines and pixels cut off the output.</summary>
    public Padding Padding { get; init; } = Padding.Valid;

    /// <summary>Lines and pixels more below and at the right, with explicit padding: below the stride.</summary>
    public int OutputPadding { get; init; }

    /// <summary>g, the activation.</summary>
    public Activation Activation { get; init; } = LinearActivation.Instance;

    /// <summary>False for a layer without bias.</summary>
    public bool UseBias { get; init; } = true;

    /// <summary>How the weights start; null for what suits the activation.</summary>
    public Initializer? WeightInitializer { get; init; }

    /// <summary>How the biases start.</summary>
    public Initializer BiasInitializer { get; init; } = ZerosInitializer.Instance;

    /// <summary>The penalty on the weights, added to the loss.</summary>
    public Penalty Penalty { get; init; }

    /// <inheritdoc/>
    public override string Kind => "convtranspose";

    /// <inheritdoc/>
    public override string Summary => Describe(null);

    /// <inheritdoc/>
    public override string GetSummary(Shape input) => Describe(input);

    /// <inheritdoc/>
    public override Shape GetOutputShape(Shape input)
    {
        const string What = "Transposed convolution";
        Window.RequireImage(input, What, Name);
        Window.RequireScalarKernel(input, KernelHeight, KernelWidth, What, Name);
        if (input.Channels % Groups != 0 || Filters % Groups != 0)
        {
            throw new ShapeException(
                "GroupsDoNotDivide",
                $"{What} '{Name}' has {Groups} groups, which must divide both its {input.Channels} input channels and its {Filters} filters.");
        }

        long height = input.IsSequence ? 1 : GetSize(input.Height, KernelHeight);
        long width = GetSize(input.Width, KernelWidth);
        return height >= 1 && width >= 1
            ? ImageSize.Create(What, Name, input, height, width, Filters)
            : throw new ShapeException(
                "NothingLeft",
                $"{What} '{Name}' ({GetSummary(input)}) cuts more off than its input of shape {input} makes: {Math.Max(height, 0)} lines of "
                + $"{Math.Max(width, 0)} pixels would be left. Use a smaller padding or a larger kernel.");
    }

    /// <inheritdoc/>
    public override IReadOnlyList<ParameterSpecification> GetParameters(Shape input)
    {
        // Of a kernel's elements only every stride-th meets the same output.
        int height = input.IsSequence ? 1 : KernelHeight;
        int fanIn = (height + Stride - 1) / Stride * ((KernelWidth + Stride - 1) / Stride) * (input.Channels / Groups);
        int fanOut = height * KernelWidth * (Filters / Groups);
        var weight = new ParameterSpecification(
            "weight",
            ConvLayer.GetKernelShape(input, Filters, KernelHeight, KernelWidth, input.Channels / Groups),
            WeightInitializer ?? Initializer.For(Activation),
            fanIn,
            fanOut);
        return UseBias
            ? [weight, new ParameterSpecification("bias", new Shape(Filters), BiasInitializer, fanIn, fanOut)]
            : [weight];
    }

    /// <inheritdoc/>
    public override long GetMultiplyAdds(Shape input) =>
        (long)input.Length * (input.IsSequence ? 1 : KernelHeight) * KernelWidth * (Filters / Groups);

    /// <summary>The convolution whose input gradient this is: from the output's shape back to the input's.</summary>
    internal ConvLayer GetMirror(Shape input) => new(input.Channels)
    {
        KernelHeight = KernelHeight,
        KernelWidth = KernelWidth,
        Stride = Stride,
        Dilation = Dilation,
        Groups = Groups,
        Padding = Padding,
    };

    /// <inheritdoc/>
    internal override Halo GetInputHalo(Shape input)
    {
        Shape output = GetOutputShape(input);
        return ConvProducts.GetGradientHalo(GetMirror(input).GetWindow(output), output.Height, output.Width);
    }

    /// <inheritdoc/>
    internal override void Validate()
    {
        if (Filters < 1 || KernelHeight < 1 || KernelWidth < 1 || Stride < 1 || Dilation < 1 || Groups < 1 || Padding.Size < 0)
        {
            throw new EngineException(
                "ConvolutionOutOfRange",
                $"Transposed convolution '{Name}' has {Filters} filters, kernel {KernelHeight}x{KernelWidth}, stride {Stride}, dilation "
                + $"{Dilation}, {Groups} groups and padding {Padding.Size}; each must be at least 1, and the padding at least 0.");
        }

        if (Padding.Kind == PaddingKind.Causal)
        {
            throw new EngineException(
                "PaddingNotSupported", $"Transposed convolution '{Name}' has causal padding; it takes valid, same, or a number.");
        }

        if (OutputPadding < 0 || OutputPadding >= Stride || (OutputPadding > 0 && Padding.Kind != PaddingKind.Explicit))
        {
            throw new EngineException(
                "OutputPaddingOutOfRange",
                $"Transposed convolution '{Name}' has the output padding {OutputPadding} with stride {Stride} and {Padding}; it must be at "
                + "least 0 and below the stride, and needs a padding given as a number: valid and same padding determine the size.");
        }

        Penalty.Validate(Name);
    }

    /// <inheritdoc/>
    internal override Operation Compile(CompileContext context) => new ConvTransposeOperation(this, context);

    private long GetSize(int size, int kernel)
    {
        long reach = ((kernel - 1L) * Dilation) + 1;
        return Padding.Kind switch
        {
            PaddingKind.Same => (long)size * Stride,
            PaddingKind.Explicit => ((size - 1L) * Stride) + reach - (2L * Padding.Size) + OutputPadding,
            _ => ((size - 1L) * Stride) + Math.Max(reach, Stride),
        };
    }

    private string Describe(Shape? input)
    {
        var parts = new List<string> { Window.Format(input, KernelHeight, KernelWidth), Padding.ToString() };
        if (OutputPadding != 0)
        {
            parts.Add($"output padding {OutputPadding}");
        }

        if (Stride != 1)
        {
            parts.Add($"stride {Stride}");
        }

        if (Dilation != 1)
        {
            parts.Add($"dilation {Dilation}");
        }

        if (Groups != 1)
        {
            parts.Add($"{Groups} groups");
        }

        if (Activation is not LinearActivation)
        {
            parts.Add(Activation.Name);
        }

        return string.Join(", ", parts);
    }
}
