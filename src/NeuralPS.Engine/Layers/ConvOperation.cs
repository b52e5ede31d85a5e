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

    // One of each pair does the work.
    private readonly ImageProduct? _product;
    private readonly WinogradProduct? _winograd;
    private readonly ForwardWork _forward;
    private readonly Workspace? _z;

    private readonly TurnedWeights? _turned;
    private readonly ImageProduct[] _inputProducts = [];
    private readonly WinogradProduct? _inputWinograd;
    private readonly ConvWeightGradient? _weightGradient;
    private readonly WinogradWeightGradient? _weightWinograd;
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
        if (WinogradProduct.Suits(_geometry, Output.Layout))
        {
            _winograd = new WinogradProduct(
                context, Input.Layout, _geometry.WindowOrigin, Output.Layout, Output.Layout.Height, Output.Layout.Width);
        }
        else
        {
            _product = ConvProducts.Forward(_geometry);
        }

        if (context.IsTraining)
        {
            _z = _activation.NeedsInput ? context.Reserve(Output.Layout.Length) : null;
            Halo halo = context.NeedsInputGradient
                ? ConvProducts.GetGradientHalo(_geometry.Window, Input.Layout.Height, Input.Layout.Width)
                : default;
            _slope = new ConvSlope(context.ReaderDifferentiates ? LinearActivation.Instance : _activation, Output, _z, _bias, halo, context);
            if (context.NeedsInputGradient)
            {
                _turned = new TurnedWeights(_geometry, _weight, context);
                if (WinogradProduct.Suits(_geometry, Input.Layout))
                {
                    // At least one line and pixel, where a tile clears the rest: with wide padding the gradient may come back to that alone.
                    (int height, int width) = context.GradientExtent;
                    _inputWinograd = new WinogradProduct(
                        context,
                        _slope.Layout,
                        ConvProducts.GetGradientOrigin(_geometry.Window, _slope.Layout),
                        Input.Layout,
                        Math.Clamp(height + 2 - _geometry.Window.Halo.Top, 1, Input.Layout.Height),
                        Math.Clamp(width + 2 - _geometry.Window.Halo.Left, 1, Input.Layout.Width));
                }
                else
                {
                    _inputProducts = ConvProducts.InputGradient(_geometry, _slope.Layout);
                }
            }

            if (WinogradWeightGradient.Suits(_geometry))
            {
                _weightWinograd = new WinogradWeightGradient(_geometry, _slope.Layout, context);
            }
            else
            {
                _weightGradient = new ConvWeightGradient(_geometry, _slope.Layout, context);
            }
        }

        _forward = new ForwardWork(this);
        _gradient = new GradientWork(this);
        _reduction = new ReductionWork(this);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Parameter> Parameters { get; }

    private int Rows { get; set; }

    private bool SlopesByImage => _inputProducts.Length == 0 && _inputWinograd is null && _weightGradient is { IsByImage: true };

    /// <inheritdoc/>
    public override void Forward(in Step step)
    {
        Rows = step.Rows;
        _winograd?.Divide(WorkSharing.IsShared(step.Pool, Rows * _geometry.MultiplyAdds));
        WorkSharing.Run(step.Pool, _forward, _winograd?.GetParts(Rows) ?? _product!.GetParts(Rows), Rows * _geometry.MultiplyAdds);
    }

    /// <inheritdoc/>
    public override void Backward(in Step step)
    {
        Rows = step.Rows;
        if (!SlopesByImage)
        {
            WorkSharing.Run(step.Pool, _slope!, Rows, 16L * Rows * Output.Shape.Length);
        }

        _inputWinograd?.Divide(WorkSharing.IsShared(step.Pool, Rows * _geometry.MultiplyAdds));
        int parts = (_weightWinograd?.GetParts(Rows) ?? _weightGradient!.GetParts(Rows)) + (_inputWinograd?.GetParts(Rows) ?? 0);
        foreach (ImageProduct product in _inputProducts)
        {
            parts += product.GetParts(Rows);
        }

        WorkSharing.Run(step.Pool, _gradient, parts, Rows * _geometry.MultiplyAdds);
        _slope!.SumBias(Rows);
        if (_weightWinograd is not null || _weightGradient!.NeedsReduction(Rows))
        {
            int reductions = _weightWinograd?.ReductionParts ?? _weightGradient!.ReductionParts;
            WorkSharing.Run(step.Pool, _reduction, reductions, 16L * _geometry.WeightLength);
        }

        if (_geometry.HasGaps)
        {
            _weightGradient!.ClearGaps(_weight.Gradient);
        }
    }

    /// <inheritdoc/>
    public override void OnParametersChanged(in Step step)
    {
        _winograd?.Refresh(_weight.Data, step.Pool);
        _turned?.Refresh(step);
        _inputWinograd?.Refresh(_turned!.Data, step.Pool);
    }

    /// <summary>z = w * x + b and a = g(z).</summary>
    private sealed class ForwardWork(ConvOperation owner) : ParallelWork
    {
        public override void Run(int part)
        {
            float* z = owner._z is null ? owner.Output.Data : owner._z.Data;
            float* bias = owner._bias is null ? null : owner._bias.Data;
            bool activates = !owner._isRectifier && owner._activation is not LinearActivation;
            if (owner._winograd is not null)
            {
                owner._winograd.Run(part, owner.Rows, owner.Input.Data, z, bias, owner._isRectifier);
                if (activates)
                {
                    owner._winograd.Activate(part, owner.Rows, owner._activation, z, owner.Output.Data);
                }

                return;
            }

            PixelRange range = owner._product!.Run(
                part, owner.Rows, owner.Input.Data, owner._weight.Data, z, bias, owner._isRectifier);
            if (activates)
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
            if (owner._inputWinograd is not null)
            {
                int parts = owner._inputWinograd.GetParts(owner.Rows);
                if (part < parts)
                {
                    owner._inputWinograd.Run(part, owner.Rows, owner._slope!.Gradient, owner.Input.Gradient, null, rectify: false);
                    return;
                }

                part -= parts;
            }

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

            if (owner._weightWinograd is not null)
            {
                owner._weightWinograd.Run(part, owner.Rows, owner.Input.Data, owner._slope!.Gradient);
                return;
            }

            ConvSlope? slope = owner.SlopesByImage ? owner._slope : null;
            owner._weightGradient!.Run(part, owner.Rows, owner.Input.Data, owner._slope!.Gradient, owner._weight.Gradient, slope);
        }
    }

    /// <summary>Adds up the weight gradients of images that were summed apart.</summary>
    private sealed class ReductionWork(ConvOperation owner) : ParallelWork
    {
        public override void Run(int part)
        {
            if (owner._weightWinograd is not null)
            {
                owner._weightWinograd.Reduce(part, owner.Rows, owner._weight.Gradient);
                return;
            }

            owner._weightGradient!.Reduce(part, owner.Rows, owner._weight.Gradient);
        }
    }
}
