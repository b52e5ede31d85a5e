using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace NeuralPS.Engine.Kernels;

/// <summary>Covers a range of rows and panels of a <see cref="BlockProduct"/> with tiles of the widest vectors there are.</summary>
internal static unsafe class BlockKernel
{
    // Up to this many rows the kernel for single rows is the faster one.
    private const int FewRows = 3;

    // Terms after which a strip of B goes through C, so that it stays in the innermost cache while the rows pass by.
    private const int TermsPerPass = 256;

    /// <summary>Computes <paramref name="rows"/> rows and <paramref name="panels"/> panels of <paramref name="product"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(in BlockProduct product, int firstRow, int rows, int firstPanel, int panels)
    {
        fixed (BlockProduct* p = &product)
        {
            if (Vector512.IsHardwareAccelerated)
            {
                Run<Vector512<float>, Lanes512>(p, firstRow, rows, firstPanel, panels, 8);
            }
            else if (Vector256.IsHardwareAccelerated)
            {
                Run<Vector256<float>, Lanes256>(p, firstRow, rows, firstPanel, panels, 6);
            }
            else
            {
                Run<Vector128<float>, Lanes128>(p, firstRow, rows, firstPanel, panels, 8);
            }
        }
    }

    /// <summary>The same with given vectors and rows to a tile, for tests.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run<TVector, TLanes>(BlockProduct* product, int firstRow, int rows, int firstPanel, int panels, int tileRows)
        where TVector : struct
        where TLanes : struct, ILanes<TVector>
    {
        if (product->SegmentCount == 1 && product->Inner == 1)
        {
            RankOneKernel.Run<TVector, TLanes>(product, firstRow, rows, firstPanel, panels);
            return;
        }

        int lane = 0;
        int panel = firstPanel;
        int endPanel = firstPanel + panels;
        if (rows <= FewRows)
        {
            int panelsPerCall = RowKernel.Vectors * TLanes.Width / 16;
            for (; panel + panelsPerCall <= endPanel; panel += panelsPerCall)
            {
                for (int row = firstRow; row < firstRow + rows; row++)
                {
                    RowKernel.Run<TVector, TLanes>(product, row, panel);
                }
            }
        }

        int passes = (int)((((long)product->SegmentCount * product->Inner) + TermsPerPass - 1) / TermsPerPass);
        int segmentsPerPass = (product->SegmentCount + Math.Max(passes, 1) - 1) / Math.Max(passes, 1);
        while (panel < endPanel)
        {
            int vectors = TLanes.Width < 16 ? 2 : CountVectors(endPanel - panel);
            int segment = 0;
            do
            {
                int endSegment = Math.Min(segment + segmentsPerPass, product->SegmentCount);
                RunStrip<TVector, TLanes>(product, firstRow, rows, panel, lane, segment, endSegment, tileRows, vectors);
                segment = endSegment;
            }
            while (segment < product->SegmentCount);

            lane += vectors * TLanes.Width;
            panel += lane / 16;
            lane %= 16;
        }
    }

    // Panels in threes and twos, since a single one leaves the processor waiting for loads.
    private static int CountVectors(int panels) => panels == 3 || panels > 4 ? 3 : Math.Min(panels, 2);

    // Tiles of nearly equal heights: a last tile of one row would take as long as one of four.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void RunStrip<TVector, TLanes>(
        BlockProduct* product, int firstRow, int rows, int panel, int lane, int segment, int endSegment, int tileRows, int vectors)
        where TVector : struct
        where TLanes : struct, ILanes<TVector>
    {
        int tiles = (rows + tileRows - 1) / tileRows;
        int height = rows / Math.Max(tiles, 1);
        int higher = rows - (tiles * height);
        int row = firstRow;
        for (int tile = 0; tile < tiles; tile++)
        {
            int count = tile < higher ? height + 1 : height;
            switch (vectors)
            {
                case 1:
                    RunTile<TVector, TLanes, One>(product, row, count, panel, lane, segment, endSegment);
                    break;
                case 2:
                    RunTile<TVector, TLanes, Two>(product, row, count, panel, lane, segment, endSegment);
                    break;
                default:
                    RunTile<TVector, TLanes, Three>(product, row, count, panel, lane, segment, endSegment);
                    break;
            }

            row += count;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void RunTile<TVector, TLanes, TVectors>(
        BlockProduct* product, int row, int rows, int panel, int lane, int segment, int endSegment)
        where TVector : struct
        where TLanes : struct, ILanes<TVector>
        where TVectors : struct, ICount
    {
        switch (rows)
        {
            case 1:
                TileKernel.Run<TVector, TLanes, One, TVectors>(product, row, panel, lane, segment, endSegment);
                break;
            case 2:
                TileKernel.Run<TVector, TLanes, Two, TVectors>(product, row, panel, lane, segment, endSegment);
                break;
            case 3:
                TileKernel.Run<TVector, TLanes, Three, TVectors>(product, row, panel, lane, segment, endSegment);
                break;
            case 4:
                TileKernel.Run<TVector, TLanes, Four, TVectors>(product, row, panel, lane, segment, endSegment);
                break;
            case 5:
                TileKernel.Run<TVector, TLanes, Five, TVectors>(product, row, panel, lane, segment, endSegment);
                break;
            case 6:
                TileKernel.Run<TVector, TLanes, Six, TVectors>(product, row, panel, lane, segment, endSegment);
                break;
            case 7:
                TileKernel.Run<TVector, TLanes, Seven, TVectors>(product, row, panel, lane, segment, endSegment);
                break;
            default:
                TileKernel.Run<TVector, TLanes, Eight, TVectors>(product, row, panel, lane, segment, endSegment);
                break;
        }
    }
}
