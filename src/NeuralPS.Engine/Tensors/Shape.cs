using System.Collections.Immutable;

namespace NeuralPS.Engine.Tensors;

/// <summary>
/// The dimensions of one sample, without the batch: <c>(features)</c>, <c>(length, channels)</c> for sequences, or
/// <c>(height, width, channels)</c> for images.
/// A value; two shapes with equal dimensions are equal.
/// </summary>
public sealed class Shape : IEquatable<Shape>
{
    /// <summary>Creates a shape.</summary>
    /// <param name="dimensions">One or more positive sizes whose product is at most 2^31 - 1.</param>
    /// <exception cref="ShapeException">There is no dimension, one is not positive, or the product is too large.</exception>
    public Shape(params ReadOnlySpan<int> dimensions)
    {
        if (dimensions.IsEmpty)
        {
            throw new ShapeException("ShapeEmpty", "A shape needs at least one dimension, such as 784 or 28, 28, 1.");
        }

        long length = 1;
        foreach (int dimension in dimensions)
        {
            if (dimension < 1)
            {
                throw new ShapeException(
                    "ShapeNotPositive",
                    $"Shape ({string.Join(", ", dimensions.ToArray())}) has the dimension {dimension}; each must be at least 1.");
            }

            length *= dimension;
            if (length > int.MaxValue)
            {
                throw new ShapeException(
                    "ShapeTooLarge",
                    $"Shape ({string.Join(", ", dimensions.ToArray())}) has more than {int.MaxValue} elements. Use smaller dimensions.");
            }
        }

        Dimensions = [.. dimensions];
        Length = (int)length;
    }

    /// <summary>The sizes, outermost first.</summary>
    public ImmutableArray<int> Dimensions { get; }

    /// <summary>The number of elements: the product of the dimensions.</summary>
    public int Length { get; }

    /// <summary>The number of dimensions.</summary>
    public int Rank => Dimensions.Length;

    /// <summary>True for (height, width, channels).</summary>
    public bool IsImage => Rank == 3;

    /// <summary>True for (length, channels). A sequence lies in memory as an image of one line.</summary>
    public bool IsSequence => Rank == 2;

    /// <summary>Lines of an image; 1 for other samples.</summary>
    public int Height => Rank > 2 ? Dimensions[0] : 1;

    /// <summary>Pixels of a line of an image, or the length of a sequence; 1 for flat samples.</summary>
    public int Width => Length / Height / Channels;

    /// <summary>Channels of an image or a sequence, or the features of a flat sample: the last dimension.</summary>
    public int Channels => Dimensions[Rank - 1];

    /// <summary>The size of dimension <paramref name="index"/>.</summary>
    public int this[int index] => Dimensions[index];

    /// <summary>A shape of the same kind, sequence or image, with other sizes; the height of a sequence is 1.</summary>
    internal Shape WithSizes(int height, int width, int channels) =>
        IsSequence ? new Shape(width, channels) : new Shape(height, width, channels);

    /// <inheritdoc/>
    public bool Equals(Shape? other) => other is not null && Dimensions.AsSpan().SequenceEqual(other.Dimensions.AsSpan());

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Shape);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        foreach (int dimension in Dimensions)
        {
            hash.Add(dimension);
        }

        return hash.ToHashCode();
    }

    /// <summary>The dimensions as users write them: <c>28x28x1</c>.</summary>
    public override string ToString() => string.Join('x', Dimensions);
}
