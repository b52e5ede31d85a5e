using System.Numerics.Tensors;
using NeuralPS.Engine.Kernels;

namespace NeuralPS.Engine.Optimizers.FullBatch;

/// <summary>The last changes s of the variables and y of the gradient, oldest first, and the direction that follows from them.</summary>
/// <param name="capacity">The number of changes to remember.</param>
/// <param name="length">The number of variables.</param>
internal sealed class CurvatureMemory(int capacity, int length)
{
    // Below this cosine between s and y the curvature is rounding errors, or negative.
    private const double LeastCosine = 1e-8;

    private readonly List<Pair> _pairs = [];
    private readonly double[] _factors = new double[capacity];
    private Pair? _spare;

    /// <summary>The number of changes that are remembered.</summary>
    public int Count => _pairs.Count;

    /// <summary>A change of the variables; 0 is the oldest.</summary>
    public ReadOnlySpan<float> GetStep(int index) => _pairs[index].Step;

    /// <summary>The change of the gradient with it.</summary>
    public ReadOnlySpan<float> GetChange(int index) => _pairs[index].Change;

    /// <summary>Forgets all.</summary>
    public void Clear() => _pairs.Clear();

    /// <summary>Remembers a change, and forgets the oldest where there are too many; leaves out what has no positive curvature.</summary>
    /// <param name="x">The variables now.</param>
    /// <param name="previousX">The variables before.</param>
    /// <param name="gradient">The gradient now.</param>
    /// <param name="previousGradient">The gradient before.</param>
    public void Add(
        ReadOnlySpan<float> x, ReadOnlySpan<float> previousX, ReadOnlySpan<float> gradient, ReadOnlySpan<float> previousGradient)
    {
        Pair pair = _spare ?? new Pair(new float[length], new float[length]);
        _spare = null;
        TensorPrimitives.Subtract(x, previousX, pair.Step);
        TensorPrimitives.Subtract(gradient, previousGradient, pair.Change);
        Add(pair);
    }

    /// <summary>Remembers a change that was read from elsewhere; the memory takes the arrays.</summary>
    public void Add(float[] step, float[] change) => Add(new Pair(step, change));

    /// <summary>Writes -H g into <paramref name="direction"/>: the recursion of two loops (Nocedal, Wright, algorithm 7.4).</summary>
    public void FindDirection(ReadOnlySpan<float> gradient, Span<float> direction)
    {
        TensorPrimitives.Negate(gradient, direction);
        for (int i = _pairs.Count - 1; i >= 0; i--)
        {
            Pair pair = _pairs[i];
            _factors[i] = DoubleSums.Dot(pair.Step, direction) / pair.Product;
            TensorPrimitives.MultiplyAdd(pair.Change, (float)-_factors[i], direction, direction);
        }

        if (_pairs.Count > 0)
        {
            Pair newest = _pairs[^1];
            TensorPrimitives.Multiply(direction, (float)(newest.Product / DoubleSums.SumOfSquares(newest.Change)), direction);
        }

        for (int i = 0; i < _pairs.Count; i++)
        {
            Pair pair = _pairs[i];
            double factor = DoubleSums.Dot(pair.Change, direction) / pair.Product;
            TensorPrimitives.MultiplyAdd(pair.Step, (float)(_factors[i] - factor), direction, direction);
        }
    }

    private void Add(Pair pair)
    {
        pair.Product = DoubleSums.Dot(pair.Step, pair.Change);
        double size = Math.Sqrt(DoubleSums.SumOfSquares(pair.Step)) * Math.Sqrt(DoubleSums.SumOfSquares(pair.Change));
        if (!(pair.Product > LeastCosine * size) || !double.IsFinite(size))
        {
            _spare = pair;
            return;
        }

        // The oldest gives its arrays to the next: nothing is allocated once the memory is full.
        if (_pairs.Count == capacity)
        {
            _spare = _pairs[0];
            _pairs.RemoveAt(0);
        }

        _pairs.Add(pair);
    }

    /// <summary>One change, with s'y.</summary>
    private sealed record Pair(float[] Step, float[] Change)
    {
        /// <summary>s'y.</summary>
        public double Product { get; set; }
    }
}
