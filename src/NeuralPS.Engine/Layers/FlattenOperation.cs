using System.Runtime.CompilerServices;
using NeuralPS.Engine.Tensors;

namespace NeuralPS.Engine.Layers;

/// <summary>
/// Turns images into flat rows, in the order (y, x, channel), and gradients back. Whole blocks of 16 channels stay together, so
/// with channels that are a multiple of 16 only blocks are copied; else each sample goes through its logical form.
/// </summary>
internal sealed unsafe class FlattenOperation : Operation
{
    private readonly SampleWork _forward;
    private readonly SampleWork _backward;
    private readonly Workspace? _logical;
    private readonly int _length;

    /// <summary>Compiles the operation.</summary>
    public FlattenOperation(CompileContext context)
        : base(context)
    {
        _length = Input.Shape.Length;
        _forward = new SampleWork(_length, Forward);
        _backward = new SampleWork(_length, Backward);
        if (!CopiesBlocks)
        {
            _logical = context.Reserve((long)_forward.GetPartCount(Output.Layout.Batch) * _length);
        }
    }

    private bool CopiesBlocks => Input.Layout.IsRows || (!Input.Layout.IsPlain && Input.Layout.Channels % Layout.BlockSize == 0);

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

    private void Forward(int part, int first, int end)
    {
        for (int sample = first; sample < end; sample++)
        {
            if (CopiesBlocks)
            {
                CopyBlocks(Input.Data, Output.Data, sample, toRows: true);
            }
            else
            {
                var logical = new Span<float>(_logical!.Data + ((long)part * _length), _length);
                LayoutConverter.Load(Input.Data, Input.Layout, sample, logical);
                LayoutConverter.Store(logical, Output.Data, Output.Layout, sample);
            }
        }
    }

    private void Backward(int part, int first, int end)
    {
        for (int sample = first; sample < end; sample++)
        {
            if (CopiesBlocks)
            {
                CopyBlocks(Input.Gradient, Output.Gradient, sample, toRows: false);
            }
            else
            {
                var logical = new Span<float>(_logical!.Data + ((long)part * _length), _length);
                LayoutConverter.Load(Output.Gradient, Output.Layout, sample, logical);
                LayoutConverter.Store(logical, Input.Gradient, Input.Layout, sample);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void CopyBlocks(float* images, float* rows, int sample, bool toRows)
    {
        Layout input = Input.Layout;
        float* row = rows + Output.Layout.Origin + (sample * Output.Layout.SampleStride);
        for (int y = 0; y < input.Height; y++)
        {
            for (int x = 0; x < input.Width; x++)
            {
                float* block = images + input.IndexOf(sample, y, x, 0);
                for (int b = 0; b < input.Blocks; b++)
                {
                    Unsafe.CopyBlockUnaligned(toRows ? row : block, toRows ? block : row, Layout.BlockSize * sizeof(float));
                    block += input.BlockStride;
                    row += Output.Layout.BlockStride;
                }
            }
        }
    }
}
