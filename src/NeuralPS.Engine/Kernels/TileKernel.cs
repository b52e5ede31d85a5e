using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace NeuralPS.Engine.Kernels;

/// <summary>
/// The micro-kernel: a tile of up to 8 rows and three vectors of a <see cref="BlockProduct"/> whose sums stay in registers. Row
/// and vector counts are constants of the instantiation, so that the untaken branches below leave no code.
/// </summary>
internal static unsafe class TileKernel
{
    private const int FloatsOfLine = 16;

    /// <summary>Computes <typeparamref name="TRows"/> rows and <typeparamref name="TVectors"/> vectors of them.</summary>
    /// <param name="product">The product.</param>
    /// <param name="row">The first row.</param>
    /// <param name="panel">The panel of the first vector.</param>
    /// <param name="lane">The lane of the panel at which the first vector starts.</param>
    /// <param name="firstSegment">The first segment to add.</param>
    /// <param name="endSegment">The segment to stop before; sums that start or end in between pass through C.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run<TVector, TLanes, TRows, TVectors>(
        BlockProduct* product, int row, int panel, int lane, int firstSegment, int endSegment)
        where TVector : struct
        where TLanes : struct, ILanes<TVector>
        where TRows : struct, ICount
        where TVectors : struct, ICount
    {
        // The second vector: the next piece of the panel where several make a panel, else the next panel.
        nint nextB = TLanes.Width < 16 ? TLanes.Width : (nint)product->BPanelStride;
        nint nextC = TLanes.Width < 16 ? TLanes.Width : (nint)product->CPanelStride;
        int* cRows = product->CRows + row;
        float* c = product->C + (panel * product->CPanelStride) + lane;

        TVector x0 = TLanes.Zero, y0 = TLanes.Zero, z0 = TLanes.Zero;
        TVector x1 = TLanes.Zero, y1 = TLanes.Zero, z1 = TLanes.Zero;
        TVector x2 = TLanes.Zero, y2 = TLanes.Zero, z2 = TLanes.Zero;
        TVector x3 = TLanes.Zero, y3 = TLanes.Zero, z3 = TLanes.Zero;
        TVector x4 = TLanes.Zero, y4 = TLanes.Zero, z4 = TLanes.Zero;
        TVector x5 = TLanes.Zero, y5 = TLanes.Zero, z5 = TLanes.Zero;
        TVector x6 = TLanes.Zero, y6 = TLanes.Zero, z6 = TLanes.Zero;
        TVector x7 = TLanes.Zero, y7 = TLanes.Zero, z7 = TLanes.Zero;
        if (product->Accumulate || firstSegment > 0)
        {
            x0 = TLanes.Load(c + cRows[0]);
            y0 = TVectors.Value > 1 ? TLanes.Load(c + cRows[0] + nextC) : y0;
            z0 = TVectors.Value > 2 ? TLanes.Load(c + cRows[0] + (2 * nextC)) : z0;
            x1 = TRows.Value > 1 ? TLanes.Load(c + cRows[1]) : x1;
            y1 = TRows.Value > 1 && TVectors.Value > 1 ? TLanes.Load(c + cRows[1] + nextC) : y1;
            z1 = TRows.Value > 1 && TVectors.Value > 2 ? TLanes.Load(c + cRows[1] + (2 * nextC)) : z1;
            x2 = TRows.Value > 2 ? TLanes.Load(c + cRows[2]) : x2;
            y2 = TRows.Value > 2 && TVectors.Value > 1 ? TLanes.Load(c + cRows[2] + nextC) : y2;
            z2 = TRows.Value > 2 && TVectors.Value > 2 ? TLanes.Load(c + cRows[2] + (2 * nextC)) : z2;
            x3 = TRows.Value > 3 ? TLanes.Load(c + cRows[3]) : x3;
            y3 = TRows.Value > 3 && TVectors.Value > 1 ? TLanes.Load(c + cRows[3] + nextC) : y3;
            z3 = TRows.Value > 3 && TVectors.Value > 2 ? TLanes.Load(c + cRows[3] + (2 * nextC)) : z3;
            x4 = TRows.Value > 4 ? TLanes.Load(c + cRows[4]) : x4;
            y4 = TRows.Value > 4 && TVectors.Value > 1 ? TLanes.Load(c + cRows[4] + nextC) : y4;
            z4 = TRows.Value > 4 && TVectors.Value > 2 ? TLanes.Load(c + cRows[4] + (2 * nextC)) : z4;
            x5 = TRows.Value > 5 ? TLanes.Load(c + cRows[5]) : x5;
            y5 = TRows.Value > 5 && TVectors.Value > 1 ? TLanes.Load(c + cRows[5] + nextC) : y5;
            z5 = TRows.Value > 5 && TVectors.Value > 2 ? TLanes.Load(c + cRows[5] + (2 * nextC)) : z5;
            x6 = TRows.Value > 6 ? TLanes.Load(c + cRows[6]) : x6;
            y6 = TRows.Value > 6 && TVectors.Value > 1 ? TLanes.Load(c + cRows[6] + nextC) : y6;
            z6 = TRows.Value > 6 && TVectors.Value > 2 ? TLanes.Load(c + cRows[6] + (2 * nextC)) : z6;
            x7 = TRows.Value > 7 ? TLanes.Load(c + cRows[7]) : x7;
            y7 = TRows.Value > 7 && TVectors.Value > 1 ? TLanes.Load(c + cRows[7] + nextC) : y7;
            z7 = TRows.Value > 7 && TVectors.Value > 2 ? TLanes.Load(c + cRows[7] + (2 * nextC)) : z7;
        }
        else if (product->Bias != null)
        {
            float* bias = product->Bias + (panel * 16) + lane;
            x0 = x1 = x2 = x3 = x4 = x5 = x6 = x7 = TLanes.Load(bias);
            y0 = y1 = y2 = y3 = y4 = y5 = y6 = y7 = TVectors.Value > 1 ? TLanes.Load(bias + TLanes.Width) : TLanes.Zero;
            z0 = z1 = z2 = z3 = z4 = z5 = z6 = z7 = TVectors.Value > 2 ? TLanes.Load(bias + (2 * TLanes.Width)) : TLanes.Zero;
        }

        int* aRows = product->ARows + row;
        float* a0 = product->A + aRows[0];
        float* a1 = product->A + aRows[TRows.Value > 1 ? 1 : 0];
        float* a2 = product->A + aRows[TRows.Value > 2 ? 2 : 0];
        float* a3 = product->A + aRows[TRows.Value > 3 ? 3 : 0];
        float* a4 = product->A + aRows[TRows.Value > 4 ? 4 : 0];
        float* a5 = product->A + aRows[TRows.Value > 5 ? 5 : 0];
        float* a6 = product->A + aRows[TRows.Value > 6 ? 6 : 0];
        float* a7 = product->A + aRows[TRows.Value > 7 ? 7 : 0];
        nint step = product->AStep;
        float* panelB = product->B + (panel * product->BPanelStride) + lane;
        // Rows lie far apart: the processor does not see by itself which lines come next. Shorter segments share them.
        bool fetchesAhead = Sse.IsSupported && step == 1 && product->Inner >= FloatsOfLine;
        long* aSegment = product->ASegments + firstSegment;
        long* bSegment = product->BSegments + firstSegment;
        TVector a, b0, b1, b2;
        for (int segments = endSegment - firstSegment; segments > 0; segments--)
        {
            nint i = (nint)(*aSegment++);
            float* b = panelB + *bSegment++;
            if (fetchesAhead && segments > 1)
            {
                nint next = (nint)(*aSegment);
                Sse.Prefetch0(a0 + next);
                Sse.Prefetch0(a1 + next);
                Sse.Prefetch0(a2 + next);
                Sse.Prefetch0(a3 + next);
                Sse.Prefetch0(a4 + next);
                Sse.Prefetch0(a5 + next);
                Sse.Prefetch0(a6 + next);
                Sse.Prefetch0(a7 + next);
            }

            // Two terms in turn: what a loop costs beside its sums is the last tenth of the time.
            for (int k = product->Inner; k > 0; k -= 2)
            {
                b0 = TLanes.Load(b);
                b1 = TVectors.Value > 1 ? TLanes.Load(b + nextB) : b0;
                b2 = TVectors.Value > 2 ? TLanes.Load(b + (2 * nextB)) : b0;
                a = TLanes.Repeat(a0 + i);
                x0 = TLanes.MultiplyAdd(a, b0, x0);
                y0 = TVectors.Value > 1 ? TLanes.MultiplyAdd(a, b1, y0) : y0;
                z0 = TVectors.Value > 2 ? TLanes.MultiplyAdd(a, b2, z0) : z0;
                a = TRows.Value > 1 ? TLanes.Repeat(a1 + i) : a;
                x1 = TRows.Value > 1 ? TLanes.MultiplyAdd(a, b0, x1) : x1;
                y1 = TRows.Value > 1 && TVectors.Value > 1 ? TLanes.MultiplyAdd(a, b1, y1) : y1;
                z1 = TRows.Value > 1 && TVectors.Value > 2 ? TLanes.MultiplyAdd(a, b2, z1) : z1;
                a = TRows.Value > 2 ? TLanes.Repeat(a2 + i) : a;
                x2 = TRows.Value > 2 ? TLanes.MultiplyAdd(a, b0, x2) : x2;
                y2 = TRows.Value > 2 && TVectors.Value > 1 ? TLanes.MultiplyAdd(a, b1, y2) : y2;
                z2 = TRows.Value > 2 && TVectors.Value > 2 ? TLanes.MultiplyAdd(a, b2, z2) : z2;
                a = TRows.Value > 3 ? TLanes.Repeat(a3 + i) : a;
                x3 = TRows.Value > 3 ? TLanes.MultiplyAdd(a, b0, x3) : x3;
                y3 = TRows.Value > 3 && TVectors.Value > 1 ? TLanes.MultiplyAdd(a, b1, y3) : y3;
                z3 = TRows.Value > 3 && TVectors.Value > 2 ? TLanes.MultiplyAdd(a, b2, z3) : z3;
                a = TRows.Value > 4 ? TLanes.Repeat(a4 + i) : a;
                x4 = TRows.Value > 4 ? TLanes.MultiplyAdd(a, b0, x4) : x4;
                y4 = TRows.Value > 4 && TVectors.Value > 1 ? TLanes.MultiplyAdd(a, b1, y4) : y4;
                z4 = TRows.Value > 4 && TVectors.Value > 2 ? TLanes.MultiplyAdd(a, b2, z4) : z4;
                a = TRows.Value > 5 ? TLanes.Repeat(a5 + i) : a;
                x5 = TRows.Value > 5 ? TLanes.MultiplyAdd(a, b0, x5) : x5;
                y5 = TRows.Value > 5 && TVectors.Value > 1 ? TLanes.MultiplyAdd(a, b1, y5) : y5;
                z5 = TRows.Value > 5 && TVectors.Value > 2 ? TLanes.MultiplyAdd(a, b2, z5) : z5;
                a = TRows.Value > 6 ? TLanes.Repeat(a6 + i) : a;
                x6 = TRows.Value > 6 ? TLanes.MultiplyAdd(a, b0, x6) : x6;
                y6 = TRows.Value > 6 && TVectors.Value > 1 ? TLanes.MultiplyAdd(a, b1, y6) : y6;
                z6 = TRows.Value > 6 && TVectors.Value > 2 ? TLanes.MultiplyAdd(a, b2, z6) : z6;
                a = TRows.Value > 7 ? TLanes.Repeat(a7 + i) : a;
                x7 = TRows.Value > 7 ? TLanes.MultiplyAdd(a, b0, x7) : x7;
                y7 = TRows.Value > 7 && TVectors.Value > 1 ? TLanes.MultiplyAdd(a, b1, y7) : y7;
                z7 = TRows.Value > 7 && TVectors.Value > 2 ? TLanes.MultiplyAdd(a, b2, z7) : z7;
                if (k == 1)
                {
                    break;
                }

                i += step;
                b0 = TLanes.Load(b + 16);
                b1 = TVectors.Value > 1 ? TLanes.Load(b + 16 + nextB) : b0;
                b2 = TVectors.Value > 2 ? TLanes.Load(b + 16 + (2 * nextB)) : b0;
                a = TLanes.Repeat(a0 + i);
                x0 = TLanes.MultiplyAdd(a, b0, x0);
                y0 = TVectors.Value > 1 ? TLanes.MultiplyAdd(a, b1, y0) : y0;
                z0 = TVectors.Value > 2 ? TLanes.MultiplyAdd(a, b2, z0) : z0;
                a = TRows.Value > 1 ? TLanes.Repeat(a1 + i) : a;
                x1 = TRows.Value > 1 ? TLanes.MultiplyAdd(a, b0, x1) : x1;
                y1 = TRows.Value > 1 && TVectors.Value > 1 ? TLanes.MultiplyAdd(a, b1, y1) : y1;
                z1 = TRows.Value > 1 && TVectors.Value > 2 ? TLanes.MultiplyAdd(a, b2, z1) : z1;
                a = TRows.Value > 2 ? TLanes.Repeat(a2 + i) : a;
                x2 = TRows.Value > 2 ? TLanes.MultiplyAdd(a, b0, x2) : x2;
                y2 = TRows.Value > 2 && TVectors.Value > 1 ? TLanes.MultiplyAdd(a, b1, y2) : y2;
                z2 = TRows.Value > 2 && TVectors.Value > 2 ? TLanes.MultiplyAdd(a, b2, z2) : z2;
                a = TRows.Value > 3 ? TLanes.Repeat(a3 + i) : a;
                x3 = TRows.Value > 3 ? TLanes.MultiplyAdd(a, b0, x3) : x3;
                y3 = TRows.Value > 3 && TVectors.Value > 1 ? TLanes.MultiplyAdd(a, b1, y3) : y3;
                z3 = TRows.Value > 3 && TVectors.Value > 2 ? TLanes.MultiplyAdd(a, b2, z3) : z3;
                a = TRows.Value > 4 ? TLanes.Repeat(a4 + i) : a;
                x4 = TRows.Value > 4 ? TLanes.MultiplyAdd(a, b0, x4) : x4;
                y4 = TRows.Value > 4 && TVectors.Value > 1 ? TLanes.MultiplyAdd(a, b1, y4) : y4;
                z4 = TRows.Value > 4 && TVectors.Value > 2 ? TLanes.MultiplyAdd(a, b2, z4) : z4;
                a = TRows.Value > 5 ? TLanes.Repeat(a5 + i) : a;
                x5 = TRows.Value > 5 ? TLanes.MultiplyAdd(a, b0, x5) : x5;
                y5 = TRows.Value > 5 && TVectors.Value > 1 ? TLanes.MultiplyAdd(a, b1, y5) : y5;
                z5 = TRows.Value > 5 && TVectors.Value > 2 ? TLanes.MultiplyAdd(a, b2, z5) : z5;
                a = TRows.Value > 6 ? TLanes.Repeat(a6 + i) : a;
                x6 = TRows.Value > 6 ? TLanes.MultiplyAdd(a, b0, x6) : x6;
                y6 = TRows.Value > 6 && TVectors.Value > 1 ? TLanes.MultiplyAdd(a, b1, y6) : y6;
                z6 = TRows.Value > 6 && TVectors.Value > 2 ? TLanes.MultiplyAdd(a, b2, z6) : z6;
                a = TRows.Value > 7 ? TLanes.Repeat(a7 + i) : a;
                x7 = TRows.Value > 7 ? TLanes.MultiplyAdd(a, b0, x7) : x7;
                y7 = TRows.Value > 7 && TVectors.Value > 1 ? TLanes.MultiplyAdd(a, b1, y7) : y7;
                z7 = TRows.Value > 7 && TVectors.Value > 2 ? TLanes.MultiplyAdd(a, b2, z7) : z7;
                i += step;
                b += 32;
            }
        }

        if (product->Rectify && endSegment == product->SegmentCount)
        {
            x0 = TLanes.Rectify(x0);
            y0 = TLanes.Rectify(y0);
            z0 = TLanes.Rectify(z0);
            x1 = TLanes.Rectify(x1);
            y1 = TLanes.Rectify(y1);
            z1 = TLanes.Rectify(z1);
            x2 = TLanes.Rectify(x2);
            y2 = TLanes.Rectify(y2);
            z2 = TLanes.Rectify(z2);
            x3 = TLanes.Rectify(x3);
            y3 = TLanes.Rectify(y3);
            z3 = TLanes.Rectify(z3);
            x4 = TLanes.Rectify(x4);
            y4 = TLanes.Rectify(y4);
            z4 = TLanes.Rectify(z4);
            x5 = TLanes.Rectify(x5);
            y5 = TLanes.Rectify(y5);
            z5 = TLanes.Rectify(z5);
            x6 = TLanes.Rectify(x6);
            y6 = TLanes.Rectify(y6);
            z6 = TLanes.Rectify(z6);
            x7 = TLanes.Rectify(x7);
            y7 = TLanes.Rectify(y7);
            z7 = TLanes.Rectify(z7);
        }

        Store<TVector, TLanes, TVectors>(x0, y0, z0, c + cRows[0], nextC);

        if (TRows.Value > 1)
        {
            Store<TVector, TLanes, TVectors>(x1, y1, z1, c + cRows[1], nextC);
        }

        if (TRows.Value > 2)
        {
            Store<TVector, TLanes, TVectors>(x2, y2, z2, c + cRows[2], nextC);
        }

        if (TRows.Value > 3)
        {
            Store<TVector, TLanes, TVectors>(x3, y3, z3, c + cRows[3], nextC);
        }

        if (TRows.Value > 4)
        {
            Store<TVector, TLanes, TVectors>(x4, y4, z4, c + cRows[4], nextC);
        }

        if (TRows.Value > 5)
        {
            Store<TVector, TLanes, TVectors>(x5, y5, z5, c + cRows[5], nextC);
        }

        if (TRows.Value > 6)
        {
            Store<TVector, TLanes, TVectors>(x6, y6, z6, c + cRows[6], nextC);
        }

        if (TRows.Value > 7)
        {
            Store<TVector, TLanes, TVectors>(x7, y7, z7, c + cRows[7], nextC);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<TVector, TLanes, TVectors>(TVector x, TVector y, TVector z, float* c, nint next)
        where TVector : struct
        where TLanes : struct, ILanes<TVector>
        where TVectors : struct, ICount
    {
        TLanes.Store(x, c);
        if (TVectors.Value > 1)
        {
            TLanes.Store(y, c + next);
        }

        if (TVectors.Value > 2)
        {
            TLanes.Store(z, c + (2 * next));
        }
    }
}
