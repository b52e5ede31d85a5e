using NeuralPS.Engine.Tensors;

namespace NeuralPS.Engine.Layers;

/// <summary>
/// An operation that treats each plane by itself: 16 channels of one image. Reads and writes the image only, never its halo,
/// which may belong to another reader.
/// </summary>
internal abstract unsafe class PlaneOperation : Operation
{
    private readonly SampleWork _forward;
    private readonly SampleWork _backward;

    /// <summary>Compiles the operation.</summary>
    protected PlaneOperation(CompileContext context)
        : base(context)
    {
        if (Input.Layout.IsPlain)
        {
            throw new EngineException("PlanesNeedBlocks", $"The operation reads images in blocks of {Layout.BlockSize} channels.");
        }

        long length = (long)Input.Layout.Height * Input.Layout.Width * Layout.BlockSize;
        _forward = new SampleWork(length, ForwardPlanes);
        _backward = new SampleWork(length, BackwardPlanes);
    }

    /// <inheritdoc/>
    public sealed override void Forward(in Step step) => _forward.Run(step.Pool, step.Rows * Input.Layout.Blocks);

    /// <inheritdoc/>
    public sealed override void Backward(in Step step)
    {
        if (Input.Gradient is not null)
        {
            _backward.Run(step.Pool, step.Rows * Input.Layout.Blocks);
        }
    }

    /// <summary>Computes a plane of the output.</summary>
    /// <param name="input">Pixel (0, 0) of the plane in the input.</param>
    /// <param name="output">Pixel (0, 0) of the plane in the output, or the block of a row.</param>
    /// <param name="plane">The number of the plane within the batch.</param>
    protected abstract void ForwardPlane(float* input, float* output, int plane);

    /// <summary>Computes a plane of the input's gradient.</summary>
    /// <param name="inputGradient">Pixel (0, 0) of the plane in the gradient of the input.</param>
    /// <param name="outputGradient">Pixel (0, 0) of the plane in the gradient of the output, or the block of a row.</param>
    /// <param name="plane">The number of the plane within the batch.</param>
    protected abstract void BackwardPlane(float* inputGradient, float* outputGradient, int plane);

    /// <summary>Sets the pixels of a plane of the input's gradient to zero; the halo is zero already.</summary>
    protected void Clear(float* inputGradient)
    {
        for (int y = 0; y < Input.Layout.Height; y++)
        {
            new Span<float>(inputGradient + ((long)y * Input.Layout.LineStride), Input.Layout.Width * Layout.BlockSize).Clear();
        }
    }

    private void ForwardPlanes(int part, int first, int end)
    {
        for (int plane = first; plane < end; plane++)
        {
            (int sample, int block) = Math.DivRem(plane, Input.Layout.Blocks);
            int channel = block * Layout.BlockSize;
            ForwardPlane(
                Input.Data + Input.Layout.IndexOf(sample, 0, 0, channel),
                Output.Data + Output.Layout.IndexOf(sample, 0, 0, channel),
                plane);
        }
    }

    private void BackwardPlanes(int part, int first, int end)
    {
        for (int plane = first; plane < end; plane++)
        {
            (int sample, int block) = Math.DivRem(plane, Input.Layout.Blocks);
            int channel = block * Layout.BlockSize;
            BackwardPlane(
                Input.Gradient + Input.Layout.IndexOf(sample, 0, 0, channel),
                Output.Gradient + Output.Layout.IndexOf(sample, 0, 0, channel),
                plane);
        }
    }
}
