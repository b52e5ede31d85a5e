using NeuralPS.Engine.Activations;
using NeuralPS.Engine.Kernels;
using NeuralPS.Engine.Tensors;
using NeuralPS.Engine.Threading;

namespace NeuralPS.Engine.Layers;

/// <summary>
/// dL/dz = dL/da g'(z) of a convolution, and its sums over pixels for dL/db, an image at a time. dz stands in place of da where
/// that has the halo that the products after it read; else in memory of its own.
/// </summary>
internal sealed unsafe class ConvSlope : ParallelWork
{
    private const int BlockSize = Tensors.Layout.BlockSize;

    private readonly Activation _activation;
    private readonly Value _output;
    private readonly Workspace? _z;
    private readonly Parameter? _bias;
    private readonly Workspace? _padded;

    // [image][filter].
    private readonly Workspace? _biasSums;

    /// <summary>Reserves the memory.</summary>
    /// <param name="activation">g, elementwise.</param>
    /// <param name="output">The value whose gradient is da.</param>
    /// <param name="z">z in the layout of the output; null unless g needs it.</param>
    /// <param name="bias">Receives the sums; null for none.</param>
    /// <param name="halo">The zeros that the readers of dz need around it.</param>
    /// <param name="context">Reserves the memory.</param>
    public ConvSlope(Activation activation, Value output, Workspace? z, Parameter? bias, Halo halo, CompileContext context)
    {
        _activation = activation;
        _output = output;
        _z = z;
        _bias = bias;
        Layout = output.Layout;
        _biasSums = bias is null ? null : context.Reserve((long)Layout.Batch * bias.PackedLength);
        if (halo.Union(Layout.Halo) != Layout.Halo)
        {
            Layout = Layout.ForImages(Layout.Batch, Layout.Height, Layout.Width, Layout.Channels, halo);
            _padded = context.Reserve(Layout.Length);
        }
    }

    /// <summary>The layout of dz.</summary>
    public Layout Layout { get; }

    /// <summary>dz.</summary>
    public float* Gradient => _padded is null ? _output.Gradient : _padded.Data;

    // False when dz is da, where it stands.
    private bool HasSlope => _padded is not null || _activation is not LinearActivation;

    /// <inheritdoc/>
    public override void Run(int part)
    {
        Layout output = _output.Layout;
        int length = output.Width * BlockSize;
        for (int block = 0; block < output.Blocks; block++)
        {
            long from = output.Origin + (part * output.SampleStride) + (block * output.BlockStride);
            float* to = Gradient + Layout.Origin + (part * Layout.SampleStride) + (block * Layout.BlockStride);
            for (int y = 0; y < output.Height && HasSlope; y++)
            {
                long line = from + ((long)y * output.LineStride);
                ReadOnlySpan<float> z = _z is null ? default : new ReadOnlySpan<float>(_z.Data + line, length);
                _activation.Backward(
                    z,
                    new ReadOnlySpan<float>(_output.Data + line, length),
                    new ReadOnlySpan<float>(_output.Gradient + line, length),
                    new Span<float>(to + ((long)y * Layout.LineStride), length));
            }

            if (_bias is not null)
            {
                float* sums = _biasSums!.Data + ((long)part * _bias.PackedLength) + (block * BlockSize);
                BlockSum.Run(to, output.Height, output.Width, Layout.LineStride, sums);
            }
        }
    }

    /// <summary>dL/db: adds up the sums of <paramref name="images"/> images in their order.</summary>
    public void SumBias(int images)
    {
        for (int block = 0; block < Layout.Blocks && _bias is not null; block++)
        {
            float* sums = _biasSums!.Data + (block * BlockSize);
            BlockSum.Run(sums, images, 1, _bias.PackedLength, _bias.Gradient + (block * BlockSize));
        }
    }
}
