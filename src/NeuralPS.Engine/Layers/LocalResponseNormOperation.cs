using System.Numerics;
using System.Runtime.CompilerServices;
using NeuralPS.Engine.Kernels;
using NeuralPS.Engine.Tensors;

namespace NeuralPS.Engine.Layers;

/// <summary>
/// y_i = x_i s_i^(-beta) with s_i = k + alpha sum_j x_j^2 over the channels j around i. Backwards
/// dL/dx_i = dL/dy_i s_i^(-beta) - 2 alpha beta x_i sum_j dL/dy_j y_j / s_j over those j whose window holds i. s is computed again on
/// the way back rather than kept. The channels of a pixel are gathered, so that windows may cross the borders of blocks.
/// </summary>
internal sealed unsafe class LocalResponseNormOperation : Operation
{
    private const int BlockSize = Layout.BlockSize;

    private readonly int _before;
    private readonly int _after;
    private readonly float _k;
    private readonly float _alpha;
    private readonly double _beta;
    private readonly SampleWork _forward;
    private readonly SampleWork _backward;

    // For each part: values with zeros on both sides, s, and s^(-beta).
    private readonly Workspace _vectors;
    private readonly int _length;
    private readonly int _margin;

    /// <summary>Compiles the layer.</summary>
    public LocalResponseNormOperation(LocalResponseNormLayer layer, CompileContext context)
        : base(context)
    {
        // No window reaches further than over all channels.
        int size = (int)Math.Min(layer.Size, (2L * Input.Layout.Channels) - 1);
        _before = layer.Size == size ? size / 2 : Input.Layout.Channels - 1;
        _after = layer.Size == size ? (size - 1) / 2 : Input.Layout.Channels - 1;
        _k = (float)layer.K;
        _alpha = (float)layer.Alpha;
        _beta = layer.Beta;
        _length = Input.Layout.Blocks * BlockSize;
        _margin = (_before + BlockSize - 1) / BlockSize * BlockSize;
        long elements = (long)Input.Layout.Height * Input.Layout.Width * _length;
        _forward = new SampleWork(elements, ForwardSamples);
        _backward = new SampleWork(elements, BackwardSamples);
        _vectors = context.Reserve((long)VectorsLength * _forward.GetPartCount(Input.Layout.Batch));
    }

    private int VectorsLength => (3 * _length) + (2 * _margin);

    /// <inheritdoc/>
    public override void Forward(in Step step) => _forward.Run(step.Pool, step.Rows);

    /// <inheritdoc/>
    public override void Backward(in Step step)
    {
        if (Input.Gradient is not null)
        {
            _backward.Run(step.Pool, step.Rows);
        }
    }

    private float* GetValues(int part) => _vectors.Data + ((long)part * VectorsLength) + _margin;

    private void ForwardSamples(int part, int first, int end)
    {
        for (int sample = first; sample < end; sample++)
        {
            for (int pixel = 0; pixel < Input.Layout.Height * Input.Layout.Width; pixel++)
            {
                (int y, int x) = Math.DivRem(pixel, Input.Layout.Width);
                ForwardPixel(
                    Input.Data + Input.Layout.IndexOf(sample, y, x, 0),
                    Output.Data + Output.Layout.IndexOf(sample, y, x, 0),
                    GetValues(part));
            }
        }
    }

    private void BackwardSamples(int part, int first, int end)
    {
        for (int sample = first; sample < end; sample++)
        {
            for (int pixel = 0; pixel < Input.Layout.Height * Input.Layout.Width; pixel++)
            {
                (int y, int x) = Math.DivRem(pixel, Input.Layout.Width);
                long input = Input.Layout.IndexOf(sample, y, x, 0);
                long output = Output.Layout.IndexOf(sample, y, x, 0);
                BackwardPixel(Input.Data + input, Output.Data + output, Output.Gradient + output, Input.Gradient + input, GetValues(part));
            }
        }
    }

    // Unused lanes are zero before and stay so: they are multiplied with finite numbers.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void ForwardPixel(float* x, float* y, float* values)
    {
        float* power = Prepare(x, values);
        for (int i = 0; i < _length; i += Vector<float>.Count)
        {
            int lane = i % BlockSize;
            long block = i / BlockSize;
            Vector<float> value = Vector.Load(x + (block * Input.Layout.BlockStride) + lane);
            Vector.Store(value * Vector.Load(power + i), y + (block * Output.Layout.BlockStride) + lane);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void BackwardPixel(float* x, float* y, float* dy, float* dx, float* values)
    {
        float* power = Prepare(x, values);
        float* s = power - _length;
        for (int i = 0; i < _length; i += Vector<float>.Count)
        {
            long place = (i / BlockSize * Output.Layout.BlockStride) + (i % BlockSize);
            Vector.Store(Vector.Load(dy + place) * Vector.Load(y + place) / Vector.Load(s + i), values + i);
        }

        // In place of s: the sums over the windows turned round.
        ResponseNorm.AddNeighbours(values, _length, _after, _before, 0, (float)(-2 * _alpha * _beta), s);
        for (int i = 0; i < _length; i += Vector<float>.Count)
        {
            int lane = i % BlockSize;
            long block = i / BlockSize;
            Vector<float> direct = Vector.Load(dy + (block * Output.Layout.BlockStride) + lane) * Vector.Load(power + i);
            long place = (block * Input.Layout.BlockStride) + lane;
            Vector.Store(Vector.FusedMultiplyAdd(Vector.Load(x + place), Vector.Load(s + i), direct), dx + place);
        }
    }

    // The squares, s behind them, and s^(-beta) behind that, which is returned.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private float* Prepare(float* x, float* values)
    {
        for (int i = 0; i < _length; i += Vector<float>.Count)
        {
            Vector<float> value = Vector.Load(x + (i / BlockSize * Input.Layout.BlockStride) + (i % BlockSize));
            Vector.Store(value * value, values + i);
        }

        float* s = values + _length + _margin;
        ResponseNorm.AddNeighbours(values, _length, _before, _after, _k, _alpha, s);
        ResponseNorm.Power(s, _length, _beta, s + _length);
        return s + _length;
    }
}
