using NeuralPS.Engine.Activations;
using NeuralPS.Engine.Kernels.Elementwise;
using NeuralPS.Engine.Tensors;

namespace NeuralPS.Engine.Layers;

/// <summary>
/// a = g(z) with z = x1 + x2 + ..., x1 x2 ..., or their mean, element by element and in the order of the inputs. Backwards each input
/// gets dL/dz, times the product of the others, or divided by their number.
/// </summary>
internal sealed unsafe class MergeOperation : Operation
{
    private readonly Value[] _inputs;
    private readonly MergeMethod _method;
    private readonly Activation _activation;
    private readonly LineWalk[] _walks;
    private readonly SampleWork _forward;
    private readonly SampleWork _backward;

    /// <summary>Compiles the layer; its activation must not need z.</summary>
    public MergeOperation(MergeLayer layer, CompileContext context)
        : base(context)
    {
        _inputs = context.Inputs;
        _method = layer.Method;
        _activation = context.ActivationOverride ?? layer.Activation;
        _walks = [.. _inputs.Select(input => new LineWalk(input.Layout, Output.Layout))];

        // All walks step by the same stretches: whole planes only where no layout has a halo.
        if (_walks.Any(walk => walk.Lines > 1))
        {
            _walks = [.. _inputs.Select(input => new LineWalk(input.Layout, Output.Layout, line: true))];
        }

        _forward = new SampleWork(_walks[0].SampleLength * _inputs.Length, (_, first, end) => ForEachLine(first, end, isForward: true));
        _backward = new SampleWork(_walks[0].SampleLength * _inputs.Length, (_, first, end) => ForEachLine(first, end, isForward: false));
    }

    /// <inheritdoc/>
    public override void Forward(in Step step) => _forward.Run(step.Pool, step.Rows);

    /// <inheritdoc/>
    public override void Backward(in Step step) => _backward.Run(step.Pool, step.Rows);

    private void ForEachLine(int first, int end, bool isForward)
    {
        // Neighbouring flat rows are contiguous within a block: one stretch for all samples of a part.
        (int samples, int pixels) = Output.Layout.IsRows ? (1, end - first) : (end - first, _walks[0].Pixels);
        for (int sample = 0; sample < samples; sample++)
        {
            for (int block = 0; block < _walks[0].Blocks; block++)
            {
                for (int line = 0; line < _walks[0].Lines; line++)
                {
                    if (isForward)
                    {
                        ForwardLine(first + sample, block, line, pixels);
                    }
                    else
                    {
                        BackwardLine(first + sample, block, line, pixels);
                    }
                }
            }
        }
    }

    private void ForwardLine(int sample, int block, int line, int pixels)
    {
        (long x, long a) = _walks[0].GetOffsets(sample, block, line);
        int length = pixels * Layout.BlockSize;
        var z = new Span<float>(Output.Data + a, length);
        var before = new ReadOnlySpan<float>(_inputs[0].Data + x, length);
        for (int i = 1; i < _inputs.Length; i++)
        {
            var next = new ReadOnlySpan<float>(_inputs[i].Data + _walks[i].GetOffsets(sample, block, line).First, length);
            if (_method == MergeMethod.Multiply)
            {
                Arithmetic.Multiply(before, next, z);
            }
            else
            {
                Arithmetic.Add(before, next, z);
            }

            before = z;
        }

        if (_method == MergeMethod.Average)
        {
            Arithmetic.Multiply(z, 1f / _inputs.Length, z);
        }

        if (_activation is not LinearActivation)
        {
            ActivationStep.Forward(_activation, Output.Data + a, Output.Data + a, pixels, _walks[0].GetLanes(block));
        }
    }

    private void BackwardLine(int sample, int block, int line, int pixels)
    {
        long a = _walks[0].GetOffsets(sample, block, line).Second;
        int length = pixels * Layout.BlockSize;
        var slope = new Span<float>(Output.Gradient + a, length);
        if (_activation is not LinearActivation)
        {
            ActivationStep.Backward(_activation, null, Output.Data + a, Output.Gradient + a, pixels);
        }

        if (_method == MergeMethod.Average)
        {
            Arithmetic.Multiply(slope, 1f / _inputs.Length, slope);
        }

        for (int i = 0; i < _inputs.Length; i++)
        {
            if (_inputs[i].Gradient is null)
            {
                continue;
            }

            var gradient = new Span<float>(_inputs[i].Gradient + _walks[i].GetOffsets(sample, block, line).First, length);
            slope.CopyTo(gradient);
            for (int other = 0; _method == MergeMethod.Multiply && other < _inputs.Length; other++)
            {
                if (other != i)
                {
                    long x = _walks[other].GetOffsets(sample, block, line).First;
                    Arithmetic.Multiply(gradient, new ReadOnlySpan<float>(_inputs[other].Data + x, length), gradient);
                }
            }
        }
    }
}
