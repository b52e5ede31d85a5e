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

    private readonly TurnedWeights? _turned;
    private readonly ImageProduct[] _inputProducts = [];
    private readonly ConvWeightGradient? _weightGradient;
    private readonly ConvSlope? _slope;
    private readonly GradientWork _gradient;
    private readonly ReductionWork _reduction;

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
        if (context.IsTraining)
        {
            _z = _activation.NeedsInput ? context.Reserve(Output.Layout.Length) : null;
            Halo halo = context.NeedsInputGradient
                ? ConvProducts.GetGradientHalo(_geometry.Window, Input.Layout.Height, Input.Layout.Width)
                : default;
            _slope = new ConvSlope(_activation, Output, _z, _bias, halo, context);
            if (context.NeedsInputGradient)
            {
                _turned = new TurnedWeights(_geometry, _weight, context);
                _inputProducts = ConvProducts.InputGradient(_geometry, _slope.Layout);
            }

            _weightGradient = new ConvWeightGradient(_geometry, _slope.Layout, context);
        }

        _forward = new ForwardWork(this);
        _gradient = new GradientWork(this);
        _reduction = new ReductionWork(this);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Parameter> Parameters { get; }

    private int Rows { get; set; }

    private bool SlopesByImage => _inputProducts.Length == 0 && _weightGradient!.IsByImage;

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
            WorkSharing.Run(step.Pool, _slope!, Rows, 16L * Rows * Output.Shape.Length);
        }

        int parts = _weightGradient!.GetParts(Rows);
        foreach (ImageProduct product in _inputProducts)
        {
            parts += product.GetParts(Rows);
        }

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
    public override void OnParametersChanged(in Step step)
    {
        _turned?.Refresh(step);
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
                    product.Run(part, owner.Rows, owner._slope!.Gradient, owner._turned!.Data, owner.Input.Gradient, null, rectify: false);
                    return;
                }

                part -= parts;
            }

            ConvSlope? slope = owner.SlopesByImage ? owner._slope : null;
            owner._weightGradient!.Run(part, owner.Rows, owner.Input.Data, owner._slope!.Gradient, owner._weight.Gradient, slope);
        }
    }

    /// <summary>Adds up the weight gradients of images that were summed apart.</summary>
    private sealed class ReductionWork(ConvOperation owner) : ParallelWork
    {
        public override void Run(int part) => owner._weightGradient!.Reduce(part, owner.Rows, owner._weight.Gradient);
    }
}
