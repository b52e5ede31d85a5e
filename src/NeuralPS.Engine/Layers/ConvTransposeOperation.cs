using NeuralPS.Engine.Activations;
using NeuralPS.Engine.Kernels;
using NeuralPS.Engine.Tensors;
using NeuralPS.Engine.Threading;

namespace NeuralPS.Engine.Layers;

/// <summary>
/// a = g(w *' x + b): the products of a convolution from the output back to the input, its mirror, in other roles. Forwards runs
/// the mirror's input gradient, backwards its forward pass for dL/dx; its weight gradient is dL/dw, with dz and x exchanged.
/// </summary>
internal sealed unsafe class ConvTransposeOperation : Operation
{
    private const int BlockSize = Layout.BlockSize;

    private readonly Activation _activation;
    private readonly bool _isRectifier;
    private readonly ConvGeometry _geometry;
    private readonly Parameter _weight;
    private readonly Parameter? _bias;
    private readonly TurnedWeights _turned;
    private readonly ImageProduct[] _products;
    private readonly ForwardWork _forward;
    private readonly ActivationWork _activate;
    private readonly Workspace? _z;

    private readonly ConvSlope? _slope;
    private readonly ImageProduct? _inputProduct;
    private readonly ConvWeightGradient? _weightGradient;
    private readonly GradientWork _gradient;
    private readonly ReductionWork _reduction;

    /// <summary>Compiles the layer.</summary>
    public ConvTransposeOperation(ConvTransposeLayer layer, CompileContext context)
        : base(context)
    {
        _activation = context.ActivationOverride ?? layer.Activation;
        _isRectifier = _activation is ReLUActivation;
        ConvLayer mirror = layer.GetMirror(Input.Shape);
        _geometry = new ConvGeometry(mirror, Output.Shape, Output.Layout, Input.Layout);
        IReadOnlyList<ParameterSpecification> parameters = layer.GetParameters(Input.Shape);
        int channels = Input.Layout.Channels / layer.Groups;
        int filters = layer.Filters / layer.Groups;
        _weight = new Parameter(
            $"{layer.Name}.weight",
            parameters[0].Shape,
            index => _geometry.PackedIndex(MirrorIndex(index, filters, _geometry.Taps, channels)),
            _geometry.WeightLength,
            isPenalised: true);
        if (layer.UseBias)
        {
            _bias = new Parameter(
                $"{layer.Name}.bias", parameters[1].Shape, i => i, Output.Layout.Blocks * BlockSize, isPenalised: false);
        }

        Parameters = _bias is null ? [_weight] : [_weight, _bias];
        _turned = new TurnedWeights(_geometry, _weight, context);
        _products = ConvProducts.InputGradient(_geometry, Input.Layout);
        if (context.IsTraining)
        {
            _z = _activation.NeedsInput ? context.Reserve(Output.Layout.Length) : null;
            _slope = new ConvSlope(_activation, Output, _z, _bias, _geometry.Window.Halo, context);
            var backward = new ConvGeometry(mirror, Output.Shape, _slope.Layout, Input.Layout);
            _inputProduct = context.NeedsInputGradient ? ConvProducts.Forward(backward) : null;
            _weightGradient = new ConvWeightGradient(backward, Input.Layout, context);
        }

        _forward = new ForwardWork(this);
        _activate = new ActivationWork(this);
        _gradient = new GradientWork(this);
        _reduction = new ReductionWork(this);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Parameter> Parameters { get; }

    private int Rows { get; set; }

    private bool SlopesByImage => _inputProduct is null && _weightGradient!.IsByImage;

    private float* Z => _z is null ? Output.Data : _z.Data;

    /// <inheritdoc/>
    public override void Forward(in Step step)
    {
        Rows = step.Rows;
        int parts = 0;
        foreach (ImageProduct product in _products)
        {
            parts += product.GetParts(Rows);
        }

        WorkSharing.Run(step.Pool, _forward, parts, Rows * _geometry.MultiplyAdds);
        if (!_isRectifier && _activation is not LinearActivation)
        {
            WorkSharing.Run(step.Pool, _activate, Rows, 16L * Rows * Output.Shape.Length);
        }
    }

    /// <inheritdoc/>
    public override void Backward(in Step step)
    {
        Rows = step.Rows;
        if (!SlopesByImage)
        {
            WorkSharing.Run(step.Pool, _slope!, Rows, 16L * Rows * Output.Shape.Length);
        }

        int parts = _weightGradient!.GetParts(Rows) + (_inputProduct?.GetParts(Rows) ?? 0);
        WorkSharing.Run(step.Pool, _gradient, parts, Rows * _geometry.MultiplyAdds);
        _slope!.SumBias(Rows);
        if (_weightGradient.NeedsReduction(Rows))
        {
            WorkSharing.Run(step.Pool, _reduction, _weightGradient.ReductionParts, 16L * _geometry.WeightLength);
        }

        if (_geometry.HasGaps)
        {
            _weightGradient.ClearGaps(_weight.Gradient);
        }
    }

    /// <inheritdoc/>
    public override void OnParametersChanged(in Step step) => _turned.Refresh(step);

    // From [filters, taps, channels / groups] to the mirror's [channels, taps, filters / groups].
    private static int MirrorIndex(int index, int filters, int taps, int channels)
    {
        int channel = index % channels;
        int tap = index / channels % taps;
        int filter = index / channels / taps;
        channel += filter / filters * channels;
        return (((channel * taps) + tap) * filters) + (filter % filters);
    }

    /// <summary>z = w *' x + b, and max(0, z) on the way.</summary>
    private sealed class ForwardWork(ConvTransposeOperation owner) : ParallelWork
    {
        public override void Run(int part)
        {
            float* bias = owner._bias is null ? null : owner._bias.Data;
            foreach (ImageProduct product in owner._products)
            {
                int parts = product.GetParts(owner.Rows);
                if (part < parts)
                {
                    product.Run(part, owner.Rows, owner.Input.Data, owner._turned.Data, owner.Z, bias, owner._isRectifier);
                    return;
                }

                part -= parts;
            }
        }
    }

    /// <summary>a = g(z), an image at a time: the products write every stride-th pixel, and this wants whole lines.</summary>
    private sealed class ActivationWork(ConvTransposeOperation owner) : ParallelWork
    {
        public override void Run(int part)
        {
            Layout output = owner.Output.Layout;
            for (int block = 0; block < output.Blocks; block++)
            {
                int lanes = Math.Min(BlockSize, output.Channels - (block * BlockSize));
                for (int y = 0; y < output.Height; y++)
                {
                    long line = output.IndexOf(part, y, 0, block * BlockSize);
                    ActivationStep.Forward(owner._activation, owner.Z + line, owner.Output.Data + line, output.Width, lanes);
                }
            }
        }
    }

    /// <summary>dL/dx and dL/dw, neither of which waits for the other.</summary>
    private sealed class GradientWork(ConvTransposeOperation owner) : ParallelWork
    {
        public override void Run(int part)
        {
            int inputParts = owner._inputProduct?.GetParts(owner.Rows) ?? 0;
            float* dz = owner._slope!.Gradient;
            if (part < inputParts)
            {
                owner._inputProduct!.Run(part, owner.Rows, dz, owner._weight.Data, owner.Input.Gradient, null, rectify: false);
                return;
            }

            ConvSlope? slope = owner.SlopesByImage ? owner._slope : null;
            owner._weightGradient!.Run(part - inputParts, owner.Rows, dz, owner.Input.Data, owner._weight.Gradient, slope);
        }
    }

    /// <summary>Adds up the weight gradients of images that were summed apart.</summary>
    private sealed class ReductionWork(ConvTransposeOperation owner) : ParallelWork
    {
        public override void Run(int part) => owner._weightGradient!.Reduce(part, owner.Rows, owner._weight.Gradient);
    }
}
