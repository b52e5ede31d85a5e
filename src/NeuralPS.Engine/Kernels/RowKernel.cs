using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace NeuralPS.Engine.Kernels;

/// <summary>
/// The micro-kernel for very few rows: one row and eight vectors side by side, since the sums of one row and two vectors would
/// wait for one another.
/// </summary>
internal static unsafe class RowKernel
{
    /// <summary>Vectors to a call.</summary>
    public const int Vectors = 8;

    // What another processor has written takes as long to come as the sums of several segments.
    private const int SegmentsAhead = 8;

    /// <summary>Computes eight vectors of one row of <paramref name="product"/>, from the start of a panel on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run<TVector, TLanes>(BlockProduct* product, int row, int panel)
        where TVector : struct
        where TLanes : struct, ILanes<TVector>
    {
        // Vector v is lane v * Width % 16 of panel v * Width / 16.
        nint b1 = Offset<TVector, TLanes>(1, product->BPanelStride), b2 = Offset<TVector, TLanes>(2, product->BPanelStride);
        nint b3 = Offset<TVector, TLanes>(3, product->BPanelStride), b4 = Offset<TVector, TLanes>(4, product->BPanelStride);
        nint b5 = Offset<TVector, TLanes>(5, product->BPanelStride), b6 = Offset<TVector, TLanes>(6, product->BPanelStride);
        nint b7 = Offset<TVector, TLanes>(7, product->BPanelStride);
        float* c = product->C + product->CRows[row] + (panel * product->CPanelStride);
        nint next = (nint)product->CPanelStride;
        TVector x0 = TLanes.Zero, x1 = TLanes.Zero, x2 = TLanes.Zero, x3 = TLanes.Zero;
        TVector x4 = TLanes.Zero, x5 = TLanes.Zero, x6 = TLanes.Zero, x7 = TLanes.Zero;
        if (product->Accumulate || product->Bias != null)
        {
            float* start = product->Accumulate ? c : product->Bias + (panel * 16);
            nint stride = product->Accumulate ? next : 16;
            x0 = TLanes.Load(start);
            x1 = TLanes.Load(start + Offset<TVector, TLanes>(1, stride));
            x2 = TLanes.Load(start + Offset<TVector, TLanes>(2, stride));
            x3 = TLanes.Load(start + Offset<TVector, TLanes>(3, stride));
            x4 = TLanes.Load(start + Offset<TVector, TLanes>(4, stride));
            x5 = TLanes.Load(start + Offset<TVector, TLanes>(5, stride));
            x6 = TLanes.Load(start + Offset<TVector, TLanes>(6, stride));
            x7 = TLanes.Load(start + Offset<TVector, TLanes>(7, stride));
        }

        float* rowA = product->A + product->ARows[row];
        float* panelB = product->B + (panel * product->BPanelStride);
        for (int segment = 0; Sse.IsSupported && segment < Math.Min(SegmentsAhead, product->SegmentCount); segment++)
        {
            Sse.Prefetch0(rowA + product->ASegments[segment]);
        }

        for (int segment = 0; segment < product->SegmentCount; segment++)
        {
            float* a = rowA + product->ASegments[segment];
            if (Sse.IsSupported && segment + SegmentsAhead < product->SegmentCount)
            {
                Sse.Prefetch0(rowA + product->ASegments[segment + SegmentsAhead]);
            }

            float* b = panelB + product->BSegments[segment];
            for (int k = product->Inner; k > 0; k--)
            {
                TVector s = TLanes.Repeat(a);
                x0 = TLanes.MultiplyAdd(s, TLanes.Load(b), x0);
                x1 = TLanes.MultiplyAdd(s, TLanes.Load(b + b1), x1);
                x2 = TLanes.MultiplyAdd(s, TLanes.Load(b + b2), x2);
                x3 = TLanes.MultiplyAdd(s, TLanes.Load(b + b3), x3);
                x4 = TLanes.MultiplyAdd(s, TLanes.Load(b + b4), x4);
                x5 = TLanes.MultiplyAdd(s, TLanes.Load(b + b5), x5);
                x6 = TLanes.MultiplyAdd(s, TLanes.Load(b + b6), x6);
                x7 = TLanes.MultiplyAdd(s, TLanes.Load(b + b7), x7);
                a += product->AStep;
                b += 16;
            }
        }

        bool rectify = product->Rectify;
        Store<TVector, TLanes>(x0, c, rectify);
        Store<TVector, TLanes>(x1, c + Offset<TVector, TLanes>(1, next), rectify);
        Store<TVector, TLanes>(x2, c + Offset<TVector, TLanes>(2, next), rectify);
        Store<TVector, TLanes>(x3, c + Offset<TVector, TLanes>(3, next), rectify);
        Store<TVector, TLanes>(x4, c + Offset<TVector, TLanes>(4, next), rectify);
        Store<TVector, TLanes>(x5, c + Offset<TVector, TLanes>(5, next), rectify);
        Store<TVector, TLanes>(x6, c + Offset<TVector, TLanes>(6, next), rectify);
        Store<TVector, TLanes>(x7, c + Offset<TVector, TLanes>(7, next), rectify);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static nint Offset<TVector, TLanes>(int vector, long panelStride)
        where TVector : struct
        where TLanes : struct, ILanes<TVector> =>
        (nint)((vector * TLanes.Width / 16 * panelStride) + (vector * TLanes.Width % 16));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<TVector, TLanes>(TVector value, float* target, bool rectify)
        where TVector : struct
        where TLanes : struct, ILanes<TVector> =>
        TLanes.Store(rectify ? TLanes.Rectify(value) : value, target);
}
