namespace NeuralPS.Engine.Activations;

/// <summary>
/// An elementwise function a = g(z) with its derivative. One instance serves all networks and threads: it has no state.
/// </summary>
public abstract class Activation
{
    /// <summary>The name as users and files spell it, such as <c>ReLU</c>.</summary>
    public abstract string Name { get; }

    /// <summary>True when the derivative needs z; false when the result a suffices, and z may be overwritten by a.</summary>
    public virtual bool NeedsInput => false;

    /// <summary>
    /// False for softmax, which couples the elements of a row: spans are then whole rows (of a pixel: its channels).
    /// </summary>
    public virtual bool IsElementwise => true;

    /// <summary>True when g(0) = 0, so that unused lanes stay zero by themselves.</summary>
    public virtual bool MapsZeroToZero => true;

    /// <summary>Writes a = g(z); <paramref name="a"/> may be the same memory as <paramref name="z"/>.</summary>
    public abstract void Forward(ReadOnlySpan<float> z, Span<float> a);

    /// <summary>
    /// Writes dL/dz = dL/da * g'(z). <paramref name="z"/> is empty unless <see cref="NeedsInput"/>;
    /// <paramref name="dz"/> may be the same memory as <paramref name="da"/>.
    /// </summary>
    public abstract void Backward(ReadOnlySpan<float> z, ReadOnlySpan<float> a, ReadOnlySpan<float> da, Span<float> dz);

    /// <summary>The scalar definition g(z), which specifies the vector form.</summary>
    public abstract double Evaluate(double z);

    /// <summary>The scalar derivative g'(z).</summary>
    public abstract double Differentiate(double z);

    /// <summary>True for the same function: the same kind with the same parameter.</summary>
    public sealed override bool Equals(object? obj) =>
        obj is Activation other && other.GetType() == GetType() && other.Name == Name;

    /// <inheritdoc/>
    public sealed override int GetHashCode() => Name.GetHashCode(StringComparison.Ordinal);

    /// <summary>The name, with parameters that are not the default: what <see cref="ActivationCatalog.Get"/> reads.</summary>
    public sealed override string ToString() => Name;
}
