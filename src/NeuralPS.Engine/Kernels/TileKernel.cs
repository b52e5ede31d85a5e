using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace NeuralPS.Engine.Kernels;

/// <summary>
/// Computes tiles with the widest vectors of the processor. Each element of C is one chain of multiply-adds over k in the order
/// of the loops, whatever the width of the vectors and the cut into register tiles: the bits are always the same.
/// </summary>
internal static unsafe class TileKernel
{
    /// <summary>Computes a tile.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(in Tile tile)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            Run512(tile);
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            Run256(tile);
        }
        else
        {
            Run128(tile);
        }
    }

    /// <summary>Specifies the kernel: plain loops, one element after the other.</summary>
    public static void RunScalar(in Tile tile)
    {
        for (int row = 0; row < tile.Rows; row++)
        {
            for (int column = 0; column < tile.Panels * 16; column++)
            {
                float* c = tile.C + (row * tile.CRow) + (column / 16 * tile.CPanel) + (column % 16);
                float sum = tile.Accumulates ? *c : tile.Start is null ? 0 : tile.Start[column];
                for (int k2 = 0; k2 < tile.Count2; k2++)
                {
                    for (int k1 = 0; k1 < tile.Count1; k1++)
                    {
                        for (int k0 = 0; k0 < tile.Count0; k0++)
                        {
                            float a = tile.A[(row * tile.ARow) + (k2 * tile.A2) + (k1 * tile.A1) + (k0 * tile.A0)];
                            float b = tile.B[(column / 16 * tile.BPanel) + (column % 16) + (k2 * tile.B2) + (k1 * tile.B1) + (k0 * tile.B0)];
                            sum = float.MultiplyAddEstimate(a, b, sum);
                        }
                    }
                }

                *c = tile.Rectifies ? Math.Max(0, sum) : sum;
            }
        }
    }

    // Two panels at once, 8 rows: 16 accumulators of the 32 registers.
    private static void Run512(in Tile tile)
    {
        int panel = 0;
        for (; panel + 2 <= tile.Panels; panel += 2)
        {
            RunRows<Lane512, Vector512<float>, Two>(tile, panel * tile.BPanel, panel * tile.CPanel, panel * 16, tile.BPanel, tile.CPanel, 16, 8);
        }

        if (panel < tile.Panels)
        {
            RunRows<Lane512, Vector512<float>, One>(tile, panel * tile.BPanel, panel * tile.CPanel, panel * 16, 0, 0, 0, 8);
        }
    }

    // One panel as two vectors, 6 rows: 12 accumulators of the 16 registers.
    private static void Run256(in Tile tile)
    {
        for (int panel = 0; panel < tile.Panels; panel++)
        {
            RunRows<Lane256, Vector256<float>, Two>(tile, panel * tile.BPanel, panel * tile.CPanel, panel * 16, 8, 8, 8, 6);
        }
    }

    private static void Run128(in Tile tile)
    {
        for (int panel = 0; panel < tile.Panels; panel++)
        {
            for (int half = 0; half < 16; half += 8)
            {
                RunRows<Lane128, Vector128<float>, Two>(
                    tile, (panel * tile.BPanel) + half, (panel * tile.CPanel) + half, (panel * 16) + half, 4, 4, 4, 6);
            }
        }
    }

    /// <summary>Cuts the rows into register tiles, as even as can be: 16 rows as 6 + 6 + 4, 17 as 8 + 8 + 1.</summary>
    private static void RunRows<TLane, TVector, TColumns>(
        in Tile tile, nint b, nint c, int start, nint bColumn, nint cColumn, int startColumn, int mostRows)
        where TLane : struct, ILane<TVector>
        where TVector : struct
        where TColumns : struct, IConstant
    {
        for (int row = 0; row < tile.Rows;)
        {
            int rows = Math.Min(tile.Rows - row, mostRows);
            var origin = new TileOrigin
            {
                A = tile.A + (row * tile.ARow),
                B = tile.B + b,
                C = tile.C + c + (row * tile.CRow),
                Start = tile.Start is null ? null : tile.Start + start,
                BColumn = bColumn,
                CColumn = cColumn,
                StartColumn = startColumn,
            };
            switch (rows)
            {
                case 8: RegisterTile.Run<TLane, TVector, Eight, TColumns>(tile, origin); break;
                case 7: RegisterTile.Run<TLane, TVector, Seven, TColumns>(tile, origin); break;
                case 6: RegisterTile.Run<TLane, TVector, Six, TColumns>(tile, origin); break;
                case 5: RegisterTile.Run<TLane, TVector, Five, TColumns>(tile, origin); break;
                case 4: RegisterTile.Run<TLane, TVector, Four, TColumns>(tile, origin); break;
                case 3: RegisterTile.Run<TLane, TVector, Three, TColumns>(tile, origin); break;
                case 2: RegisterTile.Run<TLane, TVector, Two, TColumns>(tile, origin); break;
                default: RegisterTile.Run<TLane, TVector, One, TColumns>(tile, origin); break;
            }

            row += rows;
        }
    }
}
