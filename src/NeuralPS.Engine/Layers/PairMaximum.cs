using System.Runtime.CompilerServices;
using NeuralPS.Engine.Kernels.Elementwise;
using NeuralPS.Engine.Tensors;

namespace NeuralPS.Engine.Layers;

/// <summary>
/// Maximum pooling in windows of 2 x 2 that neither overlap nor leave the image: what <see cref="MaxPoolingOperation"/> says, value
/// by value and winner by winner, without loops over the window.
/// </summary>
internal static unsafe class PairMaximum
{
    /// <summary>
    /// Writes the largest of each window, and which it was where <paramref name="winners"/> is not null: none where it is not above 0 and
    /// the input is <paramref name="differentiatesRectifier">to be differentiated</paramref> as max(z, 0).
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Forward<T>(in PoolingWindow window, float* input, float* output, float* winners, bool differentiatesRectifier)
        where T : struct, IFloatVector<T>
    {
        nint line = window.InputLine;
        int width = window.OutputWidth * Layout.BlockSize;
        for (int oy = 0; oy < window.OutputHeight; oy++)
        {
            float* x = input + (2 * oy * line);
            float* y = output + ((long)oy * window.OutputLine);
            for (int at = 0; at < width; at += Layout.BlockSize)
            {
                for (int lane = 0; lane < Layout.BlockSize; lane += T.Count)
                {
                    float* first = x + (2 * at) + lane;
                    T a = T.Load(first);
                    T b = T.Load(first + Layout.BlockSize);
                    T c = T.Load(first + line);
                    T d = T.Load(first + line + Layout.BlockSize);
                    T upper = Choose(a, b, a, b);
                    T lower = Choose(c, d, c, d);
                    T best = Choose(upper, lower, upper, lower);
                    best.Store(y + at + lane);
                    if (winners is not null)
                    {
                        T ofUpper = Choose(a, b, T.Create(0f), T.Create(1f));
                        T ofLower = Choose(c, d, T.Create(2f), T.Create(3f));
                        T winner = Choose(upper, lower, ofUpper, ofLower);
                        winner = differentiatesRectifier
                            ? T.WhereGreater(best, T.Create(0f), winner, T.Create(MaxPoolingOperation.NoWinner))
                            : winner;
                        winner.Store(winners + at + lane);
                    }
                }
            }

            winners += winners is null ? 0 : width;
        }
    }

    /// <summary>Hands each gradient to the winner of its window, and zero to the others.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Backward<T>(in PoolingWindow window, float* inputGradient, float* outputGradient, float* winners)
        where T : struct, IFloatVector<T>
    {
        nint line = window.InputLine;
        int width = window.OutputWidth * Layout.BlockSize;
        T zero = T.Create(0f);
        for (int oy = 0; oy < window.OutputHeight; oy++)
        {
            float* dx = inputGradient + (2 * oy * line);
            float* dy = outputGradient + ((long)oy * window.OutputLine);
            for (int at = 0; at < width; at += Layout.BlockSize)
            {
                for (int lane = 0; lane < Layout.BlockSize; lane += T.Count)
                {
                    float* first = dx + (2 * at) + lane;
                    T gradient = T.Load(dy + at + lane);
                    T winner = T.Load(winners + at + lane);
                    T.WhereEqual(winner, zero, gradient, zero).Store(first);
                    T.WhereEqual(winner, T.Create(1f), gradient, zero).Store(first + Layout.BlockSize);
                    T.WhereEqual(winner, T.Create(2f), gradient, zero).Store(first + line);
                    T.WhereEqual(winner, T.Create(3f), gradient, zero).Store(first + line + Layout.BlockSize);
                }
            }

            winners += width;
        }
    }

    // The second where it is larger or NaN, so that of equals the first wins, and NaN always.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Choose<T>(T first, T second, T ofFirst, T ofSecond)
        where T : struct, IFloatVector<T> =>
        T.WhereNaN(second, ofSecond, T.WhereGreater(second, first, ofSecond, ofFirst));
}
