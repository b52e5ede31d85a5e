using Eng = NeuralPS.Engine;

namespace NeuralPS;

/// <summary>
/// Padding of a window: Valid (none), Same (keeps ceil(size / stride)), a number of lines and pixels on each side, or before a sequence
/// Causal.
/// </summary>
public sealed class Padding
{
    private readonly string _kind;
    private readonly int _size;

    /// <summary>A number of lines and pixels on each side.</summary>
    public Padding(int size)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(size);
        _kind = nameof(Eng.Layers.PaddingKind.Explicit);
        _size = size;
    }

    private Padding(string kind) => _kind = kind;

    /// <summary>No padding.</summary>
    public static Padding Valid { get; } = new("Valid");

    /// <summary>As much as keeps ceil(size / stride).</summary>
    public static Padding Same { get; } = new("Same");

    /// <summary>All of it before a sequence, so that no output sees what comes after it.</summary>
    public static Padding Causal { get; } = new("Causal");

    /// <summary>Reads <c>Valid</c>, <c>Same</c>, <c>Causal</c> or a number.</summary>
    /// <exception cref="FormatException">It is none of them.</exception>
    public static Padding Parse(string text) =>
        string.Equals(text, "Valid", StringComparison.OrdinalIgnoreCase) ? Valid
        : string.Equals(text, "Same", StringComparison.OrdinalIgnoreCase) ? Same
        : string.Equals(text, "Causal", StringComparison.OrdinalIgnoreCase) ? Causal
        : int.TryParse(text, out int size) && size >= 0 ? new Padding(size)
        : throw new FormatException($"'{text}' is no padding. Use Valid, Same, Causal, or a number of pixels from 0.");

    /// <summary>The engine's padding.</summary>
    internal Eng.Layers.Padding ToEngine() => new(Enum.Parse<Eng.Layers.PaddingKind>(_kind), _size);

    /// <inheritdoc/>
    public override string ToString() => _kind == nameof(Eng.Layers.PaddingKind.Explicit) ? _size.ToString() : _kind;
}
