using NeuralPS.Engine.Layers;
using NeuralPS.Engine.Tensors;

namespace NeuralPS.Engine.Networks;

/// <summary>
/// A value of a plan with all its readers. Readers share the activations; in training each of several has a gradient buffer
/// of its own, and the producer's is their sum.
/// </summary>
internal sealed class PlanValue
{
    private readonly List<(int Time, Value View)> _views = [];

    /// <summary>Lays out a value.</summary>
    /// <param name="producer">The operation that writes it; -1 for an input.</param>
    /// <param name="shape">The shape of one sample.</param>
    /// <param name="layout">Where the elements lie, as all readers can take them.</param>
    /// <param name="needsGradient">True when the producer, or something before it, learns.</param>
    public PlanValue(int producer, Shape shape, Layout layout, bool needsGradient)
    {
        Producer = producer;
        NeedsGradient = needsGradient;
        Main = new Value(layout, shape);
    }

    /// <summary>The operation that writes it; -1 for an input.</summary>
    public int Producer { get; }

    /// <summary>The value as its producer writes it, with the whole gradient.</summary>
    public Value Main { get; }

    /// <summary>True when the gradient is computed.</summary>
    public bool NeedsGradient { get; }

    /// <summary>What each reader sees, and the number of its operation, in order.</summary>
    public IReadOnlyList<(int Time, Value View)> Views => _views;

    /// <summary>
    /// The readers whose gradients are added to the producer's: all but the last, which goes backwards first and writes there.
    /// </summary>
    public IEnumerable<(int Time, Value View)> Others => _views.SkipLast(1);

    /// <summary>Adds a reader; they come in order. The last one sees the value itself.</summary>
    /// <param name="time">The number of its operation.</param>
    /// <param name="isLast">True for the last.</param>
    /// <returns>What it reads.</returns>
    public Value AddReader(int time, bool isLast)
    {
        Value view = isLast ? Main : new Value(Main.Layout, Main.Shape);
        _views.Add((time, view));
        return view;
    }
}
