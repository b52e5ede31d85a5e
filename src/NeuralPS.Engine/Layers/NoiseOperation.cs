using System.Runtime.CompilerServices;
using NeuralPS.Engine.Randomness;
using NeuralPS.Engine.Tensors;

namespace NeuralPS.Engine.Layers;

/// <summary>
/// In training y = x + sigma n with n from the standard normal distribution, else y = x; dL/dx = dL/dy. Four neighbouring samples
/// share Philox blocks as with <see cref="DropoutMask"/>: the element of lane l in sample 4 q + i takes the i-th of the four normal
/// numbers of block 16 (q P + p) + l, p its pixel and P the pixels (times blocks of channels) of a sample. So the numbers depend
/// neither on the number of threads nor on the batch size, and a training that is resumed needs no replay.
/// </summary>
internal sealed unsafe class NoiseOperation : Operation
{
    private const int SamplesPerUnit = 4;
    private const double WordScale = 1.0 / (1L << 32);

    private readonly LineWalk _walk;
    private readonly SampleWork _forward;
    private readonly SampleWork _backward;
    private readonly int _layerIndex;
    private readonly double _standardDeviation;
    private RandomStream _stream;
    private bool _isTraining;

    /// <summary>Compiles the layer.</summary>
    public NoiseOperation(NoiseLayer layer, CompileContext context)
        : base(context)
    {
        if (Input.Layout.IsPlain)
        {
            throw new EngineException("NoiseNeedsBlocks", $"Noise reads samples in blocks of {Layout.BlockSize} channels.");
        }

        _layerIndex = context.LayerIndex;
        _standardDeviation = layer.StandardDeviation;
        _walk = new LineWalk(Input.Layout, Output.Layout);
        _forward = new SampleWork(_walk.SampleLength, Forward, SamplesPerUnit);
        _backward = new SampleWork(_walk.SampleLength, Backward, SamplesPerUnit);
    }

    /// <inheritdoc/>
    public override void Forward(in Step step)
    {
        _isTraining = step.IsTraining;
        _stream = new RandomStream(step.Seed, RandomPurpose.Noise, _layerIndex, step.Epoch, step.Batch);
        _forward.Run(step.Pool, step.Rows);
    }

    /// <inheritdoc/>
    public override void Backward(in Step step)
    {
        if (Input.Gradient is not null)
        {
            _backward.Run(step.Pool, step.Rows);
        }
    }

    private void Forward(int part, int first, int end)
    {
        if (!_isTraining)
        {
            Copy(first, end, isForward: true);
            return;
        }

        for (int sample = first; sample < end; sample += SamplesPerUnit)
        {
            AddNoise(sample, Math.Min(SamplesPerUnit, end - sample));
        }
    }

    private void Backward(int part, int first, int end) => Copy(first, end, isForward: false);

    // Only the lanes in use: the others stay zero, in every sample as before.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void AddNoise(int first, int samples)
    {
        float* noise = stackalloc float[SamplesPerUnit * Layout.BlockSize];
        long unit = (long)(first / SamplesPerUnit) * _walk.Blocks * _walk.Lines * _walk.Pixels;
        for (int stretch = 0; stretch < _walk.Blocks * _walk.Lines; stretch++)
        {
            (int block, int line) = Math.DivRem(stretch, _walk.Lines);
            int lanes = _walk.GetLanes(block);
            new Span<float>(noise, SamplesPerUnit * Layout.BlockSize).Clear();
            for (int pixel = 0; pixel < _walk.Pixels; pixel++, unit++)
            {
                for (int lane = 0; lane < lanes; lane++)
                {
                    (uint a, uint b, uint c, uint d) = _stream.GetBlock((unit * Layout.BlockSize) + lane);
                    SetPair(noise + lane, a, b);
                    if (samples > 2)
                    {
                        SetPair(noise + (2 * Layout.BlockSize) + lane, c, d);
                    }
                }

                for (int i = 0; i < samples; i++)
                {
                    (long x, long y) = _walk.GetOffsets(first + i, block, line);
                    float* source = Input.Data + x + (pixel * Layout.BlockSize);
                    float* target = Output.Data + y + (pixel * Layout.BlockSize);
                    float* numbers = noise + (i * Layout.BlockSize);
                    for (int lane = 0; lane < Layout.BlockSize; lane++)
                    {
                        target[lane] = source[lane] + numbers[lane];
                    }
                }
            }
        }
    }

    // Box and Muller: two normal numbers, for a sample and the next, from two evenly distributed ones.
    private void SetPair(float* noise, uint radiusWord, uint angleWord)
    {
        double radius = _standardDeviation * Math.Sqrt(-2 * Math.Log(ToUnit(radiusWord)));
        (double sin, double cos) = Math.SinCos(2 * Math.PI * ToUnit(angleWord));
        noise[0] = (float)(radius * cos);
        noise[Layout.BlockSize] = (float)(radius * sin);
    }

    // In the middle of its interval: never 0, whose logarithm is infinite, and never 1.
    private static double ToUnit(uint word) => (word + 0.5) * WordScale;

    private void Copy(int first, int end, bool isForward)
    {
        // Neighbouring flat rows are contiguous within a block: one stretch for all samples of a part.
        (int samples, int pixels) = Input.Layout.IsRows ? (1, end - first) : (end - first, _walk.Pixels);
        int length = pixels * Layout.BlockSize;
        for (int sample = first; sample < first + samples; sample++)
        {
            for (int stretch = 0; stretch < _walk.Blocks * _walk.Lines; stretch++)
            {
                (int block, int line) = Math.DivRem(stretch, _walk.Lines);
                (long x, long y) = _walk.GetOffsets(sample, block, line);
                float* source = isForward ? Input.Data + x : Output.Gradient + y;
                float* target = isForward ? Output.Data + y : Input.Gradient + x;
                new ReadOnlySpan<float>(source, length).CopyTo(new Span<float>(target, length));
            }
        }
    }
}
