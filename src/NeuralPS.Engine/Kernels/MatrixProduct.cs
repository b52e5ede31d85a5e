using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using NeuralPS.Engine.Tensors;
using NeuralPS.Engine.Threading;

namespace NeuralPS.Engine.Kernels;

/// <summary>
/// C = A B for plain row-major matrices, either factor transposed on request: A is m x k (stored k x m when transposed), B is
/// k x n (stored n x k), C is m x n. Every element is one chain of fused multiply-adds over k.
/// </summary>
/// <remarks>Holds the packed copies of its factors, so that a product repeated with the same sizes allocates nothing.</remarks>
internal sealed unsafe class MatrixProduct : IDisposable
{
    private const int BlockSize = Layout.BlockSize;
    private const int RowsPerPart = 64;
    private const int PanelsPerPart = 8;

    // The most terms of a segment: sums pass through C after each. Strips of B that long come from the second cache fast enough.
    private const int MostTerms = 1024;

    private readonly int _m;
    private readonly int _n;
    private readonly int _k;
    private readonly int _segmentTerms;
    private readonly bool _transposeA;
    private readonly bool _transposeB;
    private readonly PinnedTable<int> _aRows;
    private readonly PinnedTable<int> _cRows;
    private readonly PinnedTable<int> _edgeRows;
    private readonly PinnedTable<long> _aSegments;
    private readonly PinnedTable<long> _bSegments;
    private readonly PackWork _pack;
    private readonly ProductWork _product;
    private float* _packedA;
    private float* _packedB;
    private float* _edge;

    /// <summary>Prepares products of these sizes.</summary>
    public MatrixProduct(int m, int n, int k, bool transposeA = false, bool transposeB = false)
    {
        (_m, _n, _k, _transposeA, _transposeB) = (m, n, k, transposeA, transposeB);
        _aRows = new PinnedTable<int>(
            m, row => checked(transposeA ? (row / BlockSize * k * BlockSize) + (row % BlockSize) : row * k));
        _cRows = new PinnedTable<int>(m, row => checked(row * n));
        _edgeRows = new PinnedTable<int>(m, row => row * BlockSize);
        int step = transposeA ? BlockSize : 1;
        int segments = Math.Max(1, (k + MostTerms - 1) / MostTerms);
        int terms = _segmentTerms = Math.Max(1, (k + segments - 1) / segments);
        _aSegments = new PinnedTable<long>(segments, s => (long)s * terms * step);
        _bSegments = new PinnedTable<long>(segments, s => (long)s * terms * BlockSize);
        _packedB = Allocate((long)Panels * k * BlockSize);
        _packedA = transposeA ? Allocate((long)(m + BlockSize - 1) / BlockSize * k * BlockSize) : null;
        _edge = n % BlockSize == 0 ? null : Allocate((long)m * BlockSize);
        _pack = new PackWork(this);
        _product = new ProductWork(this);
    }

    private int Panels => (_n + BlockSize - 1) / BlockSize;

    private int RowParts => (_m + RowsPerPart - 1) / RowsPerPart;

    private int PanelParts => (Panels + PanelsPerPart - 1) / PanelsPerPart;

    private float* A { get; set; }

    private float* B { get; set; }

    private float* C { get; set; }

    /// <summary>Computes a product.</summary>
    public void Run(float* a, float* b, float* c, WorkerPool pool)
    {
        ObjectDisposedException.ThrowIf(_packedB == null, this);
        A = a;
        B = b;
        C = c;
        int blocksOfA = _transposeA ? (_m + BlockSize - 1) / BlockSize : 0;
        long multiplyAdds = (long)_m * _n * _k;
        WorkSharing.Run(pool, _pack, Panels + blocksOfA, multiplyAdds);
        WorkSharing.Run(pool, _product, PanelParts * RowParts, multiplyAdds);
    }

    /// <summary>Frees the packed copies.</summary>
    public void Dispose()
    {
        NativeMemory.AlignedFree(_packedA);
        NativeMemory.AlignedFree(_packedB);
        NativeMemory.AlignedFree(_edge);
        _packedA = _packedB = _edge = null;
    }

    private static float* Allocate(long length) => (float*)NativeMemory.AlignedAlloc((nuint)Math.Max(length, 1) * sizeof(float), 64);

    // 16 columns of a matrix of k lines become [k][16].
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void PackColumns(float* source, int columns, int lines, int first, float* target)
    {
        int count = Math.Min(BlockSize, columns - first);
        for (int line = 0; line < lines; line++)
        {
            float* from = source + ((long)line * columns) + first;
            if (count == BlockSize)
            {
                Vector512.Store(Vector512.Load(from), target);
            }
            else
            {
                for (int lane = 0; lane < BlockSize; lane++)
                {
                    target[lane] = lane < count ? from[lane] : 0;
                }
            }

            target += BlockSize;
        }
    }

    // 16 rows of a matrix of k columns become [k][16].
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void PackRows(float* source, int rows, int columns, int first, float* target)
    {
        for (int lane = 0; lane < BlockSize; lane++)
        {
            float* from = first + lane < rows ? source + ((long)(first + lane) * columns) : null;
            for (int column = 0; column < columns; column++)
            {
                target[((long)column * BlockSize) + lane] = from == null ? 0 : from[column];
            }
        }
    }

    /// <summary>Packs a panel of B, or a block of a transposed A.</summary>
    private sealed class PackWork(MatrixProduct owner) : ParallelWork
    {
        public override void Run(int part)
        {
            long length = (long)owner._k * BlockSize;
            if (part >= owner.Panels)
            {
                part -= owner.Panels;
                PackColumns(owner.A, owner._m, owner._k, part * BlockSize, owner._packedA + (part * length));
            }
            else if (owner._transposeB)
            {
                PackRows(owner.B, owner._n, owner._k, part * BlockSize, owner._packedB + (part * length));
            }
            else
            {
                PackColumns(owner.B, owner._n, owner._k, part * BlockSize, owner._packedB + (part * length));
            }
        }
    }

    /// <summary>Some rows and panels of C, panel by panel: B, packed by the same thread, stays in its cache while A passes by.</summary>
    private sealed class ProductWork(MatrixProduct owner) : ParallelWork
    {
        public override void Run(int part)
        {
            (int panelPart, int rowPart) = Math.DivRem(part, owner.RowParts);
            int row = rowPart * RowsPerPart;
            int rows = Math.Min(RowsPerPart, owner._m - row);
            int panel = panelPart * PanelsPerPart;
            int end = Math.Min(panel + PanelsPerPart, owner.Panels);
            bool hasEdge = end * BlockSize > owner._n;
            int whole = (hasEdge ? end - 1 : end) - panel;
            var product = new BlockProduct
            {
                A = owner._transposeA ? owner._packedA : owner.A,
                ARows = owner._aRows.Data,
                AStep = owner._transposeA ? BlockSize : 1,
                B = owner._packedB,
                BPanelStride = (long)owner._k * BlockSize,
                C = owner.C,
                CRows = owner._cRows.Data,
                CPanelStride = BlockSize,
            };
            Run(product, row, rows, panel, whole);
            if (!hasEdge)
            {
                return;
            }

            // The last panel is wider than what is left of C.
            product.C = owner._edge;
            product.CRows = owner._edgeRows.Data;
            product.CPanelStride = 0;
            Run(product, row, rows, end - 1, 1);
            int first = (end - 1) * BlockSize;
            for (int r = row; r < row + rows; r++)
            {
                var from = new ReadOnlySpan<float>(owner._edge + ((long)r * BlockSize), owner._n - first);
                from.CopyTo(new Span<float>(owner.C + ((long)r * owner._n) + first, from.Length));
            }
        }

        private void Run(BlockProduct product, int row, int rows, int panel, int panels)
        {
            int segments = owner._k / owner._segmentTerms;
            product.ASegments = owner._aSegments.Data;
            product.BSegments = owner._bSegments.Data;
            product.SegmentCount = segments;
            product.Inner = owner._segmentTerms;
            if (segments > 0 || owner._k == 0)
            {
                BlockKernel.Run(product, row, rows, panel, panels);
            }

            product.Inner = owner._k % owner._segmentTerms;
            if (product.Inner > 0)
            {
                product.Accumulate = segments > 0;
                product.ASegments += segments;
                product.BSegments += segments;
                product.SegmentCount = 1;
                BlockKernel.Run(product, row, rows, panel, panels);
            }
        }
    }
}
