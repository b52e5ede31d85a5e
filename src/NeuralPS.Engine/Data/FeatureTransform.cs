using System.Collections.Immutable;
using NeuralPS.Engine.Kernels.Elementwise;

namespace NeuralPS.Engine.Data;

/// <summary>
/// A transform of features that was fitted to a training set: x' = (x - center) / spread * (high - low) + low, per feature, per
/// channel or for all alike. Immutable.
/// </summary>
public sealed class FeatureTransform
{
    private FeatureTransform(FeatureTransformKind kind, ImmutableArray<float> center, ImmutableArray<float> spread, float low, float high)
    {
        if (center.Length == 0 || center.Length != spread.Length)
        {
            throw new DataException(
                "TransformLength",
                $"A transform needs as many centers as spreads, and at least one; got {center.Length} and {spread.Length}.");
        }

        for (int i = 0; i < center.Length; i++)
        {
            if (!float.IsFinite(center[i]) || !float.IsFinite(spread[i]) || spread[i] <= 0)
            {
                throw new DataException(
                    "TransformNotFinite",
                    $"Feature {i + 1} of a transform has the center {center[i]} and the spread {spread[i]}; "
                    + "both must be finite and the spread positive.");
            }
        }

        if (!float.IsFinite(low) || !float.IsFinite(high) || low >= high)
        {
            throw new DataException("TransformRange", $"Features cannot be scaled to [{low}, {high}]; the first must be below the second.");
        }

        Kind = kind;
        Center = center;
        Spread = spread;
        Low = low;
        High = high;
    }

    /// <summary>What the transform does.</summary>
    public FeatureTransformKind Kind { get; }

    /// <summary>
    /// The minimum (scale) or mean (standardise) of each feature. One value stands for all features; fewer values than features
    /// repeat, so that one per channel fits images of height x width x channels.
    /// </summary>
    public ImmutableArray<float> Center { get; }

    /// <summary>The range (scale) or standard deviation (standardise) of each feature; 1 for a feature that never changes.</summary>
    public ImmutableArray<float> Spread { get; }

    /// <summary>The lower end of the range that is scaled to; 0 when standardising.</summary>
    public float Low { get; }

    /// <summary>The upper end of the range that is scaled to; 1 when standardising.</summary>
    public float High { get; }

    /// <summary>Maps [minimum, maximum] of each feature to [low, high]; a feature that never changes becomes low.</summary>
    /// <exception cref="DataException">Lengths differ, a value is not finite, or low is not below high.</exception>
    public static FeatureTransform Scale(
        ReadOnlySpan<float> minimum, ReadOnlySpan<float> maximum, float low = 0, float high = 1)
    {
        float[] spread = new float[maximum.Length];
        for (int i = 0; i < spread.Length && i < minimum.Length; i++)
        {
            float range = maximum[i] - minimum[i];
            spread[i] = range == 0 ? 1 : range;
        }

        return new(FeatureTransformKind.Scale, [.. minimum], [.. spread], low, high);
    }

    /// <summary>Subtracts the mean of each feature and divides by its standard deviation; by 1 where that is 0.</summary>
    /// <exception cref="DataException">Lengths differ, or a value is not finite.</exception>
    public static FeatureTransform Standardize(ReadOnlySpan<float> mean, ReadOnlySpan<float> deviation)
    {
        float[] spread = deviation.ToArray();
        for (int i = 0; i < spread.Length; i++)
        {
            spread[i] = spread[i] == 0 ? 1 : spread[i];
        }

        return new(FeatureTransformKind.Standardize, [.. mean], [.. spread], 0, 1);
    }

    /// <summary>Transforms the features of one row in place.</summary>
    /// <exception cref="ShapeException">The number of features is no multiple of the transform's (TransformLength).</exception>
    public void Apply(Span<float> features)
    {
        CheckLength(features.Length);
        ReadOnlySpan<float> center = Center.AsSpan();
        ReadOnlySpan<float> spread = Spread.AsSpan();
        if (center.Length == 1)
        {
            Arithmetic.Add(features, -center[0], features);
            Arithmetic.Divide(features, spread[0], features);
        }
        else
        {
            for (int start = 0; start < features.Length; start += center.Length)
            {
                Span<float> block = features.Slice(start, center.Length);
                Arithmetic.Subtract(block, center, block);
                Arithmetic.Divide(block, spread, block);
            }
        }

        if (Low != 0 || High != 1)
        {
            Arithmetic.Multiply(features, High - Low, features);
            Arithmetic.Add(features, Low, features);
        }
    }

    /// <summary>Undoes <see cref="Apply"/> in place.</summary>
    /// <exception cref="ShapeException">The number of features is no multiple of the transform's (TransformLength).</exception>
    public void Invert(Span<float> features)
    {
        CheckLength(features.Length);
        int period = Center.Length;
        for (int i = 0; i < features.Length; i++)
        {
            float unit = (features[i] - Low) / (High - Low);
            features[i] = (unit * Spread[i % period]) + Center[i % period];
        }
    }

    /// <summary>Restores a transform from its parts.</summary>
    internal static FeatureTransform Restore(FeatureTransformKind kind, float[] center, float[] spread, float low, float high) =>
        new(kind, [.. center], [.. spread], low, high);

    /// <summary>Whether both do the same.</summary>
    internal bool IsSameAs(FeatureTransform other) =>
        Kind == other.Kind && Low == other.Low && High == other.High
        && Center.AsSpan().SequenceEqual(other.Center.AsSpan()) && Spread.AsSpan().SequenceEqual(other.Spread.AsSpan());

    private void CheckLength(int features)
    {
        if (features % Center.Length != 0)
        {
            throw new ShapeException(
                "TransformLength", $"A transform that was fitted to {Center.Length} features cannot be applied to {features}.");
        }
    }
}
