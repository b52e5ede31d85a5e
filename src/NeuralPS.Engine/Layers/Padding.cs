namespace NeuralPS.Engine.Layers;

/// <summary>
/// Lines and pixels of zeros around an image before a window slides over it: none (valid), as many as keep ceil(size / stride)
/// (same, the odd one below and right), the same explicit number on each side, or before a sequence as many as keep outputs from
/// seeing what comes after them (causal).
/// </summary>
/// <param name="Kind">The kind.</param>
/// <param name="Size">With <see cref="PaddingKind.Explicit"/>, lines above and below, and pixels left and right.</param>
public readonly record struct Padding(PaddingKind Kind, int Size = 0)
{
    /// <summary>No padding.</summary>
    public static Padding Valid => new(PaddingKind.Valid);

    /// <summary>The output has ceil(size / stride) lines.</summary>
    public static Padding Same => new(PaddingKind.Same);

    /// <summary>All of it before a sequence: output i sees elements up to i * stride only.</summary>
    public static Padding Causal => new(PaddingKind.Causal);

    /// <summary><paramref name="size"/> lines and pixels on each side.</summary>
    public static Padding Explicit(int size) => new(PaddingKind.Explicit, size);

    /// <summary>Zeros before and after <paramref name="size"/> elements, and the length that comes out (0 or less: does not fit).</summary>
    internal (int Before, int After, int Output) Resolve(int size, int window, int stride, int dilation)
    {
        int reach = ((window - 1) * dilation) + 1;
        switch (Kind)
        {
            case PaddingKind.Same:
                int output = (size + stride - 1) / stride;
                int total = Math.Max(((output - 1) * stride) + reach - size, 0);
                return (total / 2, total - (total / 2), output);
            case PaddingKind.Causal:
                return (reach - 1, 0, (size + stride - 1) / stride);
            case PaddingKind.Explicit:
                return (Size, Size, size + (2 * Size) < reach ? 0 : ((size + (2 * Size) - reach) / stride) + 1);
            default:
                return (0, 0, size < reach ? 0 : ((size - reach) / stride) + 1);
        }
    }

    /// <inheritdoc/>
    public override string ToString() => Kind == PaddingKind.Explicit ? $"padding {Size}" : Kind.ToString().ToLowerInvariant();
}

/// <summary>The kinds of padding.</summary>
public enum PaddingKind
{
    /// <summary>None.</summary>
    Valid,

    /// <summary>As much as keeps ceil(size / stride).</summary>
    Same,

    /// <summary>A number on each side.</summary>
    Explicit,

    /// <summary>All before a sequence, as in Keras: its convolution looks back only.</summary>
    Causal,
}
