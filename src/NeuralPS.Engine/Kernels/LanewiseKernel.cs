using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace NeuralPS.Engine.Kernels;

/// <summary>
/// The product of depthwise convolutions, where every channel meets weights of its own. It differs from
/// <see cref="BlockProduct"/> in one letter: A is read lane by lane, at
/// <c>ARows[r] + ASegments[s] + k * AStep + j</c>, and there is one panel.
/// </summary>
internal static unsafe class LanewiseKernel
{
    /// <summary>Computes <paramref name="rows"/> rows of the panel.</summary>
    public static void Run(in BlockProduct product, int firstRow, int rows)
    {
        fixed (BlockProduct* p = &product)
        {
            if (Vector512.IsHardwareAccelerated)
            {
                Run<Vector512<float>, Lanes512>(p, firstRow, rows);
            }
            else if (Vector256.IsHardwareAccelerated)
            {
                Run<Vector256<float>, Lanes256>(p, firstRow, rows);
            }
            else
            {
                Run<Vector128<float>, Lanes128>(p, firstRow, rows);
            }
        }
    }

    /// <summary>The readable form, which specifies the vector kernel bit by bit.</summary>
    public static void RunScalar(in BlockProduct product, int firstRow, int rows)
    {
        for (int row = firstRow; row < firstRow + rows; row++)
        {
            for (int lane = 0; lane < 16; lane++)
            {
                float* c = product.C + product.CRows[row] + lane;
                float sum = product.Accumulate ? *c : product.Bias != null ? product.Bias[lane] : 0;
                for (int segment = 0; segment < product.SegmentCount; segment++)
                {
                    float* a = product.A + product.ARows[row] + product.ASegments[segment] + lane;
                    float* b = product.B + product.BSegments[segment] + lane;
                    for (int k = 0; k < product.Inner; k++)
                    {
                        sum = MathF.FusedMultiplyAdd(a[k * product.AStep], b[k * 16], sum);
                    }
                }

                *c = product.Rectify ? MathF.Max(0, sum) : sum;
            }
        }
    }

    /// <summary>The same with given vectors, for tests.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run<TVector, TLanes>(BlockProduct* product, int firstRow, int rows)
        where TVector : struct
        where TLanes : struct, ILanes<TVector>
    {
        for (int lane = 0; lane < 16; lane += TLanes.Width)
        {
            int row = firstRow;
            for (; row + 8 <= firstRow + rows; row += 8)
            {
                RunTile<TVector, TLanes, Eight>(product, row, lane);
            }

            for (; row + 3 <= firstRow + rows; row += 3)
            {
                RunTile<TVector, TLanes, Three>(product, row, lane);
            }

            for (; row < firstRow + rows; row++)
            {
                RunTile<TVector, TLanes, One>(product, row, lane);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void RunTile<TVector, TLanes, TRows>(BlockProduct* product, int row, int lane)
        where TVector : struct
        where TLanes : struct, ILanes<TVector>
        where TRows : struct, ICount
    {
        TVector start = product->Bias != null ? TLanes.Load(product->Bias + lane) : TLanes.Zero;
        float* c = product->C + lane;
        int* cRows = product->CRows + row;
        TVector x0 = start, x1 = start, x2 = start, x3 = start;
        TVector x4 = start, x5 = start, x6 = start, x7 = start;
        if (product->Accumulate)
        {
            x0 = TLanes.Load(c + cRows[0]);
            x1 = TRows.Value > 1 ? TLanes.Load(c + cRows[1]) : x1;
            x2 = TRows.Value > 2 ? TLanes.Load(c + cRows[2]) : x2;
            x3 = TRows.Value > 3 ? TLanes.Load(c + cRows[3]) : x3;
            x4 = TRows.Value > 4 ? TLanes.Load(c + cRows[4]) : x4;
            x5 = TRows.Value > 5 ? TLanes.Load(c + cRows[5]) : x5;
            x6 = TRows.Value > 6 ? TLanes.Load(c + cRows[6]) : x6;
            x7 = TRows.Value > 7 ? TLanes.Load(c + cRows[7]) : x7;
        }

        int* aRows = product->ARows + row;
        float* a0 = product->A + aRows[0] + lane;
        float* a1 = TRows.Value > 1 ? product->A + aRows[1] + lane : a0;
        float* a2 = TRows.Value > 2 ? product->A + aRows[2] + lane : a0;
        float* a3 = TRows.Value > 3 ? product->A + aRows[3] + lane : a0;
        float* a4 = TRows.Value > 4 ? product->A + aRows[4] + lane : a0;
        float* a5 = TRows.Value > 5 ? product->A + aRows[5] + lane : a0;
        float* a6 = TRows.Value > 6 ? product->A + aRows[6] + lane : a0;
        float* a7 = TRows.Value > 7 ? product->A + aRows[7] + lane : a0;
        nint step = product->AStep;
        for (int segment = 0; segment < product->SegmentCount; segment++)
        {
            nint i = (nint)product->ASegments[segment];
            float* b = product->B + product->BSegments[segment] + lane;
            for (int k = product->Inner; k > 0; k--)
            {
                TVector factor = TLanes.Load(b);
                x0 = TLanes.MultiplyAdd(TLanes.Load(a0 + i), factor, x0);
                x1 = TRows.Value > 1 ? TLanes.MultiplyAdd(TLanes.Load(a1 + i), factor, x1) : x1;
                x2 = TRows.Value > 2 ? TLanes.MultiplyAdd(TLanes.Load(a2 + i), factor, x2) : x2;
                x3 = TRows.Value > 3 ? TLanes.MultiplyAdd(TLanes.Load(a3 + i), factor, x3) : x3;
                x4 = TRows.Value > 4 ? TLanes.MultiplyAdd(TLanes.Load(a4 + i), factor, x4) : x4;
                x5 = TRows.Value > 5 ? TLanes.MultiplyAdd(TLanes.Load(a5 + i), factor, x5) : x5;
                x6 = TRows.Value > 6 ? TLanes.MultiplyAdd(TLanes.Load(a6 + i), factor, x6) : x6;
                x7 = TRows.Value > 7 ? TLanes.MultiplyAdd(TLanes.Load(a7 + i), factor, x7) : x7;
                i += step;
                b += 16;
            }
        }

        if (product->Rectify)
        {
            x0 = TLanes.Rectify(x0);
            x1 = TLanes.Rectify(x1);
            x2 = TLanes.Rectify(x2);
            x3 = TLanes.Rectify(x3);
            x4 = TLanes.Rectify(x4);
            x5 = TLanes.Rectify(x5);
            x6 = TLanes.Rectify(x6);
            x7 = TLanes.Rectify(x7);
        }

        TLanes.Store(x0, c + cRows[0]);
        if (TRows.Value > 1)
        {
            TLanes.Store(x1, c + cRows[1]);
            TLanes.Store(x2, c + cRows[2]);
        }

        if (TRows.Value > 3)
        {
            TLanes.Store(x3, c + cRows[3]);
            TLanes.Store(x4, c + cRows[4]);
            TLanes.Store(x5, c + cRows[5]);
            TLanes.Store(x6, c + cRows[6]);
            TLanes.Store(x7, c + cRows[7]);
        }
    }
}
