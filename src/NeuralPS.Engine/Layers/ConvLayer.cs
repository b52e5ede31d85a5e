using NeuralPS.Engine.Activations;
using NeuralPS.Engine.Initializers;
using NeuralPS.Engine.Tensors;

namespace NeuralPS.Engine.Layers;

/// <summary>
/// A two-dimensional convolution (cross-correlation, as all frameworks have it): input (height, width, channels), output
/// (height', width', filters). Weights [filters, kernel height, kernel width, channels / groups], a row per filter.
/// Over sequences, (length, channels), it is one-dimensional: the kernel has one size, and the weights are
/// [filters, kernel, channels / groups].
/// </summary>
/// <param name="Filters">Output channels, at least 1.</param>
public sealed record ConvLayer(int Filters) : Layer, IActivated
{
    /// <summary>Lines of the kernel.</summary>
    public int KernelHeight { get; init; } = 3;

    /// <summary>Pixels of a line of the kernel.</summary>
    public int KernelWidth { get; init; } = 3;

    /// <summary>Lines and pixels from one window to the next.</summary>
    public int Stride { get; init; } = 1;

    /// <summary>Lines and pixels from one element of the kernel to the next.</summary>
    public int Dilation { get; init; } = 1;

    /// <summary>Groups of channels that do not see each other; divides channels and filters.</summary>
    public int Groups { get; init; } = 1;

    /// <summary>The padding.</summary>
    public Padding Padding { get; init; } = Padding.Valid;

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
    public override string Kind => "conv";

    /// <inheritdoc/>
    public override string Summary => Describe(null);

    /// <inheritdoc/>
    public override string GetSummary(Shape input) => Describe(input);

    /// <inheritdoc/>
    public override Shape GetOutputShape(Shape input)
    {
        Window.RequireImage(input, "Convolution", Name);
        Window.RequireScalarKernel(input, KernelHeight, KernelWidth, "Convolution", Name);
        if (Padding.Kind == PaddingKind.Causal && !input.IsSequence)
        {
            throw new ShapeException(
                "CausalNeedsSequence",
                $"Convolution '{Name}' has causal padding, which is for sequences of shape length x channels, but its input has the shape "
                + $"{input}. Use same or valid padding, or an input shape such as 100, 1.");
        }

        if (input.Channels % Groups != 0 || Filters % Groups != 0)
        {
            throw new ShapeException(
                "GroupsDoNotDivide",
                $"Convolution '{Name}' has {Groups} groups, which must divide both its {input.Channels} input channels and its {Filters} filters.");
        }

        (int height, int width) = GetWindow(input).GetOutputSize("Convolution", Name, input);
        return input.WithSizes(height, width, Filters);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<ParameterSpecification> GetParameters(Shape input)
    {
        int taps = input.IsSequence ? KernelWidth : KernelHeight * KernelWidth;
        int fanIn = taps * (input.Channels / Groups);
        int fanOut = taps * (Filters / Groups);
        var weight = new ParameterSpecification(
            "weight",
            GetKernelShape(input, Filters, KernelHeight, KernelWidth, input.Channels / Groups),
            WeightInitializer ?? Initializer.For(Activation),
            fanIn,
            fanOut);
        return UseBias
            ? [weight, new ParameterSpecification("bias", new Shape(Filters), BiasInitializer, fanIn, fanOut)]
            : [weight];
    }

    /// <inheritdoc/>
    public override long GetMultiplyAdds(Shape input) =>
        (long)GetOutputShape(input).Length * (input.IsSequence ? 1 : KernelHeight) * KernelWidth * (input.Channels / Groups);

    /// <summary>The shape of the weights of a convolution over samples of shape <paramref name="input"/>.</summary>
    internal static Shape GetKernelShape(Shape input, int filters, int height, int width, int channels) =>
        input.IsSequence ? new Shape(filters, width, channels) : new Shape(filters, height, width, channels);

    /// <summary>The window that slides over samples of shape <paramref name="input"/>.</summary>
    internal Window GetWindow(Shape input) => new(input, KernelHeight, KernelWidth, Stride, Dilation, Padding);

    /// <inheritdoc/>
    internal override Halo GetInputHalo(Shape input) => GetWindow(input).Halo;

    /// <inheritdoc/>
    internal override bool WantsPlainInput(Shape input) => Groups == 1 && input.Channels <= 4;

    /// <inheritdoc/>
    internal override void Validate()
    {
        if (Filters < 1 || KernelHeight < 1 || KernelWidth < 1 || Stride < 1 || Dilation < 1 || Groups < 1 || Padding.Size < 0)
        {
            throw new EngineException(
                "ConvolutionOutOfRange",
                $"Convolution '{Name}' has {Filters} filters, kernel {KernelHeight}x{KernelWidth}, stride {Stride}, dilation {Dilation}, "
                + $"{Groups} groups and padding {Padding.Size}; each must be at least 1, and the padding at least 0.");
        }

        Penalty.Validate(Name);
    }

    /// <inheritdoc/>
    internal override Operation Compile(CompileContext context) => new ConvOperation(this, context);

    private string Describe(Shape? input)
    {
        var parts = new List<string> { Window.Format(input, KernelHeight, KernelWidth), Padding.ToString() };
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
