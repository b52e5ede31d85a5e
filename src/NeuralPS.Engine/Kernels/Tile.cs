namespace NeuralPS.Engine.Kernels;

/// <summary>
/// A tile of products: C[r, c] = start[c] + sum_k A[r, k] B[k, c] for a number of rows and panels of 16 columns. Three nested
/// loops run over k, each with its own strides through A and B, so that the same kernel serves dense layers, their
/// transposes, and convolutions forwards and backwards. Strides count floats.
/// </summary>
internal unsafe struct Tile
{
    /// <summary>Element (0, 0) of A.</summary>
    public float* A;

    /// <summary>From one row of A to the next.</summary>
    public nint ARow;

    /// <summary>Element (0, 0) of B; its 16 columns of a panel are contiguous.</summary>
    public float* B;

    /// <summary>From one panel of B to the next.</summary>
    public nint BPanel;

    /// <summary>Element (0, 0) of C; its 16 columns of a panel are contiguous.</summary>
    public float* C;

    /// <summary>From one row of C to the next.</summary>
    public nint CRow;

    /// <summary>From one panel of C to the next.</summary>
    public nint CPanel;

    /// <summary>Rows, any number from 1.</summary>
    public int Rows;

    /// <summary>Panels of 16 columns, any number from 1.</summary>
    public int Panels;

    /// <summary>Turns of the innermost loop over k.</summary>
    public int Count0;

    /// <summary>Turns of the middle loop over k.</summary>
    public int Count1;

    /// <summary>Turns of the outermost loop over k.</summary>
    public int Count2;

    /// <summary>Step of the innermost loop through A.</summary>
    public nint A0;

    /// <summary>Step of the middle loop through A.</summary>
    public nint A1;

    /// <summary>Step of the outermost loop through A.</summary>
    public nint A2;

    /// <summary>Step of the innermost loop through B.</summary>
    public nint B0;

    /// <summary>Step of the middle loop through B.</summary>
    public nint B1;

    /// <summary>Step of the outermost loop through B.</summary>
    public nint B2;

    /// <summary>What the sums start with, 16 values to a panel; null for zeros.</summary>
    public float* Start;

    /// <summary>True when the sums start with what stands in C instead.</summary>
    public bool Accumulates;

    /// <summary>True to write max(0, sum).</summary>
    public bool Rectifies;
}
