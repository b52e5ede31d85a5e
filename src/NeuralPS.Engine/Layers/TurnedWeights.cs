using NeuralPS.Engine.Kernels;
using NeuralPS.Engine.Tensors;
using NeuralPS.Engine.Threading;

namespace NeuralPS.Engine.Layers;

/// <summary>
/// The weights of a convolution turned round, for its input gradient and for the forward pass of a transposed convolution:
/// [channels/16][filters/16][-ky][-kx][16 out][16 in]. A block of filters at a time.
/// </summary>
internal sealed unsafe class TurnedWeights(ConvGeometry geometry, Parameter weight, CompileContext context) : ParallelWork
{
    private const int BlockSize = Layout.BlockSize;

    private readonly Workspace _turned = context.Reserve(geometry.WeightLength);

    /// <summary>The turned weights.</summary>
    public float* Data => _turned.Data;

    /// <summary>Turns the weights after a change of them.</summary>
    public void Refresh(in Step step) => WorkSharing.Run(step.Pool, this, geometry.Output.Blocks, geometry.WeightLength);

    /// <inheritdoc/>
    public override void Run(int part)
    {
        int taps = geometry.Taps;
        float* source = weight.Data + ((long)part * geometry.PanelTerms * BlockSize);
        if (geometry.IsDepthwise)
        {
            for (int tap = 0; tap < taps; tap++)
            {
                var from = new ReadOnlySpan<float>(source + (tap * BlockSize), BlockSize);
                from.CopyTo(new Span<float>(Data + ((((long)part * taps) + taps - 1 - tap) * BlockSize), BlockSize));
            }

            return;
        }

        int group = part / geometry.OutputBlocks;
        int output = part % geometry.OutputBlocks;
        for (int input = 0; input < geometry.InputBlocks; input++)
        {
            long panel = ((((long)group * geometry.InputBlocks) + input) * geometry.OutputBlocks) + output;
            for (int tap = 0; tap < taps; tap++)
            {
                float* target = Data + (((panel * taps) + taps - 1 - tap) * BlockSize * BlockSize);
                BlockTranspose.RunSquare(source + (((long)(input * taps) + tap) * BlockSize * BlockSize), target);
            }
        }
    }
}
