using System.Runtime.CompilerServices;
using NeuralPS.Engine.Activations;
using NeuralPS.Engine.Kernels;
using NeuralPS.Engine.Tensors;

namespace NeuralPS.Engine.Layers;

/// <summary>
/// z = scale (x - mean) / s + shift and a = g(z), with s = sqrt(variance + epsilon), channel by channel: one pass over the batch for
/// the sums, one for the rest, and likewise backwards. With N values to a channel,
/// dL/dx = scale / s (dL/dz - sum(dL/dz) / N - (x - mean) / s^2 sum(dL/dz (x - mean)) / N).
/// z is not kept: where the derivative of g needs it, it is computed once more.
/// </summary>
internal sealed unsafe class BatchNormOperation : Operation
{
    private const int BlockSize = Layout.BlockSize;

    private readonly Activation _activation;
    private readonly bool _isRectifier;
    private readonly double _momentum;
    private readonly double _epsilon;
    private readonly Parameter? _scale;
    private readonly Parameter? _shift;
    private readonly Parameter _mean;
    private readonly Parameter _variance;
    private readonly BlockWork _moments;
    private readonly BlockWork _normalise;
    private readonly BlockWork _slope;
    private readonly BlockWork _inputGradient;

    // Floats for each channel: what is subtracted, multiplied with and added, forwards; and a, b, c of the way back.
    private readonly Workspace _center;
    private readonly Workspace _factor;
    private readonly Workspace _offset;
    private readonly Workspace? _backward;

    // Doubles: for each channel mean and 1 / s of the batch; for each part 16 sums and 16 sums of squares, or of products.
    private readonly Workspace? _batchMean;
    private readonly Workspace? _batchInverse;
    private readonly Workspace? _partials;

    /// <summary>Compiles the layer.</summary>
    public BatchNormOperation(BatchNormLayer layer, CompileContext context)
        : base(context)
    {
        Layout input = Input.Layout;
        if (context.IsTraining && (long)input.Batch * input.Height * input.Width == 1)
        {
            throw new EngineException(
                "BatchNormNeedsSeveral",
                $"Batch normalisation '{layer.Name}' cannot learn from batches of one sample: the variance of a single value is zero. "
                + "Use a larger -BatchSize.");
        }

        _activation = context.ActivationOverride ?? layer.Activation;
        _isRectifier = _activation is ReLUActivation;
        _momentum = layer.Momentum;
        _epsilon = layer.Epsilon;
        int length = input.Blocks * BlockSize;
        Parameter[] parameters =
        [
            .. layer.GetParameters(Input.Shape).Select(parameter => new Parameter(
                $"{layer.Name}.{parameter.Role}", parameter.Shape, i => i, length, isPenalised: false)
            {
                IsTrainable = parameter.IsTrainable,
            }),
        ];
        Parameters = parameters;
        _scale = layer.UseScale ? parameters[0] : null;
        _shift = layer.UseShift ? parameters[^3] : null;
        _mean = parameters[^2];
        _variance = parameters[^1];
        _moments = new BlockWork(input, Output.Layout, AddMoments);
        _normalise = new BlockWork(input, Output.Layout, Normalise);
        _slope = new BlockWork(input, Output.Layout, AddSlopes);
        _inputGradient = new BlockWork(input, Output.Layout, ComputeInputGradient);
        _center = context.Reserve(length);
        _factor = context.Reserve(length);
        _offset = context.Reserve(length);
        if (context.IsTraining)
        {
            _backward = context.Reserve(3L * length);
            _batchMean = context.Reserve(2L * length);
            _batchInverse = context.Reserve(2L * length);
            _partials = context.Reserve(2L * 2 * BlockSize * input.Blocks * _moments.GetPartsPerBlock(input.Batch));
        }
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Parameter> Parameters { get; }

    private double* BatchMean => (double*)_batchMean!.Data;

    private double* BatchInverse => (double*)_batchInverse!.Data;

    /// <inheritdoc/>
    public override void Forward(in Step step)
    {
        if (step.IsTraining)
        {
            ClearPartials();
            _moments.Run(step.Pool, step.Rows);
            UseBatch(step.Rows);
        }
        else
        {
            UseRunning();
        }

        _normalise.Run(step.Pool, step.Rows);
    }

    /// <inheritdoc/>
    public override void Backward(in Step step)
    {
        ClearPartials();
        _slope.Run(step.Pool, step.Rows);
        double* totals = stackalloc double[2 * BlockSize];
        double count = CountValues(step.Rows);
        for (int block = 0; block < Input.Layout.Blocks; block++)
        {
            SumPartials(block, _slope.GetPartsPerBlock(step.Rows), totals);
            for (int lane = 0; lane < GetLanes(block); lane++)
            {
                FinishChannel((block * BlockSize) + lane, totals[lane], totals[BlockSize + lane], count);
            }
        }

        if (Input.Gradient is not null)
        {
            _inputGradient.Run(step.Pool, step.Rows);
        }
    }

    private int GetLanes(int block) => Math.Min(BlockSize, Input.Layout.Channels - (block * BlockSize));

    private double CountValues(int rows) => (double)rows * Input.Layout.Height * Input.Layout.Width;

    private double* GetPartial(int part) => (double*)_partials!.Data + (2L * BlockSize * part);

    private void ClearPartials() => new Span<float>(_partials!.Data, checked((int)_partials.Length)).Clear();

    private void SumPartials(int block, int parts, double* totals)
    {
        new Span<double>(totals, 2 * BlockSize).Clear();
        for (int part = block * parts; part < (block + 1) * parts; part++)
        {
            double* partial = GetPartial(part);
            for (int i = 0; i < 2 * BlockSize; i++)
            {
                totals[i] += partial[i];
            }
        }
    }

    private void AddMoments(int part, int block, long input, long output, int pixels)
    {
        double* sums = GetPartial(part);
        BlockMoments.Add(Input.Data + input, pixels, sums, sums + BlockSize);
    }

    private void UseBatch(int rows)
    {
        double* totals = stackalloc double[2 * BlockSize];
        double count = CountValues(rows);
        for (int block = 0; block < Input.Layout.Blocks; block++)
        {
            SumPartials(block, _moments.GetPartsPerBlock(rows), totals);
            for (int lane = 0; lane < GetLanes(block); lane++)
            {
                int channel = (block * BlockSize) + lane;
                double mean = totals[lane] / count;
                double variance = Math.Max(0, (totals[BlockSize + lane] / count) - (mean * mean));
                BatchMean[channel] = mean;
                BatchInverse[channel] = 1 / Math.Sqrt(variance + _epsilon);
                SetCoefficients(channel, mean, BatchInverse[channel]);

                // A single value says nothing about the variance: the running statistics stay.
                if (count > 1)
                {
                    _mean.Data[channel] = Move(_mean.Data[channel], mean);
                    _variance.Data[channel] = Move(_variance.Data[channel], variance * count / (count - 1));
                }
            }
        }
    }

    private float Move(float running, double batch) => (float)((_momentum * running) + ((1 - _momentum) * batch));

    private void UseRunning()
    {
        for (int channel = 0; channel < Input.Layout.Channels; channel++)
        {
            SetCoefficients(channel, _mean.Data[channel], 1 / Math.Sqrt(_variance.Data[channel] + _epsilon));
        }
    }

    // x - mean is computed in float32, with the rest of the mean in the offset.
    private void SetCoefficients(int channel, double mean, double inverse)
    {
        double factor = (_scale is null ? 1 : _scale.Data[channel]) * inverse;
        float center = (float)mean;
        _center.Data[channel] = center;
        _factor.Data[channel] = (float)factor;
        _offset.Data[channel] = (float)((_shift is null ? 0 : _shift.Data[channel]) + ((center - mean) * factor));
    }

    private void Normalise(int part, int block, long input, long output, int pixels)
    {
        NormaliseTo(Output.Data + output, block, input, pixels, _isRectifier);
        if (!_isRectifier && _activation is not LinearActivation)
        {
            ActivationStep.Forward(_activation, Output.Data + output, Output.Data + output, pixels, GetLanes(block));
        }
    }

    private void NormaliseTo(float* z, int block, long input, int pixels, bool rectify)
    {
        int channel = block * BlockSize;
        BlockAffine.Forward(
            Input.Data + input, z, pixels, _center.Data + channel, _factor.Data + channel, _offset.Data + channel, rectify);
    }

    // dL/dz, in place of dL/da, and its sums.
    [SkipLocalsInit]
    private void AddSlopes(int part, int block, long input, long output, int pixels)
    {
        float* gradient = Output.Gradient + output;
        if (_activation.NeedsInput)
        {
            float* z = stackalloc float[BlockWork.LongestStretch * BlockSize];
            NormaliseTo(z, block, input, pixels, rectify: false);
            ActivationStep.Backward(_activation, z, Output.Data + output, gradient, pixels);
        }
        else if (_activation is not LinearActivation)
        {
            ActivationStep.Backward(_activation, null, Output.Data + output, gradient, pixels);
        }

        double* sums = GetPartial(part);
        BlockMoments.AddProducts(
            gradient, Input.Data + input, pixels, BatchMean + (block * BlockSize), sums, sums + BlockSize);
    }

    // The gradients of scale and shift, and the coefficients of dx = a dz + (b (x - center) + c).
    private void FinishChannel(int channel, double sum, double product, double count)
    {
        double inverse = BatchInverse[channel];
        if (_scale is not null)
        {
            _scale.Gradient[channel] = (float)(product * inverse);
        }

        if (_shift is not null)
        {
            _shift.Gradient[channel] = (float)sum;
        }

        double a = (_scale is null ? 1 : _scale.Data[channel]) * inverse;
        double b = -a * inverse * inverse * product / count;
        double c = (-a * sum / count) + (b * (_center.Data[channel] - BatchMean[channel]));
        int length = Input.Layout.Blocks * BlockSize;
        _backward!.Data[channel] = (float)a;
        _backward.Data[length + channel] = (float)b;
        _backward.Data[(2 * length) + channel] = (float)c;
    }

    private void ComputeInputGradient(int part, int block, long input, long output, int pixels)
    {
        int length = Input.Layout.Blocks * BlockSize;
        int channel = block * BlockSize;
        float* a = _backward!.Data + channel;
        BlockAffine.Backward(
            Input.Data + input,
            Output.Gradient + output,
            Input.Gradient + input,
            pixels,
            _center.Data + channel,
            a,
            a + length,
            a + (2 * length));
    }
}
