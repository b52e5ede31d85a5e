using System.Runtime.CompilerServices;
using NeuralPS.Engine.Activations;
using NeuralPS.Engine.Tensors;

namespace NeuralPS.Engine.Layers;

/// <summary>
/// Puts the channels (features) of several values one after the other, and applies an activation. Values that begin at a multiple
/// of 16 channels are copied in whole blocks; the others are shifted within each pixel.
/// </summary>
internal sealed unsafe class ConcatenateOperation : Operation
{
    private readonly Value[] _inputs;
    private readonly int[] _firstChannels;
    private readonly Activation _activation;
    private readonly SampleWork _forward;
    private readonly SampleWork _backward;

    /// <summary>Compiles the layer; its activation must not need z.</summary>
    public ConcatenateOperation(MergeLayer layer, CompileContext context)
        : base(context)
    {
        _inputs = context.Inputs;
        _activation = context.ActivationOverride ?? layer.Activation;
        _firstChannels = new int[_inputs.Length];
        for (int i = 1; i < _inputs.Length; i++)
        {
            _firstChannels[i] = _firstChannels[i - 1] + _inputs[i - 1].Layout.Channels;
        }

        Layout layout = Output.Layout;
        long elements = (long)layout.Blocks * layout.Height * layout.Width * Layout.BlockSize;
        _forward = new SampleWork(elements, (_, first, end) => Forward(first, end));
        _backward = new SampleWork(elements, (_, first, end) => Backward(first, end));
    }

    /// <inheritdoc/>
    public override void Forward(in Step step) => _forward.Run(step.Pool, step.Rows);

    /// <inheritdoc/>
    public override void Backward(in Step step) => _backward.Run(step.Pool, step.Rows);

    private void Forward(int first, int end)
    {
        for (int sample = first; sample < end; sample++)
        {
            for (int i = 0; i < _inputs.Length; i++)
            {
                Join(i, sample);
            }

            if (_activation is not LinearActivation)
            {
                Activate(sample, isForward: true);
            }
        }
    }

    private void Backward(int first, int end)
    {
        for (int sample = first; sample < end; sample++)
        {
            if (_activation is not LinearActivation)
            {
                Activate(sample, isForward: false);
            }

            for (int i = 0; i < _inputs.Length; i++)
            {
                if (_inputs[i].Gradient is not null)
                {
                    Part(i, sample);
                }
            }
        }
    }

    private void Activate(int sample, bool isForward)
    {
        Layout layout = Output.Layout;
        for (int block = 0; block < layout.Blocks; block++)
        {
            int lanes = Math.Min(Layout.BlockSize, layout.Channels - (block * Layout.BlockSize));
            for (int y = 0; y < layout.Height; y++)
            {
                long line = layout.IndexOf(sample, y, 0, block * Layout.BlockSize);
                if (isForward)
                {
                    ActivationStep.Forward(_activation, Output.Data + line, Output.Data + line, layout.Width, lanes);
                }
                else
                {
                    ActivationStep.Backward(_activation, null, Output.Data + line, Output.Gradient + line, layout.Width);
                }
            }
        }
    }

    // A value that does not begin at a multiple of 16 finds the lanes below its own already written by the one before it.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Join(int index, int sample)
    {
        Layout from = _inputs[index].Layout;
        Layout to = Output.Layout;
        int shift = _firstChannels[index] % Layout.BlockSize;
        for (int block = 0; block < from.Blocks; block++)
        {
            int channel = block * Layout.BlockSize;
            int lanes = Math.Min(Layout.BlockSize, from.Channels - channel);
            int low = Math.Min(lanes, Layout.BlockSize - shift);
            for (int y = 0; y < from.Height; y++)
            {
                float* source = _inputs[index].Data + from.IndexOf(sample, y, 0, channel);
                float* target = Output.Data + to.IndexOf(sample, y, 0, _firstChannels[index] + channel - shift);
                for (int x = 0; x < from.Width; x++, source += Layout.BlockSize, target += Layout.BlockSize)
                {
                    if (shift == 0)
                    {
                        // Unused lanes of the source are zero, and so become those of the target.
                        Unsafe.CopyBlockUnaligned(target, source, Layout.BlockSize * sizeof(float));
                        continue;
                    }

                    Unsafe.CopyBlockUnaligned(target + shift, source, (uint)low * sizeof(float));
                    if (lanes > low)
                    {
                        float* high = target + to.BlockStride;
                        Unsafe.CopyBlockUnaligned(high, source + low, (uint)(lanes - low) * sizeof(float));
                        new Span<float>(high + lanes - low, Layout.BlockSize - lanes + low).Clear();
                    }
                    else
                    {
                        new Span<float>(target + shift + lanes, Layout.BlockSize - shift - lanes).Clear();
                    }
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Part(int index, int sample)
    {
        Layout to = _inputs[index].Layout;
        Layout from = Output.Layout;
        int shift = _firstChannels[index] % Layout.BlockSize;
        for (int block = 0; block < to.Blocks; block++)
        {
            int channel = block * Layout.BlockSize;
            int lanes = Math.Min(Layout.BlockSize, to.Channels - channel);
            int low = Math.Min(lanes, Layout.BlockSize - shift);
            for (int y = 0; y < to.Height; y++)
            {
                float* target = _inputs[index].Gradient + to.IndexOf(sample, y, 0, channel);
                float* source = Output.Gradient + from.IndexOf(sample, y, 0, _firstChannels[index] + channel - shift);
                for (int x = 0; x < to.Width; x++, source += Layout.BlockSize, target += Layout.BlockSize)
                {
                    Unsafe.CopyBlockUnaligned(target, source + shift, (uint)low * sizeof(float));
                    if (lanes > low)
                    {
                        Unsafe.CopyBlockUnaligned(target + low, source + from.BlockStride, (uint)(lanes - low) * sizeof(float));
                    }

                    new Span<float>(target + lanes, Layout.BlockSize - lanes).Clear();
                }
            }
        }
    }
}
