using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using NeuralPS.Engine.Kernels.Elementwise;
using NeuralPS.Engine.Tensors;

namespace NeuralPS.Engine.Layers;

/// <summary>
/// y = the maximum or the mean of each channel over the whole image, as a flat row. Of equal maxima the first in reading order
/// receives the gradient; of a mean each pixel its share.
/// </summary>
internal sealed unsafe class GlobalPoolingOperation : PlaneOperation
{
    private readonly bool _takesMaximum;

    // For each output the number of its pixel; as floats, which count exactly up to 2^24.
    private readonly Workspace? _winners;

    /// <summary>Compiles the layer.</summary>
    public GlobalPoolingOperation(PoolingLayer layer, CompileContext context)
        : base(context)
    {
        _takesMaximum = layer.Pooling == PoolingKind.GlobalMax;
        if (_takesMaximum && context.IsTraining)
        {
            _winners = context.Reserve((long)Input.Layout.Batch * Input.Layout.Blocks * Layout.BlockSize);
        }
    }

    /// <inheritdoc/>
    protected override void ForwardPlane(float* input, float* output, int plane)
    {
        float* winners = _winners is null ? null : _winners.Data + ((long)plane * Layout.BlockSize);
        if (Vector512.IsHardwareAccelerated)
        {
            Forward<Float512>(input, output, winners);
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            Forward<Float256>(input, output, winners);
        }
        else
        {
            Forward<Float128>(input, output, winners);
        }
    }

    /// <inheritdoc/>
    protected override void BackwardPlane(float* inputGradient, float* outputGradient, int plane)
    {
        int width = Input.Layout.Width;
        if (_takesMaximum)
        {
            Clear(inputGradient);
            float* winners = _winners!.Data + ((long)plane * Layout.BlockSize);
            for (int lane = 0; lane < Layout.BlockSize; lane++)
            {
                (int y, int x) = Math.DivRem((int)winners[lane], width);
                inputGradient[((long)y * Input.Layout.LineStride) + (x * Layout.BlockSize) + lane] = outputGradient[lane];
            }

            return;
        }

        float count = Input.Layout.Height * width;
        float* share = stackalloc float[Layout.BlockSize];
        for (int lane = 0; lane < Layout.BlockSize; lane++)
        {
            share[lane] = outputGradient[lane] / count;
        }

        for (int y = 0; y < Input.Layout.Height; y++)
        {
            float* line = inputGradient + ((long)y * Input.Layout.LineStride);
            for (int x = 0; x < width; x++)
            {
                Unsafe.CopyBlockUnaligned(line + (x * Layout.BlockSize), share, Layout.BlockSize * sizeof(float));
            }
        }
    }

    private void Forward<T>(float* input, float* output, float* winners)
        where T : struct, IFloatVector<T>
    {
        if (_takesMaximum)
        {
            Max<T>(input, output, winners);
        }
        else
        {
            Mean<T>(input, output);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Max<T>(float* input, float* output, float* winners)
        where T : struct, IFloatVector<T>
    {
        int width = Input.Layout.Width;
        for (int lane = 0; lane < Layout.BlockSize; lane += T.Count)
        {
            T best = T.Create(float.NegativeInfinity);
            T winner = T.Create(0f);
            for (int y = 0; y < Input.Layout.Height; y++)
            {
                float* line = input + ((long)y * Input.Layout.LineStride) + lane;
                for (int x = 0; x < width; x++)
                {
                    T value = T.Load(line + (x * Layout.BlockSize));
                    T candidate = T.Create((y * width) + x);
                    winner = T.WhereNaN(value, candidate, T.WhereGreater(value, best, candidate, winner));
                    best = T.WhereNaN(value, value, T.WhereGreater(value, best, value, best));
                }
            }

            best.Store(output + lane);
            if (winners is not null)
            {
                winner.Store(winners + lane);
            }
        }
    }

    // Line by line, so that rounding errors grow with the height plus the width rather than with their product.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Mean<T>(float* input, float* output)
        where T : struct, IFloatVector<T>
    {
        int width = Input.Layout.Width;
        T count = T.Create(Input.Layout.Height * width);
        for (int lane = 0; lane < Layout.BlockSize; lane += T.Count)
        {
            T total = T.Create(0f);
            for (int y = 0; y < Input.Layout.Height; y++)
            {
                float* line = input + ((long)y * Input.Layout.LineStride) + lane;
                T sum = T.Create(0f);
                for (int x = 0; x < width; x++)
                {
                    sum += T.Load(line + (x * Layout.BlockSize));
                }

                total += sum;
            }

            (total / count).Store(output + lane);
        }
    }
}
