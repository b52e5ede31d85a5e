using NeuralPS.Engine.Randomness;
using NeuralPS.Engine.Tensors;

namespace NeuralPS.Engine.Layers;

/// <summary>
/// In training y = x / (1 - rate) with probability 1 - rate, else 0 (inverted dropout: the mean stays, so prediction needs no
/// correction); dL/dx likewise with the same mask. Without training y = x. A mask is addressed by seed, layer, epoch, batch and
/// element, so it is the same for any number of threads, and a training that is resumed needs no replay. Spatial dropout draws for
/// each block of channels as if the image had a single pixel, and gives that mask to all of them.
/// </summary>
internal sealed unsafe class DropoutOperation : Operation
{
    private readonly LineWalk _walk;
    private readonly SampleWork _forward;
    private readonly SampleWork _backward;
    private readonly Workspace? _masks;
    private readonly int _layerIndex;
    private readonly uint _threshold;
    private readonly float _scale;
    private readonly bool _isSpatial;
    private readonly int _pixelsPerSample;
    private readonly long _sampleStride;
    private readonly long _pixelStride;
    private RandomStream _stream;
    private bool _drops;

    /// <summary>Compiles the layer.</summary>
    public DropoutOperation(DropoutLayer layer, CompileContext context)
        : base(context)
    {
        if (Input.Layout.IsPlain)
        {
            throw new EngineException("DropoutNeedsBlocks", $"Dropout reads samples in blocks of {Layout.BlockSize} channels.");
        }

        _layerIndex = context.LayerIndex;
        _isSpatial = layer.IsSpatial;
        _threshold = (uint)Math.Min(Math.Round(layer.Rate * (1L << 32)), uint.MaxValue);
        _scale = (float)(1 / (1 - layer.Rate));
        _walk = new LineWalk(Input.Layout, Output.Layout);
        _pixelsPerSample = _walk.Blocks * _walk.Lines * _walk.Pixels;
        _forward = new SampleWork(_walk.SampleLength, Forward, DropoutMask.SamplesPerUnit);
        _backward = new SampleWork(_walk.SampleLength, Backward, DropoutMask.SamplesPerUnit);

        // Masks lie as the values do: sample after sample for images, block after block for rows.
        long batch = (Input.Layout.Batch + DropoutMask.SamplesPerUnit - 1L) / DropoutMask.SamplesPerUnit * DropoutMask.SamplesPerUnit;
        (_sampleStride, _pixelStride) = Input.Layout.IsRows ? (1, batch) : (_pixelsPerSample, 1);
        if (context.IsTraining)
        {
            _masks = context.Reserve(((batch * _pixelsPerSample) + 1) / 2);
        }
    }

    private ushort* Masks => (ushort*)_masks!.Data;

    /// <inheritdoc/>
    public override void Forward(in Step step)
    {
        _drops = step.IsTraining;
        _stream = new RandomStream(step.Seed, RandomPurpose.Dropout, _layerIndex, step.Epoch, step.Batch);
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
        if (_drops)
        {
            for (int sample = first; sample < end; sample += DropoutMask.SamplesPerUnit)
            {
                DrawMasks(sample);
            }
        }

        Apply(Input.Data, Output.Data, first, end, isForward: true);
    }

    private void DrawMasks(int sample)
    {
        int plane = _isSpatial ? _walk.Lines * _walk.Pixels : 1;
        int pixels = _pixelsPerSample / plane;
        ushort* masks = Masks + (sample * _sampleStride);
        DropoutMask.Draw(
            _stream,
            (long)(sample / DropoutMask.SamplesPerUnit) * pixels,
            pixels,
            _threshold,
            masks,
            _sampleStride,
            _pixelStride * plane);
        for (int i = 0; _isSpatial && i < DropoutMask.SamplesPerUnit; i++)
        {
            for (int block = 0; block < pixels; block++)
            {
                ushort* first = masks + (i * _sampleStride) + ((long)block * plane);
                new Span<ushort>(first, plane).Fill(*first);
            }
        }
    }

    private void Backward(int part, int first, int end) => Apply(Input.Gradient, Output.Gradient, first, end, isForward: false);

    private void Apply(float* input, float* output, int first, int end, bool isForward)
    {
        // Neighbouring flat rows are contiguous within a block: one stretch for all samples of a part.
        (int samples, int pixels) = Input.Layout.IsRows ? (1, end - first) : (end - first, _walk.Pixels);
        for (int sample = first; sample < first + samples; sample++)
        {
            for (int stretch = 0; stretch < _walk.Blocks * _walk.Lines; stretch++)
            {
                (int block, int line) = Math.DivRem(stretch, _walk.Lines);
                (long x, long y) = _walk.GetOffsets(sample, block, line);
                float* source = isForward ? input + x : output + y;
                float* target = isForward ? output + y : input + x;
                if (_drops)
                {
                    ushort* masks = Masks + (sample * _sampleStride) + (stretch * _walk.Pixels * _pixelStride);
                    DropoutMask.Apply(source, target, masks, pixels, _scale);
                }
                else
                {
                    int length = pixels * Layout.BlockSize;
                    new ReadOnlySpan<float>(source, length).CopyTo(new Span<float>(target, length));
                }
            }
        }
    }
}
