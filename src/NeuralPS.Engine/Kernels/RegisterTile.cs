using System.Runtime.CompilerServices;

namespace NeuralPS.Engine.Kernels;

/// <summary>Where a register tile begins within its tile, and how far apart its two columns of vectors are.</summary>
internal unsafe struct TileOrigin
{
    /// <summary>The first row of A.</summary>
    public float* A;

    /// <summary>The first column of B.</summary>
    public float* B;

    /// <summary>The first element of C.</summary>
    public float* C;

    /// <summary>What the sums start with, or null.</summary>
    public float* Start;

    /// <summary>From one column of vectors to the next in B.</summary>
    public nint BColumn;

    /// <summary>From one column of vectors to the next in C.</summary>
    public nint CColumn;

    /// <summary>From one column of vectors to the next in the starting values.</summary>
    public int StartColumn;
}

/// <summary>
/// The innermost kernel: up to 8 rows by 2 vectors of sums that stay in registers. Written out, since only locals live in
/// registers; the branches on the constants disappear when the method is compiled.
/// </summary>
internal static unsafe class RegisterTile
{
    /// <summary>Computes <typeparamref name="TRows"/> rows by <typeparamref name="TColumns"/> vectors.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run<TLane, TVector, TRows, TColumns>(in Tile tile, in TileOrigin origin)
        where TLane : struct, ILane<TVector>
        where TVector : struct
        where TRows : struct, IConstant
        where TColumns : struct, IConstant
    {
        TVector start0 = origin.Start is null ? TLane.Zero : TLane.Load(origin.Start);
        TVector start1 = origin.Start is null || TColumns.Value < 2 ? TLane.Zero : TLane.Load(origin.Start + origin.StartColumn);
        TVector c00 = start0, c01 = start1;
        TVector c10 = start0, c11 = start1;
        TVector c20 = start0, c21 = start1;
        TVector c30 = start0, c31 = start1;
        TVector c40 = start0, c41 = start1;
        TVector c50 = start0, c51 = start1;
        TVector c60 = start0, c61 = start1;
        TVector c70 = start0, c71 = start1;
        if (tile.Accumulates)
        {
            c00 = TLane.Load(origin.C + (0 * tile.CRow));
            c01 = TColumns.Value > 1 ? TLane.Load(origin.C + (0 * tile.CRow) + origin.CColumn) : c01;

            if (TRows.Value > 1)
            {
                c10 = TLane.Load(origin.C + (1 * tile.CRow));
                c11 = TColumns.Value > 1 ? TLane.Load(origin.C + (1 * tile.CRow) + origin.CColumn) : c11;
            }

            if (TRows.Value > 2)
            {
                c20 = TLane.Load(origin.C + (2 * tile.CRow));
                c21 = TColumns.Value > 1 ? TLane.Load(origin.C + (2 * tile.CRow) + origin.CColumn) : c21;
            }

            if (TRows.Value > 3)
            {
                c30 = TLane.Load(origin.C + (3 * tile.CRow));
                c31 = TColumns.Value > 1 ? TLane.Load(origin.C + (3 * tile.CRow) + origin.CColumn) : c31;
            }

            if (TRows.Value > 4)
            {
                c40 = TLane.Load(origin.C + (4 * tile.CRow));
                c41 = TColumns.Value > 1 ? TLane.Load(origin.C + (4 * tile.CRow) + origin.CColumn) : c41;
            }

            if (TRows.Value > 5)
            {
                c50 = TLane.Load(origin.C + (5 * tile.CRow));
                c51 = TColumns.Value > 1 ? TLane.Load(origin.C + (5 * tile.CRow) + origin.CColumn) : c51;
            }

            if (TRows.Value > 6)
            {
                c60 = TLane.Load(origin.C + (6 * tile.CRow));
                c61 = TColumns.Value > 1 ? TLane.Load(origin.C + (6 * tile.CRow) + origin.CColumn) : c61;
            }

            if (TRows.Value > 7)
            {
                c70 = TLane.Load(origin.C + (7 * tile.CRow));
                c71 = TColumns.Value > 1 ? TLane.Load(origin.C + (7 * tile.CRow) + origin.CColumn) : c71;
            }
        }

        nint row = tile.ARow;
        nint row3 = 3 * row;
        nint a0 = tile.A0;
        nint b0 = tile.B0;
        nint column = origin.BColumn;
        int count = tile.Count0;
        float* outerA = origin.A;
        float* outerB = origin.B;
        for (int k2 = tile.Count2; k2 > 0; k2--)
        {
            float* middleA = outerA;
            float* middleB = outerB;
            for (int k1 = tile.Count1; k1 > 0; k1--)
            {
                float* low = middleA;
                float* high = middleA + (4 * row);
                float* b = middleB;
                for (int k0 = count; k0 > 0; k0--)
                {
                    TVector left = TLane.Load(b);
                    TVector right = TColumns.Value > 1 ? TLane.Load(b + column) : left;
                    TVector a = TLane.Broadcast(*low);
                    c00 = TLane.MultiplyAdd(a, left, c00);
                    c01 = TColumns.Value > 1 ? TLane.MultiplyAdd(a, right, c01) : c01;

                    if (TRows.Value > 1)
                    {
                        a = TLane.Broadcast(*(low + row));
                        c10 = TLane.MultiplyAdd(a, left, c10);
                        c11 = TColumns.Value > 1 ? TLane.MultiplyAdd(a, right, c11) : c11;
                    }

                    if (TRows.Value > 2)
                    {
                        a = TLane.Broadcast(*(low + (2 * row)));
                        c20 = TLane.MultiplyAdd(a, left, c20);
                        c21 = TColumns.Value > 1 ? TLane.MultiplyAdd(a, right, c21) : c21;
                    }

                    if (TRows.Value > 3)
                    {
                        a = TLane.Broadcast(*(low + row3));
                        c30 = TLane.MultiplyAdd(a, left, c30);
                        c31 = TColumns.Value > 1 ? TLane.MultiplyAdd(a, right, c31) : c31;
                    }

                    if (TRows.Value > 4)
                    {
                        a = TLane.Broadcast(*high);
                        c40 = TLane.MultiplyAdd(a, left, c40);
                        c41 = TColumns.Value > 1 ? TLane.MultiplyAdd(a, right, c41) : c41;
                    }

                    if (TRows.Value > 5)
                    {
                        a = TLane.Broadcast(*(high + row));
                        c50 = TLane.MultiplyAdd(a, left, c50);
                        c51 = TColumns.Value > 1 ? TLane.MultiplyAdd(a, right, c51) : c51;
                    }

                    if (TRows.Value > 6)
                    {
                        a = TLane.Broadcast(*(high + (2 * row)));
                        c60 = TLane.MultiplyAdd(a, left, c60);
                        c61 = TColumns.Value > 1 ? TLane.MultiplyAdd(a, right, c61) : c61;
                    }

                    if (TRows.Value > 7)
                    {
                        a = TLane.Broadcast(*(high + row3));
                        c70 = TLane.MultiplyAdd(a, left, c70);
                        c71 = TColumns.Value > 1 ? TLane.MultiplyAdd(a, right, c71) : c71;
                    }

                    low += a0;
                    high += a0;
                    b += b0;
                }

                middleA += tile.A1;
                middleB += tile.B1;
            }

            outerA += tile.A2;
            outerB += tile.B2;
        }

        if (tile.Rectifies)
        {
            c00 = TLane.Rectify(c00);
            c01 = TLane.Rectify(c01);
            c10 = TLane.Rectify(c10);
            c11 = TLane.Rectify(c11);
            c20 = TLane.Rectify(c20);
            c21 = TLane.Rectify(c21);
            c30 = TLane.Rectify(c30);
            c31 = TLane.Rectify(c31);
            c40 = TLane.Rectify(c40);
            c41 = TLane.Rectify(c41);
            c50 = TLane.Rectify(c50);
            c51 = TLane.Rectify(c51);
            c60 = TLane.Rectify(c60);
            c61 = TLane.Rectify(c61);
            c70 = TLane.Rectify(c70);
            c71 = TLane.Rectify(c71);
        }

        TLane.Store(c00, origin.C + (0 * tile.CRow));
        if (TColumns.Value > 1)
        {
            TLane.Store(c01, origin.C + (0 * tile.CRow) + origin.CColumn);
        }

        if (TRows.Value > 1)
        {
            TLane.Store(c10, origin.C + (1 * tile.CRow));
            if (TColumns.Value > 1)
            {
                TLane.Store(c11, origin.C + (1 * tile.CRow) + origin.CColumn);
            }
        }

        if (TRows.Value > 2)
        {
            TLane.Store(c20, origin.C + (2 * tile.CRow));
            if (TColumns.Value > 1)
            {
                TLane.Store(c21, origin.C + (2 * tile.CRow) + origin.CColumn);
            }
        }

        if (TRows.Value > 3)
        {
            TLane.Store(c30, origin.C + (3 * tile.CRow));
            if (TColumns.Value > 1)
            {
                TLane.Store(c31, origin.C + (3 * tile.CRow) + origin.CColumn);
            }
        }

        if (TRows.Value > 4)
        {
            TLane.Store(c40, origin.C + (4 * tile.CRow));
            if (TColumns.Value > 1)
            {
                TLane.Store(c41, origin.C + (4 * tile.CRow) + origin.CColumn);
            }
        }

        if (TRows.Value > 5)
        {
            TLane.Store(c50, origin.C + (5 * tile.CRow));
            if (TColumns.Value > 1)
            {
                TLane.Store(c51, origin.C + (5 * tile.CRow) + origin.CColumn);
            }
        }

        if (TRows.Value > 6)
        {
            TLane.Store(c60, origin.C + (6 * tile.CRow));
            if (TColumns.Value > 1)
            {
                TLane.Store(c61, origin.C + (6 * tile.CRow) + origin.CColumn);
            }
        }

        if (TRows.Value > 7)
        {
            TLane.Store(c70, origin.C + (7 * tile.CRow));
            if (TColumns.Value > 1)
            {
                TLane.Store(c71, origin.C + (7 * tile.CRow) + origin.CColumn);
            }
        }
    }
}
