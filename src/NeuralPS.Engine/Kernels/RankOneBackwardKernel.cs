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
        float* turned = stackalloc float[BlockSize * BlockSize];
        nint next = (nint)inputs * BlockSize;
        TVector factor = TLanes.Repeat(&rate);
        for (int block = firstBlock; block < firstBlock + blocks; block++)
        {
            new Span<float>(sums, BlockSize * BlockSize).Clear();
            for (int panel = 0; panel < panels; panel += 2)
            {
                // A panel beside the last one is the last one with nothing to add.
                bool isPair = panel + 1 < panels;
                for (int lane = 0; lane < BlockSize; lane += TLanes.Width)
                {
                    int unit = (panel * BlockSize) + lane;
                    TVector dz0 = TLanes.Load(dz + unit), step0 = TLanes.MultiplyAdd(factor, dz0, TLanes.Zero);
                    TVector dz1 = isPair ? TLanes.Load(dz + unit + BlockSize) : dz0;
                    TVector step1 = TLanes.MultiplyAdd(factor, dz1, TLanes.Zero);
                    float* w = weights + (((panel * (long)inputs) + (block * BlockSize)) * BlockSize) + lane;
                    float* sum = sums + lane;
                    float* input = x + (block * BlockSize);
                    for (int i = 0; i < BlockSize; i++)
                    {
                        TVector value = TLanes.Repeat(input);
                        TVector w0 = TLanes.Load(w);
                        TVector total = TLanes.MultiplyAdd(w0, dz0, TLanes.Load(sum));
                        TLanes.Store(TLanes.MultiplyAdd(value, step0, w0), w);
                        if (isPair)
                        {
                            TVector w1 = TLanes.Load(w + next);
                            total = TLanes.MultiplyAdd(w1, dz1, total);
                            TLanes.Store(TLanes.MultiplyAdd(value, step1, w1), w + next);
                        }

                        TLanes.Store(total, sum);
                        input++;
                        sum += BlockSize;
                        w += BlockSize;
                    }
                }
            }

            // Line j of the turned sums is lane j of all inputs.
            BlockTranspose.RunSquare(sums, turned);
            for (int half = BlockSize / 2; half > 0; half /= 2)
            {
                for (int i = 0; i < half * BlockSize; i += TLanes.Width)
                {
                    TLanes.Store(TLanes.Add(TLanes.Load(turned + i), TLanes.Load(turned + (half * BlockSize) + i)), turned + i);
                }
            }

            Unsafe.CopyBlockUnaligned(dx + (block * BlockSize), turned, BlockSize * sizeof(float));
        }
    }
}
