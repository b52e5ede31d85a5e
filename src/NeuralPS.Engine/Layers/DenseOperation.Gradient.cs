using System.Runtime.CompilerServices;
using NeuralPS.Engine.Kernels;
using NeuralPS.Engine.Threading;

namespace NeuralPS.Engine.Layers;

/// <summary>The products of the backward pass of a batch.</summary>
internal sealed unsafe partial class DenseOperation
{
    /// <summary>
    /// dL/dx = W' dL/dz, some rows at a time, and dL/dW = sum over rows of dL/dz x', some panels and blocks at a time. Neither
    /// waits for the other.
    /// </summary>
    private sealed class GradientWork(DenseOperation owner) : ParallelWork
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public override void Run(int part)
        {
            // The weights at both ends of the parts, where the same threads take the same panels in every step.
            int inputParts = owner._transposed is null ? 0 : owner.RowParts(owner.Input.Layout);
            int firstInput = owner.WeightParts / 2;
            if (part < firstInput)
            {
                RunWeights(part);
            }
            else if (part < firstInput + inputParts)
            {
                BlockProduct product = owner._tables.InputGradient;
                product.A = owner.Output.Gradient;
                product.B = owner._transposed!.Data;
                product.C = owner.Input.Gradient;
                owner.RunRows(product, part - firstInput, owner.Input.Layout, out _, out _, out _, out _);
            }
            else
            {
                RunWeights(part - inputParts);
            }
        }

        // A consumer finds each piece in the cache: the gradient as a whole is never in memory.
        [SkipLocalsInit]
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private void RunWeights(int part)
        {
            int blockParts = Parts(owner.Input.Layout.Blocks, GradientBlocksPerPart);
            int block = part % blockParts * GradientBlocksPerPart;
            int blocks = Math.Min(GradientBlocksPerPart, owner.Input.Layout.Blocks - block);
            int panelParts = Parts(owner.Output.Layout.Blocks, GradientPanelsPerPart);
            int panel = Share(part / blockParts, panelParts, owner.Output.Layout.Blocks);
            int panels = Share((part / blockParts) + 1, panelParts, owner.Output.Layout.Blocks) - panel;
            BlockProduct product = owner._tables.WeightGradient;
            product.C = owner._weight.Gradient;
            float* piece = stackalloc float[GradientPanelsPerPart * GradientBlocksPerPart * BlockSize * BlockSize];
            int pieceLength = blocks * BlockSize * BlockSize;
            if (owner.Consumer is not null)
            {
                product.C = piece - (panel * pieceLength) - (block * BlockSize * BlockSize);
                product.CPanelStride = pieceLength;
            }

            float* samples = owner.GetKeptSamples(panel);
            for (int row = 0; row < owner.Rows; row += RowsPerPass)
            {
                product.A = samples + (row * BlockSize);
                product.B = owner.Output.Gradient + (row * BlockSize);
                product.Inner = Math.Min(RowsPerPass, owner.Rows - row);
                product.Accumulate = row > 0;
                BlockKernel.Run(product, block * BlockSize, blocks * BlockSize, panel, panels);
            }

            for (int i = 0; i < panels && owner.Consumer is not null; i++)
            {
                int start = (((panel + i) * owner.Input.Layout.Blocks) + block) * BlockSize * BlockSize;
                owner.Consumer.Consume(owner._weight, start, new Span<float>(piece + (i * pieceLength), pieceLength));
            }
        }
    }
}
