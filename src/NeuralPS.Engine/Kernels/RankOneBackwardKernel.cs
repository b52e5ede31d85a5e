using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using NeuralPS.Engine.Tensors;

namespace NeuralPS.Engine.Kernels;

/// <summary>
/// The backward pass of a dense layer for a single sample in one sweep over its weights, which takes as long as reading and writing
/// them: dx[i] = sum over units u of W[i, u] dz[u], and then W[i, u] += x[i] (rate dz[u]). Weights stand as [unit/16][input][16].
/// </summary>
/// <remarks>
/// The units u = 16 p + j of each lane j add up over the panels p in a chain of fused multiply-adds; then the 16 lanes in halves: j and
/// j + 8, j and j + 4, and so on. Neither the split into blocks of inputs nor the width of the vectors changes a bit.
/// </remarks>
internal static unsafe class RankOneBackwardKernel
{
    private const int BlockSize = Layout.BlockSize;
    private const int InputsAtOnce = 8;

    /// <summary>Does some blocks of 16 inputs.</summary>
    /// <param name="weights">The weights, updated in place.</param>
    /// <param name="inputs">Inputs of the layer, in whole blocks: floats from one panel to the next, by 16.</param>
    /// <param name="panels">Panels of 16 units.</param>
    /// <param name="x">The sample; its blocks follow one another.</param>
    /// <param name="dz">The gradient of the units.</param>
    /// <param name="rate">What the gradient is multiplied by before it is added to the weights.</param>
    /// <param name="dx">Receives the gradient of the inputs.</param>
    /// <param name="firstBlock">The first block of inputs.</param>
    /// <param name="blocks">The number of blocks.</param>
    public static void Run(
        float* weights, int inputs, int panels, float* x, float* dz, float rate, float* dx, int firstBlock, int blocks)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            Run<Vector512<float>, Lanes512>(weights, inputs, panels, x, dz, rate, dx, firstBlock, blocks);
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            Run<Vector256<float>, Lanes256>(weights, inputs, panels, x, dz, rate, dx, firstBlock, blocks);
        }
        else
        {
            Run<Vector128<float>, Lanes128>(weights, inputs, panels, x, dz, rate, dx, firstBlock, blocks);
        }
    }

    /// <summary>The same with given vectors, for tests.</summary>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run<TVector, TLanes>(
        float* weights, int inputs, int panels, float* x, float* dz, float rate, float* dx, int firstBlock, int blocks)
        where TVector : struct
        where TLanes : struct, ILanes<TVector>
    {
        float* sums = stackalloc float[BlockSize * BlockSize];
        for (int block = firstBlock; block < firstBlock + blocks; block++)
        {
            for (int lane = 0; lane < BlockSize; lane += TLanes.Width)
            {
                for (int i = 0; i < BlockSize; i += InputsAtOnce)
                {
                    int input = (block * BlockSize) + i;
                    RunInputs<TVector, TLanes>(
                        weights + (input * BlockSize) + lane, inputs, panels, x + input, dz + lane, rate, sums + (i * BlockSize) + lane);
                }
            }

            for (int i = 0; i < BlockSize; i += 4)
            {
                AddLanes(sums + (i * BlockSize), dx + (block * BlockSize) + i);
            }
        }
    }

    // A vector of units for eight inputs, through all panels: the sums stay in registers.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void RunInputs<TVector, TLanes>(
        float* weights, int inputs, int panels, float* x, float* dz, float rate, float* sums)
        where TVector : struct
        where TLanes : struct, ILanes<TVector>
    {
        TVector factor = TLanes.Repeat(&rate);
        TVector x0 = TLanes.Repeat(x), x1 = TLanes.Repeat(x + 1), x2 = TLanes.Repeat(x + 2), x3 = TLanes.Repeat(x + 3);
        TVector x4 = TLanes.Repeat(x + 4), x5 = TLanes.Repeat(x + 5), x6 = TLanes.Repeat(x + 6), x7 = TLanes.Repeat(x + 7);
        TVector sum0 = TLanes.Zero, sum1 = sum0, sum2 = sum0, sum3 = sum0, sum4 = sum0, sum5 = sum0, sum6 = sum0, sum7 = sum0;
        for (int panel = 0; panel < panels; panel++)
        {
            TVector slope = TLanes.Load(dz + (panel * BlockSize)), step = TLanes.MultiplyAdd(factor, slope, TLanes.Zero);
            float* w = weights + (panel * (long)inputs * BlockSize);
            sum0 = RunVector<TVector, TLanes>(w, x0, slope, step, sum0);
            sum1 = RunVector<TVector, TLanes>(w + BlockSize, x1, slope, step, sum1);
            sum2 = RunVector<TVector, TLanes>(w + (2 * BlockSize), x2, slope, step, sum2);
            sum3 = RunVector<TVector, TLanes>(w + (3 * BlockSize), x3, slope, step, sum3);
            sum4 = RunVector<TVector, TLanes>(w + (4 * BlockSize), x4, slope, step, sum4);
            sum5 = RunVector<TVector, TLanes>(w + (5 * BlockSize), x5, slope, step, sum5);
            sum6 = RunVector<TVector, TLanes>(w + (6 * BlockSize), x6, slope, step, sum6);
            sum7 = RunVector<TVector, TLanes>(w + (7 * BlockSize), x7, slope, step, sum7);
        }

        TLanes.Store(sum0, sums);
        TLanes.Store(sum1, sums + BlockSize);
        TLanes.Store(sum2, sums + (2 * BlockSize));
        TLanes.Store(sum3, sums + (3 * BlockSize));
        TLanes.Store(sum4, sums + (4 * BlockSize));
        TLanes.Store(sum5, sums + (5 * BlockSize));
        TLanes.Store(sum6, sums + (6 * BlockSize));
        TLanes.Store(sum7, sums + (7 * BlockSize));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector RunVector<TVector, TLanes>(float* weights, TVector x, TVector slope, TVector step, TVector sum)
        where TVector : struct
        where TLanes : struct, ILanes<TVector>
    {
        TVector w = TLanes.Load(weights);
        TLanes.Store(TLanes.MultiplyAdd(x, step, w), weights);
        return TLanes.MultiplyAdd(w, slope, sum);
    }

    // The lanes of four lines of 16.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddLanes(float* lines, float* sums)
    {
        Vector128<float> a = AddQuarters(lines), b = AddQuarters(lines + BlockSize);
        Vector128<float> c = AddQuarters(lines + (2 * BlockSize)), d = AddQuarters(lines + (3 * BlockSize));
        BlockTranspose.Turn(ref a, ref b, ref c, ref d);
        Vector128.Store((a + c) + (b + d), sums);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> AddQuarters(float* line) =>
        (Vector128.Load(line) + Vector128.Load(line + 8)) + (Vector128.Load(line + 4) + Vector128.Load(line + 12));
}
