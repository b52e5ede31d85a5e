using System.Runtime.CompilerServices;
using NeuralPS.Engine.Activations;
using NeuralPS.Engine.Kernels;
using NeuralPS.Engine.Kernels.Elementwise;
using NeuralPS.Engine.Tensors;
using NeuralPS.Engine.Threading;

namespace NeuralPS.Engine.Layers;

/// <summary>The backward pass of a single sample whose plain step goes into the weights at once.</summary>
internal sealed unsafe partial class DenseOperation
{
    // -rate dL/dz of a single sample, for a layer that hands no gradient on.
    private readonly Workspace? _step;

    // True while the weights still lack the step, and the plan still holds its sample.
    private bool _isStepWaiting;

    /// <inheritdoc/>
    public override void Settle(WorkerPool pool)
    {
        if (_isStepWaiting)
        {
            WorkSharing.Run(pool, _sampleStep, PanelParts(Output.Layout), 2 * MultiplyAdds);
            _isStepWaiting = false;
        }
    }

    // What SlopeWork does for a batch: in a batch of one the blocks of a row follow one another.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void TakeSampleSlope()
    {
        int length = Output.Layout.Blocks * BlockSize;
        for (int block = 0; block < Output.Layout.Blocks && Sparsity is not null; block++)
        {
            Sparsity.AddGradient(block, 1);
        }

        if (_activation is not LinearActivation)
        {
            ActivationStep.Backward(_activation, _z is null ? null : _z.Data, Output.Data, Output.Gradient, Output.Layout.Blocks);
        }

        if (_bias is not null)
        {
            var gradient = new Span<float>(_bias.Gradient, length);
            new Span<float>(Output.Gradient, length).CopyTo(gradient);
            Consumer?.Consume(_bias, 0, gradient);
        }
    }

    // The step of a sample that lies outside waits for the next sample: one sweep over the weights then does for both.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void TakeSampleStep(WorkerPool pool)
    {
        Layout output = Output.Layout;
        float rate = PlainRate;
        int together = output.Batch == 1 ? output.Blocks : 1;
        for (int block = 0; block < output.Blocks; block += together)
        {
            var gradient = new Span<float>(Output.Gradient + (block * output.BlockStride), together * BlockSize);
            Arithmetic.Multiply(gradient, -rate, new Span<float>(_step!.Data + (block * BlockSize), together * BlockSize));
        }

        _isStepWaiting = true;
        if (Input.Layout.Batch != 1 || Input.Samples is not { AreOutside: true })
        {
            Settle(pool);
        }
    }

    // A part of the last sample's step and of the forward pass of the one that lies outside.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void RunWaiting(in BlockProduct product, int part, out int panel, out int panels)
    {
        int parts = PanelParts(Output.Layout);
        panel = Share(part, parts, Output.Layout.Blocks);
        panels = Share(part + 1, parts, Output.Layout.Blocks) - panel;
        RankOneForwardKernel.Run(product, Input.Data, _step!.Data, panel, panels);
    }

    // Only now may the sample take the place of the one before.
    private void EndWaiting()
    {
        if (_isStepWaiting)
        {
            _isStepWaiting = false;
            LayoutConverter.StoreRows(_samples, Input.Samples!.Starts, Input.Data, Input.Layout, 0, 1);
        }
    }

    /// <summary>
    /// W += (-rate dL/dz) x' of a single sample, which needs no gradient in between, in the parts of the forward pass: each thread
    /// then finds its share of the weights in its own cache.
    /// </summary>
    private sealed class SampleStepWork(DenseOperation owner) : ParallelWork
    {
        public override void Run(int part)
        {
            int parts = owner.PanelParts(owner.Output.Layout);
            int panel = Share(part, parts, owner.Output.Layout.Blocks);
            int panels = Share(part + 1, parts, owner.Output.Layout.Blocks) - panel;
            BlockProduct product = owner._tables.WeightGradient;
            product.A = owner.Input.Data;
            product.B = owner._step!.Data;
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
