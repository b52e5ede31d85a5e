using System.Runtime.CompilerServices;
using NeuralPS.Engine.Tensors;

namespace NeuralPS.Engine.Layers;

/// <summary>
/// Gives samples another shape with the same elements in the same logical order (y, x, channel), and takes gradients back. Between
/// flat rows and images whose channels are a multiple of 16 only blocks are copied; else each sample goes through its logical form.
/// </summary>
internal sealed unsafe class ReshapeOperation : Operation
{
    private readonly SampleWork _forward;
    private readonly SampleWork _backward;
    private readonly Workspace? _logical;
    private readonly int _length;

    /// <summary>Compiles the operation.</summary>
    public ReshapeOperation(CompileContext context)
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

    private bool CopiesBlocks =>
        (Output.Layout.IsRows && HasWholeBlocks(Input.Layout)) || (Input.Layout.IsRows && HasWholeBlocks(Output.Layout));

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

    private static bool HasWholeBlocks(in Layout layout) =>
        layout.IsRows || (!layout.IsPlain && layout.Channels % Layout.BlockSize == 0);

    private void Forward(int part, int first, int end) =>
        Copy(Input.Data, Input.Layout, Output.Data, Output.Layout, part, first, end);

    private void Backward(int part, int first, int end) =>
        Copy(Output.Gradient, Output.Layout, Input.Gradient, Input.Layout, part, first, end);

    private void Copy(float* source, in Layout from, float* target, in Layout to, int part, int first, int end)
    {
        for (int sample = first; sample < end; sample++)
        {
            if (!CopiesBlocks)
            {
                var logical = new Span<float>(_logical!.Data + ((long)part * _length), _length);
                LayoutConverter.Load(source, from, sample, logical);
                LayoutConverter.Store(logical, target, to, sample);
            }
            else if (to.IsRows)
            {
                CopyBlocks(source, from, target, to, sample, toRows: true);
            }
            else
            {
                CopyBlocks(target, to, source, from, sample, toRows: false);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void CopyBlocks(float* images, in Layout image, float* rows, in Layout flat, int sample, bool toRows)
    {
        float* row = rows + flat.Origin + (sample * flat.SampleStride);
        for (int y = 0; y < image.Height; y++)
        {
            for (int x = 0; x < image.Width; x++)
            {
                float* block = images + image.IndexOf(sample, y, x, 0);
                for (int b = 0; b < image.Blocks; b++)
                {
                    Unsafe.CopyBlockUnaligned(toRows ? row : block, toRows ? block : row, Layout.BlockSize * sizeof(float));
                    block += image.BlockStride;
                    row += flat.BlockStride;
                }
            }
        }
    }
}
