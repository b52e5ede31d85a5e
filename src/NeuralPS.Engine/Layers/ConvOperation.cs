using NeuralPS.Engine.Activations;
using NeuralPS.Engine.Kernels;
using NeuralPS.Engine.Tensors;
using NeuralPS.Engine.Threading;

namespace NeuralPS.Engine.Layers;

/// <summary>
/// a = g(w * x + b) for a batch of images, in the layouts of <see cref="ConvGeometry"/>. It reads the halo of its input as
/// padding and writes its output between the halo of that.
/// </summary>
internal sealed unsafe class ConvOperation : Operation
{
    private const int BlockSize = Layout.BlockSize;

    private readonly Activation _activation;
    private readonly bool _isRectifier;
    private readonly ConvGeometry _geometry;
    private readonly Parameter _weight;
    private readonly Parameter? _bias;
    private readonly ImageProduct _product;
    private readonly ForwardWork _forward;
    private readonly Workspace? _z;

    // Backwards: dz with the halo that the input gradient needs (in place of da, where that has it), its sums for the bias
    // [image][filter], and the weights turned round, [channels/16][filters/16][-ky][-kx][16 out][16 in].
    private readonly Layout _gradientLayout;
    private readonly Workspace? _padded;
    private readonly Workspace? _biasSums;
    private readonly Workspace? _turned;
    private readonly ImageProduct[] _inputProducts = [];
    private readonly ConvWeightGradient? _weightGradient;
    private readonly SlopeWork _slope;
    private readonly GradientWork _gradient;
    private readonly ReductionWork _reduction;
    private readonly TurnWork _turn;

    /// <summary>Compiles the layer.</summary>
    public ConvOperation(ConvLayer layer, CompileContext context)
        : base(context)
    {
        _activation = context.ActivationOverride ?? layer.Activation;
        _isRectifier = _activation is ReLUActivation;
        _geometry = new ConvGeometry(layer, Input.Shape, Input.Layout, Output.Layout);
        IReadOnlyList<ParameterSpecification> parameters = layer.GetParameters(Input.Shape);
        _weight = new Parameter(
            $"{layer.Name}.weight", parameters[0].Shape, _geometry.PackedIndex, _geometry.WeightLength, isPenalised: true);
        if (layer.UseBias)
        {
            _bias = new Parameter(
                $"{layer.Name}.bias", parameters[1].Shape, i => i, Output.Layout.Blocks * BlockSize, isPenalised: false);
        }

        Parameters = _bias is null ? [_weight] : [_weight, _bias];
        _product = ConvProducts.Forward(_geometry);
        _gradientLayout = Output.Layout;
        if (context.IsTraining)
        {
            _z = _activation.NeedsInput ? context.Reserve(Output.Layout.Length) : null;
            _biasSums = _bias is null ? null : context.Reserve((long)Output.Layout.Batch * _bias.PackedLength);
            if (context.NeedsInputGradient)
            {
                _turned = context.Reserve(_geometry.WeightLength);
                Halo halo = ConvProducts.GetGradientHalo(_geometry);
                if (halo.Union(Output.Layout.Halo) != Output.Layout.Halo)
                {
                    Layout output = Output.Layout;
                    _gradientLayout = Layout.ForImages(output.Batch, output.Height, output.Width, output.Channels, halo);
                    _padded = context.Reserve(_gradientLayout.Length);
                }

                _inputProducts = ConvProducts.InputGradient(_geometry, _gradientLayout);
            }

            _weightGradient = new ConvWeightGradient(_geometry, _gradientLayout, context);
        }

        _forward = new ForwardWork(this);
        _slope = new SlopeWork(this);
        _gradient = new GradientWork(this);
        _reduction = new ReductionWork(this);
        _turn = new TurnWork(this);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Parameter> Parameters { get; }

    private int Rows { get; set; }

    // False when dz is da, where it stands.
    private bool HasSlope => _padded is not null || _activation is not LinearActivation;

    private bool SlopesByImage => _inputProducts.Length == 0 && _weightGradient!.IsByImage;

    private float* Gradient => _padded is null ? Output.Gradient : _padded.Data;

    /// <inheritdoc/>
    public override void Forward(in Step step)
    {
        Rows = step.Rows;
        WorkSharing.Run(step.Pool, _forward, _product.GetParts(Rows), Rows * _geometry.MultiplyAdds);
    }

    /// <inheritdoc/>
    public override void Backward(in Step step)
    {
        Rows = step.Rows;
        if (!SlopesByImage)
        {
            WorkSharing.Run(step.Pool, _slope, Rows, 16L * Rows * Output.Shape.Length);
        }

        int parts = _weightGradient!.GetParts(Rows);
        foreach (ImageProduct product in _inputProducts)
        {
            parts += product.GetParts(Rows);
        }

        WorkSharing.Run(step.Pool, _gradient, parts, Rows * _geometry.MultiplyAdds);
        for (int block = 0; block < Output.Layout.Blocks && _bias is not null; block++)
        {
            float* sums = _biasSums!.Data + (block * BlockSize);
            BlockSum.Run(sums, Rows, 1, _bias.PackedLength, _bias.Gradient + (block * BlockSize));
        }

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
    public override void OnParametersChanged(in Step step)
    {
        if (_turned is not null)
        {
            WorkSharing.Run(step.Pool, _turn, Output.Layout.Blocks, _geometry.WeightLength);
        }
    }

    /// <summary>z = w * x + b and a = g(z).</summary>
    private sealed class ForwardWork(ConvOperation owner) : ParallelWork
    {
        public override void Run(int part)
        {
            float* z = owner._z is null ? owner.Output.Data : owner._z.Data;
            float* bias = owner._bias is null ? null : owner._bias.Data;
            PixelRange range = owner._product.Run(
                part, owner.Rows, owner.Input.Data, owner._weight.Data, z, bias, owner._isRectifier);
            if (!owner._isRectifier && owner._activation is not LinearActivation)
            {
                range.Activate(owner._activation, owner.Output.Layout, z, owner.Output.Data);
            }
        }
    }

    /// <summary>dL/dz = dL/da g'(z), and its sums over pixels for dL/db, an image at a time.</summary>
    private sealed class SlopeWork(ConvOperation owner) : ParallelWork
    {
        public override void Run(int part)
        {
            Layout output = owner.Output.Layout;
            Layout gradient = owner._gradientLayout;
            int length = output.Width * BlockSize;
            for (int block = 0; block < output.Blocks; block++)
            {
                long from = output.Origin + (part * output.SampleStride) + (block * output.BlockStride);
                float* to = owner.Gradient + gradient.Origin + (part * gradient.SampleStride) + (block * gradient.BlockStride);
                for (int y = 0; y < output.Height && owner.HasSlope; y++)
                {
                    long line = from + ((long)y * output.LineStride);
                    ReadOnlySpan<float> z = owner._z is null ? default : new ReadOnlySpan<float>(owner._z.Data + line, length);
                    owner._activation.Backward(
                        z,
                        new ReadOnlySpan<float>(owner.Output.Data + line, length),
                        new ReadOnlySpan<float>(owner.Output.Gradient + line, length),
                        new Span<float>(to + ((long)y * gradient.LineStride), length));
                }

                if (owner._bias is not null)
                {
                    float* sums = owner._biasSums!.Data + ((long)part * owner._bias.PackedLength) + (block * BlockSize);
                    BlockSum.Run(to, output.Height, output.Width, gradient.LineStride, sums);
                }
            }
        }
    }

    /// <summary>dL/dx and dL/dw, neither of which waits for the other.</summary>
    private sealed class GradientWork(ConvOperation owner) : ParallelWork
    {
        public override void Run(int part)
        {
            foreach (ImageProduct product in owner._inputProducts)
            {
                int parts = product.GetParts(owner.Rows);
                if (part < parts)
                {
                    product.Run(part, owner.Rows, owner.Gradient, owner._turned!.Data, owner.Input.Gradient, null, rectify: false);
                    return;
                }

                part -= parts;
            }

            SlopeWork? slope = owner.SlopesByImage ? owner._slope : null;
            owner._weightGradient!.Run(part, owner.Rows, owner.Input.Data, owner.Gradient, owner._weight.Gradient, slope);
        }
    }

    /// <summary>Adds up the weight gradients of images that were summed apart.</summary>
    private sealed class ReductionWork(ConvOperation owner) : ParallelWork
    {
        public override void Run(int part) => owner._weightGradient!.Reduce(part, owner.Rows, owner._weight.Gradient);
    }

    /// <summary>The weights turned round for the input gradient, a block of filters at a time.</summary>
    private sealed class TurnWork(ConvOperation owner) : ParallelWork
    {
        public override void Run(int part)
        {
            ConvGeometry geometry = owner._geometry;
            int taps = geometry.Taps;
            float* source = owner._weight.Data + ((long)part * geometry.PanelTerms * BlockSize);
            if (geometry.IsDepthwise)
            {
                for (int tap = 0; tap < taps; tap++)
                {
                    var from = new ReadOnlySpan<float>(source + (tap * BlockSize), BlockSize);
                    from.CopyTo(new Span<float>(owner._turned!.Data + ((((long)part * taps) + taps - 1 - tap) * BlockSize), BlockSize));
                }

                return;
            }

            int group = part / geometry.OutputBlocks;
            int output = part % geometry.OutputBlocks;
            for (int input = 0; input < geometry.InputBlocks; input++)
            {
                long panel = ((((long)group * geometry.InputBlocks) + input) * geometry.OutputBlocks) + output;
                for (int tap = 0; tap < taps; tap++)
                {
                    float* target = owner._turned!.Data + (((panel * taps) + taps - 1 - tap) * BlockSize * BlockSize);
                    BlockTranspose.RunSquare(source + (((long)(input * taps) + tap) * BlockSize * BlockSize), target);
                }
            }
        }
    }
}
