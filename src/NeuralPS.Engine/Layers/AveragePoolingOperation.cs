using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using NeuralPS.Engine.Kernels.Elementwise;
using NeuralPS.Engine.Tensors;

namespace NeuralPS.Engine.Layers;

/// <summary>
/// y = the mean of the pixels of each window that lie in the image, channel by channel; backwards each of them receives
/// dL/dy / count from every window it lies in.
/// </summary>
internal sealed unsafe class AveragePoolingOperation : PlaneOperation
{
    private readonly PoolingWindow _window;

    /// <summary>Compiles the layer.</summary>
    public AveragePoolingOperation(PoolingLayer layer, CompileContext context)
        : base(context) => _window = new PoolingWindow(layer, Input, Output);

    /// <inheritdoc/>
    protected override void ForwardPlane(float* input, float* output, int plane)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            Forward<Float512>(_window, input, output);
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            Forward<Float256>(_window, input, output);
        }
        else
        {
            Forward<Float128>(_window, input, output);
        }
    }

    /// <inheritdoc/>
    protected override void BackwardPlane(float* inputGradient, float* outputGradient, int plane)
    {
        if (!_window.CoversAll)
        {
            Clear(inputGradient);
        }

        if (Vector512.IsHardwareAccelerated)
        {
            Backward<Float512>(_window, inputGradient, outputGradient);
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            Backward<Float256>(_window, inputGradient, outputGradient);
        }
        else
        {
            Backward<Float128>(_window, inputGradient, outputGradient);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Forward<T>(in PoolingWindow window, float* input, float* output)
        where T : struct, IFloatVector<T>
    {
        int line = window.InputLine;
        int outputWidth = window.OutputWidth;
        for (int oy = 0; oy < window.OutputHeight; oy++)
        {
            (_, int firstY, int endY) = window.GetLines(oy);
            float* y = output + ((long)oy * window.OutputLine);
            for (int ox = 0; ox < outputWidth; ox++)
            {
                (_, int firstX, int endX) = window.GetPixels(ox);
                T count = T.Create((endY - firstY) * (endX - firstX));
                for (int lane = 0; lane < Layout.BlockSize; lane += T.Count)
                {
                    T sum = T.Create(0f);
                    for (int iy = firstY; iy < endY; iy++)
                    {
                        float* x = input + ((long)iy * line) + lane;
                        for (int ix = firstX; ix < endX; ix++)
                        {
                            sum += T.Load(x + (ix * Layout.BlockSize));
                        }
                    }

                    (sum / count).Store(y + lane);
                }

                y += Layout.BlockSize;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Backward<T>(in PoolingWindow window, float* inputGradient, float* outputGradient)
        where T : struct, IFloatVector<T>
    {
        int line = window.InputLine;
        int outputWidth = window.OutputWidth;
        bool overlaps = window.Overlaps;
        for (int oy = 0; oy < window.OutputHeight; oy++)
        {
            (_, int firstY, int endY) = window.GetLines(oy);
            float* dy = outputGradient + ((long)oy * window.OutputLine);
            for (int ox = 0; ox < outputWidth; ox++)
            {
                (_, int firstX, int endX) = window.GetPixels(ox);
                T count = T.Create((endY - firstY) * (endX - firstX));
                for (int lane = 0; lane < Layout.BlockSize; lane += T.Count)
                {
                    T share = T.Load(dy + lane) / count;
                    for (int iy = firstY; iy < endY; iy++)
                    {
                        float* dx = inputGradient + ((long)iy * line) + lane;
                        for (int ix = firstX; ix < endX; ix++)
                        {
                            float* target = dx + (ix * Layout.BlockSize);
                            (overlaps ? T.Load(target) + share : share).Store(target);
                        }
                    }
                }

                dy += Layout.BlockSize;
            }
        }
    }
}
