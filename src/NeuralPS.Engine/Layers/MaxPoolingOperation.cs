using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using NeuralPS.Engine.Kernels.Elementwise;
using NeuralPS.Engine.Tensors;

namespace NeuralPS.Engine.Layers;

/// <summary>
/// y = the largest x of each window, channel by channel; of equals the first in reading order, which alone receives the gradient.
/// NaN wins, so that it does not vanish unseen. Where x is max(z, 0), the derivative of that comes at no cost: a winner not above 0 receives
/// nothing.
/// </summary>
internal sealed unsafe class MaxPoolingOperation : PlaneOperation
{
    /// <summary>Stands for a winner that receives no gradient.</summary>
    public const float NoWinner = -1;

    private readonly PoolingWindow _window;
    private readonly bool _differentiatesRectifier;

    // For each output the number of its maximum within the window, in reading order; as floats, which count exactly up to 2^24.
    private readonly Workspace? _winners;

    /// <summary>Compiles the layer.</summary>
    public MaxPoolingOperation(PoolingLayer layer, CompileContext context)
        : base(context)
    {
        _window = new PoolingWindow(layer, Input, Output);
        _differentiatesRectifier = context.DifferentiatesRectifier;
        if (context.IsTraining)
        {
            _winners = context.Reserve((long)Output.Layout.Batch * Output.Layout.Blocks * _window.OutputLength);
        }
    }

    /// <inheritdoc/>
    protected override void ForwardPlane(float* input, float* output, int plane)
    {
        float* winners = _winners is null ? null : _winners.Data + ((long)plane * _window.OutputLength);
        if (Vector512.IsHardwareAccelerated)
        {
            Forward<Float512>(_window, input, output, winners, _differentiatesRectifier);
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            Forward<Float256>(_window, input, output, winners, _differentiatesRectifier);
        }
        else
        {
            Forward<Float128>(_window, input, output, winners, _differentiatesRectifier);
        }
    }

    /// <inheritdoc/>
    protected override void BackwardPlane(float* inputGradient, float* outputGradient, int plane)
    {
        if (!_window.CoversAll)
        {
            Clear(inputGradient);
        }

        float* winners = _winners!.Data + ((long)plane * _window.OutputLength);
        if (Vector512.IsHardwareAccelerated)
        {
            Backward<Float512>(_window, inputGradient, outputGradient, winners);
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            Backward<Float256>(_window, inputGradient, outputGradient, winners);
        }
        else
        {
            Backward<Float128>(_window, inputGradient, outputGradient, winners);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Forward<T>(in PoolingWindow window, float* input, float* output, float* winners, bool differentiatesRectifier)
        where T : struct, IFloatVector<T>
    {
        if (window.IsPair)
        {
            PairMaximum.Forward<T>(window, input, output, winners, differentiatesRectifier);
            return;
        }

        int size = window.Width;
        int line = window.InputLine;
        int outputWidth = window.OutputWidth;
        for (int oy = 0; oy < window.OutputHeight; oy++)
        {
            (int startY, int firstY, int endY) = window.GetLines(oy);
            float* y = output + ((long)oy * window.OutputLine);
            for (int ox = 0; ox < outputWidth; ox++)
            {
                (int startX, int firstX, int endX) = window.GetPixels(ox);
                for (int lane = 0; lane < Layout.BlockSize; lane += T.Count)
                {
                    T best = T.Create(float.NegativeInfinity);
                    T winner = T.Create(((firstY - startY) * size) + firstX - startX);
                    for (int iy = firstY; iy < endY; iy++)
                    {
                        float* x = input + ((long)iy * line) + lane;
                        int number = ((iy - startY) * size) - startX;
                        for (int ix = firstX; ix < endX; ix++)
                        {
                            T value = T.Load(x + (ix * Layout.BlockSize));
                            T candidate = T.Create(number + ix);
                            winner = T.WhereNaN(value, candidate, T.WhereGreater(value, best, candidate, winner));
                            best = T.WhereNaN(value, value, T.WhereGreater(value, best, value, best));
                        }
                    }

                    best.Store(y + lane);
                    if (winners is not null)
                    {
                        winner = differentiatesRectifier ? T.WhereGreater(best, T.Create(0f), winner, T.Create(NoWinner)) : winner;
                        winner.Store(winners + lane);
                    }
                }

                y += Layout.BlockSize;
                winners += winners is null ? 0 : Layout.BlockSize;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Backward<T>(in PoolingWindow window, float* inputGradient, float* outputGradient, float* winners)
        where T : struct, IFloatVector<T>
    {
        if (window.IsPair)
        {
            PairMaximum.Backward<T>(window, inputGradient, outputGradient, winners);
            return;
        }

        int size = window.Width;
        int line = window.InputLine;
        int outputWidth = window.OutputWidth;
        bool overlaps = window.Overlaps;
        for (int oy = 0; oy < window.OutputHeight; oy++)
        {
            (int startY, int firstY, int endY) = window.GetLines(oy);
            float* dy = outputGradient + ((long)oy * window.OutputLine);
            for (int ox = 0; ox < outputWidth; ox++)
            {
                (int startX, int firstX, int endX) = window.GetPixels(ox);
                for (int lane = 0; lane < Layout.BlockSize; lane += T.Count)
                {
                    T gradient = T.Load(dy + lane);
                    T winner = T.Load(winners + lane);
                    for (int iy = firstY; iy < endY; iy++)
                    {
                        float* dx = inputGradient + ((long)iy * line) + lane;
                        int number = ((iy - startY) * size) - startX;
                        for (int ix = firstX; ix < endX; ix++)
                        {
                            float* target = dx + (ix * Layout.BlockSize);
                            T share = T.WhereEqual(winner, T.Create(number + ix), gradient, T.Create(0f));
                            (overlaps ? T.Load(target) + share : share).Store(target);
                        }
                    }
                }

                dy += Layout.BlockSize;
                winners += Layout.BlockSize;
            }
        }
    }
}
