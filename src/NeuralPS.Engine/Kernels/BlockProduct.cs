namespace NeuralPS.Engine.Kernels;

/// <summary>
/// A sum of products over blocks of 16 columns, general enough for dense layers and convolutions, forwards and backwards:
/// <code>
/// C[r, p, j] = start + sum over segments s, then over k = 0 .. Inner-1 of
///     A[ARows[r] + ASegments[s] + k * AStep] * B[p * BPanelStride + BSegments[s] + 16 k + j]
/// </code>
/// where r is a row, p a panel of 16 columns, j a lane of it, and C stands at <c>CRows[r] + p * CPanelStride + j</c>. The start
/// is what C holds (<see cref="Accumulate"/>), else the bias of the column, else zero. Each element is one chain of fused
/// multiply-adds in the order of the sum: neither tiles, nor threads, nor the width of the vectors change a bit of it.
/// </summary>
internal unsafe struct BlockProduct
{
    /// <summary>The left factor.</summary>
    public float* A;

    /// <summary>Offset of each row in <see cref="A"/>.</summary>
    public int* ARows;

    /// <summary>Floats of <see cref="A"/> from one k to the next within a segment.</summary>
    public int AStep;

    /// <summary>The right factor: vectors of 16 columns, one after the other within a segment.</summary>
    public float* B;

    /// <summary>Floats of <see cref="B"/> from one panel to the next.</summary>
    public long BPanelStride;

    /// <summary>Offset of each segment in <see cref="A"/>.</summary>
    public long* ASegments;

    /// <summary>Offset of each segment in <see cref="B"/>.</summary>
    public long* BSegments;

    /// <summary>The number of segments.</summary>
    public int SegmentCount;

    /// <summary>Terms of a segment.</summary>
    public int Inner;

    /// <summary>The result.</summary>
    public float* C;

    /// <summary>Offset of each row in <see cref="C"/>.</summary>
    public int* CRows;

    /// <summary>Floats of <see cref="C"/> from one panel to the next.</summary>
    public long CPanelStride;

    /// <summary>16 values a panel to start from, or null.</summary>
    public float* Bias;

    /// <summary>True to add to what C holds.</summary>
    public bool Accumulate;

    /// <summary>True to replace negative results by zero.</summary>
    public bool Rectify;
}
