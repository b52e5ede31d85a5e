using System.Runtime.CompilerServices;
using NeuralPS.Engine.Kernels;
using NeuralPS.Engine.Tensors;
using NeuralPS.Engine.Threading;

namespace NeuralPS.Engine.Layers;

/// <summary>The backward pass of a single sample whose plain step goes into the weights at once.</summary>
internal sealed unsafe partial class DenseOperation
{
    /// <summary>
    /// W += (-rate dL/dz) x' of a single sample, which needs no gradient in between, in the parts of the forward pass: each thread
    /// then finds its share of the weights in its own cache.
    /// </summary>
    private sealed class SampleStepWork(DenseOperation owner) : ParallelWork
    {
        [SkipLocalsInit]
        public override void Run(int part)
        {
            Layout output = owner.Output.Layout;
            int parts = owner.PanelParts(output);
            int panel = Share(part, parts, output.Blocks);
            int panels = Share(part + 1, parts, output.Blocks) - panel;
            float* step = stackalloc float[PanelsPerPart * BlockSize];
            for (int i = 0; i < panels * BlockSize; i++)
            {
                int index = (panel * BlockSize) + i;
                step[i] = -owner.PlainRate * owner.Output.Gradient[(index / BlockSize * output.BlockStride) + (index % BlockSize)];
            }

            BlockProduct product = owner._tables.WeightGradient;
            product.A = owner.Input.Data;
            product.B = step - (panel * BlockSize);
            product.BPanelStride = BlockSize;
            product.C = owner._weight.Data;
            product.Inner = 1;
            product.Accumulate = true;
            BlockKernel.Run(product, 0, owner.Input.Layout.Blocks * BlockSize, panel, panels);
        }
    }

    /// <summary>dL/dx = W' dL/dz and then W += (-rate dL/dz) x' of a single sample, some blocks of inputs at a time.</summary>
    private sealed class SampleGradientWork(DenseOperation owner) : ParallelWork
    {
        public override void Run(int part)
        {
            // In a batch of one the blocks of a row follow one another.
            int block = part * GradientBlocksPerPart;
            int blocks = Math.Min(GradientBlocksPerPart, owner.Input.Layout.Blocks - block);
            RankOneBackwardKernel.Run(
                owner._weight.Data,
                owner.Input.Layout.Blocks * BlockSize,
                owner.Output.Layout.Blocks,
                owner.Input.Data,
                owner.Output.Gradient,
                -owner.PlainRate,
                owner.Input.Gradient,
                block,
                blocks);
        }
    }
}
