using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace NeuralPS.Engine.Kernels;

/// <summary>
/// The last step of a single sample and the forward pass of the next one in one sweep over the weights, which takes as long as reading and
/// writing them: W[u, i] += last[i] step[u], and then z[u] = b[u] + sum over inputs i of next[i] W[u, i]. Weights stand as
/// [unit/16][input][16].
/// </summary>
/// <remarks>
/// Each z is a chain of fused multiply-adds in the order of the inputs, as in a <see cref="BlockProduct"/>: neither the split into panels
/// nor the width of the vectors changes a bit, and the sweep gives the bits of the two sweeps that it replaces.
/// </remarks>
internal static unsafe class RankOneForwardKernel
{
    private const int BlockSize = 16;

    // Chains side by side: one alone would wait for its own sums.
    private const int Vectors = 4;

    /// <summary>Does some panels of 16 units.</summary>
    /// <param name="product">The forward pass of the next sample: one row, whose terms follow one another as a panel's weights do.</param>
    /// <param name="last">The last sample.</param>
    /// <param name="step">What is added to the weights of each unit, times the last sample.</param>
    /// <param name="firstPanel">The first panel.</param>
    /// <param name="panels">The number of panels.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(in BlockProduct product, float* last, float* step, int firstPanel, int panels)
    {
        fixed (BlockProduct* p = &product)
        {
            if (Vector512.IsHardwareAccelerated)
            {
                Run<Vector512<float>, Lanes512>(p, last, step, firstPanel, panels);
            }
            else if (Vector256.IsHardwareAccelerated)
            {
                Run<Vector256<float>, Lanes256>(p, last, step, firstPanel, panels);
            }
            else
            {
                Run<Vector128<float>, Lanes128>(p, last, step, firstPanel, panels);
            }
        }
    }

    /// <summary>The same with given vectors, for tests.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run<TVector, TLanes>(BlockProduct* product, float* last, float* step, int firstPanel, int panels)
        where TVector : struct
        where TLanes : struct, ILanes<TVector>
    {
        int unit = firstPanel * BlockSize;
        int end = unit + (panels * BlockSize);
        for (; unit + (Vectors * TLanes.Width) <= end; unit += Vectors * TLanes.Width)
        {
            RunVectors<TVector, TLanes, Four>(product, last, step, unit);
        }

        for (; unit < end; unit += TLanes.Width)
        {
            RunVectors<TVector, TLanes, One>(product, last, step, unit);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void RunVectors<TVector, TLanes, TCount>(BlockProduct* product, float* last, float* step, int unit)
        where TVector : struct
        where TLanes : struct, ILanes<TVector>
        where TCount : struct, ICount
    {
        int u0 = unit, u1 = unit + TLanes.Width, u2 = u1 + TLanes.Width, u3 = u2 + TLanes.Width;
        float* w0 = Locate(product->B, u0, product->BPanelStride), w1 = Locate(product->B, u1, product->BPanelStride);
        float* w2 = Locate(product->B, u2, product->BPanelStride), w3 = Locate(product->B, u3, product->BPanelStride);
        float* bias = product->Bias;
        TVector step0 = TLanes.Load(step + u0), sum0 = bias == null ? TLanes.Zero : TLanes.Load(bias + u0);
        TVector step1 = step0, step2 = step0, step3 = step0, sum1 = sum0, sum2 = sum0, sum3 = sum0;
        if (TCount.Value > 1)
        {
            step1 = TLanes.Load(step + u1);
            step2 = TLanes.Load(step + u2);
            step3 = TLanes.Load(step + u3);
            sum1 = bias == null ? TLanes.Zero : TLanes.Load(bias + u1);
            sum2 = bias == null ? TLanes.Zero : TLanes.Load(bias + u2);
            sum3 = bias == null ? TLanes.Zero : TLanes.Load(bias + u3);
        }

        float* next = product->A + product->ARows[0];
        int inputs = product->SegmentCount * product->Inner;
        for (int i = 0; i < inputs; i++)
        {
            TVector before = TLanes.Repeat(last + i);
            TVector now = TLanes.Repeat(next + i);
            nint at = (nint)i * BlockSize;
            TVector w = TLanes.MultiplyAdd(before, step0, TLanes.Load(w0 + at));
            TLanes.Store(w, w0 + at);
            sum0 = TLanes.MultiplyAdd(now, w, sum0);
            if (TCount.Value > 1)
            {
                w = TLanes.MultiplyAdd(before, step1, TLanes.Load(w1 + at));
                TLanes.Store(w, w1 + at);
                sum1 = TLanes.MultiplyAdd(now, w, sum1);
                w = TLanes.MultiplyAdd(before, step2, TLanes.Load(w2 + at));
                TLanes.Store(w, w2 + at);
                sum2 = TLanes.MultiplyAdd(now, w, sum2);
                w = TLanes.MultiplyAdd(before, step3, TLanes.Load(w3 + at));
                TLanes.Store(w, w3 + at);
                sum3 = TLanes.MultiplyAdd(now, w, sum3);
            }
        }

        Store<TVector, TLanes>(sum0, product, u0);
        if (TCount.Value > 1)
        {
            Store<TVector, TLanes>(sum1, product, u1);
            Store<TVector, TLanes>(sum2, product, u2);
            Store<TVector, TLanes>(sum3, product, u3);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<TVector, TLanes>(TVector sum, BlockProduct* product, int unit)
        where TVector : struct
        where TLanes : struct, ILanes<TVector> =>
        TLanes.Store(
            product->Rectify ? TLanes.Rectify(sum) : sum, Locate(product->C + product->CRows[0], unit, product->CPanelStride));

    // The lane of a unit in its panel.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float* Locate(float* start, int unit, long panelStride) =>
        start + (unit / BlockSize * panelStride) + (unit % BlockSize);
}
