using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using NeuralPS.Engine.Kernels.Elementwise;
using NeuralPS.Engine.Tensors;

namespace NeuralPS.Engine.Layers;

/// <summary>
/// y(oy, ox) = x(oy / f, ox / f), rounded down: each pixel becomes f lines of f pixels; in a sequence, one line. Backwards it
/// receives the sum of their gradients.
/// </summary>
internal sealed unsafe class NearestUpsamplingOperation(UpsamplingLayer layer, CompileContext context) : PlaneOperation(context)
{
    private readonly int _lines = context.Output.Layout.Height / context.Input.Layout.Height;
    private readonly int _factor = layer.Factor;

    /// <inheritdoc/>
    protected override void ForwardPlane(float* input, float* output, int plane)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            Forward<Float512>(input, output);
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            Forward<Float256>(input, output);
        }
        else
        {
            Forward<Float128>(input, output);
        }
    }

    /// <inheritdoc/>
    protected override void BackwardPlane(float* inputGradient, float* outputGradient, int plane)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            Backward<Float512>(inputGradient, outputGradient);
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            Backward<Float256>(inputGradient, outputGradient);
        }
        else
        {
            Backward<Float128>(inputGradient, outputGradient);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Forward<T>(float* input, float* output)
        where T : struct, IFloatVector<T>
    {
        int line = Output.Layout.LineStride;
        int width = Input.Layout.Width;
        int length = width * _factor * Layout.BlockSize;
        for (int iy = 0; iy < Input.Layout.Height; iy++)
        {
            float* x = input + ((long)iy * Input.Layout.LineStride);
            float* first = output + ((long)iy * _lines * line);
            float* y = first;
            for (int ix = 0; ix < width; ix++)
            {
                for (int lane = 0; lane < Layout.BlockSize; lane += T.Count)
                {
                    T value = T.Load(x + lane);
                    for (int copy = 0; copy < _factor; copy++)
                    {
                        value.Store(y + (copy * Layout.BlockSize) + lane);
                    }
                }

                x += Layout.BlockSize;
                y += _factor * Layout.BlockSize;
            }

            for (int copy = 1; copy < _lines; copy++)
            {
                new ReadOnlySpan<float>(first, length).CopyTo(new Span<float>(first + ((long)copy * line), length));
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Backward<T>(float* inputGradient, float* outputGradient)
        where T : struct, IFloatVector<T>
    {
        int line = Output.Layout.LineStride;
        int width = Input.Layout.Width;
        for (int iy = 0; iy < Input.Layout.Height; iy++)
        {
            float* dx = inputGradient + ((long)iy * Input.Layout.LineStride);
            float* dy = outputGradient + ((long)iy * _lines * line);
            for (int ix = 0; ix < width; ix++)
            {
                for (int lane = 0; lane < Layout.BlockSize; lane += T.Count)
                {
                    T sum = T.Create(0f);
                    for (int oy = 0; oy < _lines; oy++)
                    {
                        float* source = dy + ((long)oy * line) + lane;
                        for (int ox = 0; ox < _factor; ox++)
                        {
                            sum += T.Load(source + (ox * Layout.BlockSize));
                        }
                    }

                    sum.Store(dx + lane);
                }

                dx += Layout.BlockSize;
                dy += _factor * Layout.BlockSize;
            }
        }
    }
}
