using System.Runtime.CompilerServices;
using NeuralPS.Engine.Activations;
using NeuralPS.Engine.Tensors;

namespace NeuralPS.Engine.Layers;

/// <summary>
/// a = g(z) as an operation of its own, where no layer before it could take the activation: elementwise, or for softmax over the
/// features of a row and the channels of a pixel. z stays where it is, in the input, for the way back.
/// </summary>
internal sealed unsafe class ActivationOperation : Operation
{
    private readonly Activation _activation;
    private readonly LineWalk _walk;
    private readonly SampleWork _forward;
    private readonly SampleWork _backward;
    private readonly Workspace? _vectors;

    /// <summary>Compiles the layer.</summary>
    public ActivationOperation(ActivationLayer layer, CompileContext context)
        : base(context)
    {
        _activation = context.ActivationOverride ?? layer.Activation;
        _walk = new LineWalk(Input.Layout, Output.Layout);
        if (_activation.IsElementwise)
        {
            _forward = new SampleWork(_walk.SampleLength, ForwardLines);
            _backward = new SampleWork(_walk.SampleLength, BackwardLines);
            return;
        }

        _forward = new SampleWork(_walk.SampleLength, ForwardVectors);
        _backward = new SampleWork(_walk.SampleLength, BackwardVectors);

        // For each part, three vectors of channels: z, a and the gradient.
        _vectors = context.Reserve(3L * VectorStride * _forward.GetPartCount(Input.Layout.Batch));
    }

    private int VectorStride => (Input.Layout.Channels + Layout.BlockSize - 1) / Layout.BlockSize * Layout.BlockSize;

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

    private void ForwardLines(int part, int first, int end)
    {
        (int samples, int pixels) = Group(first, end);
        for (int sample = 0; sample < samples; sample++)
        {
            for (int block = 0; block < _walk.Blocks; block++)
            {
                for (int line = 0; line < _walk.Lines; line++)
                {
                    (long z, long a) = _walk.GetOffsets(first + sample, block, line);
                    ForwardLine(Input.Data + z, Output.Data + a, pixels, _walk.GetLanes(block));
                }
            }
        }
    }

    private void ForwardLine(float* z, float* a, int pixels, int lanes)
    {
        if (_walk.Pixel == Layout.BlockSize)
        {
            ActivationStep.Forward(_activation, z, a, pixels, lanes);
        }
        else
        {
            _activation.Forward(new ReadOnlySpan<float>(z, pixels * _walk.Pixel), new Span<float>(a, pixels * _walk.Pixel));
        }
    }

    private void BackwardLines(int part, int first, int end)
    {
        (int samples, int pixels) = Group(first, end);
        int length = pixels * _walk.Pixel;
        for (int sample = 0; sample < samples; sample++)
        {
            for (int block = 0; block < _walk.Blocks; block++)
            {
                for (int line = 0; line < _walk.Lines; line++)
                {
                    (long z, long a) = _walk.GetOffsets(first + sample, block, line);
                    _activation.Backward(
                        _activation.NeedsInput ? new ReadOnlySpan<float>(Input.Data + z, length) : default,
                        new ReadOnlySpan<float>(Output.Data + a, length),
                        new ReadOnlySpan<float>(Output.Gradient + a, length),
                        new Span<float>(Input.Gradient + z, length));
                }
            }
        }
    }

    // Neighbouring flat rows are contiguous within a block: one stretch for all samples of a part.
    private (int Samples, int Pixels) Group(int first, int end) =>
        Input.Layout.IsRows ? (1, end - first) : (end - first, _walk.Pixels);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void ForwardVectors(int part, int first, int end)
    {
        int channels = Input.Layout.Channels;
        Span<float> vector = GetVector(part, 0);
        for (int sample = first; sample < end; sample++)
        {
            for (int y = 0; y < Input.Layout.Height; y++)
            {
                for (int x = 0; x < Input.Layout.Width; x++)
                {
                    PixelVector.Load(Input.Data, Input.Layout, sample, y, x, vector);
                    _activation.Forward(vector[..channels], vector[..channels]);
                    PixelVector.Store(vector, Output.Data, Output.Layout, sample, y, x);
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void BackwardVectors(int part, int first, int end)
    {
        int channels = Input.Layout.Channels;
        Span<float> a = GetVector(part, 0);
        Span<float> gradient = GetVector(part, 1);
        Span<float> z = _activation.NeedsInput ? GetVector(part, 2) : default;
        for (int sample = first; sample < end; sample++)
        {
            for (int y = 0; y < Input.Layout.Height; y++)
            {
                for (int x = 0; x < Input.Layout.Width; x++)
                {
                    PixelVector.Load(Output.Data, Output.Layout, sample, y, x, a);
                    PixelVector.Load(Output.Gradient, Output.Layout, sample, y, x, gradient);
                    if (_activation.NeedsInput)
                    {
                        PixelVector.Load(Input.Data, Input.Layout, sample, y, x, z);
                    }

                    _activation.Backward(
                        _activation.NeedsInput ? z[..channels] : default, a[..channels], gradient[..channels], gradient[..channels]);
                    PixelVector.Store(gradient, Input.Gradient, Input.Layout, sample, y, x);
                }
            }
        }
    }

    private Span<float> GetVector(int part, int index) =>
        new(_vectors!.Data + (((3L * part) + index) * VectorStride), VectorStride);
}
