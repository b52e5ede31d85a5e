namespace NeuralPS.Sweeps.Samplers;

/// <summary>The internal values of a trial's parameters, compared by content.</summary>
/// <param name="values">In the order of the space. Not copied: change them only while the key is in no collection.</param>
internal readonly struct PointKey(double[] values) : IEquatable<PointKey>
{
    private readonly double[] _values = values;

    /// <inheritdoc/>
    public bool Equals(PointKey other) => _values.AsSpan().SequenceEqual(other._values);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is PointKey other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        HashCode hash = default;
        foreach (double value in _values)
        {
            hash.Add(value);
        }

        return hash.ToHashCode();
    }
}
