namespace NeuralPS.Engine.Optimizers;

/// <summary>
/// The description of an update rule: plain data. The state it needs, such as moments, lives with the training, in
/// <see cref="SlotCount"/> arrays as long as the weights, zero at first.
/// </summary>
public abstract record Optimizer
{
    /// <summary>The name as users and files spell it, such as <c>Adam</c>.</summary>
    public abstract string Name { get; }

    /// <summary>The learning rate, above 0.</summary>
    public double LearningRate { get; init; }

    /// <summary>Arrays of state for each weight.</summary>
    public abstract int SlotCount { get; }

    /// <summary>Arrays as long as the weights that it takes in all, for figures of memory.</summary>
    internal virtual int ArrayCount => SlotCount;

    /// <summary>Begins a step: works out once what is the same for all weights.</summary>
    /// <param name="learningRate">The learning rate of this step, after any schedule.</param>
    /// <param name="number">The number of this update over the whole training, from 1.</param>
    internal virtual UpdateStep BeginStep(double learningRate, long number) => new(learningRate);

    /// <summary>Updates a range of weights; elementwise, so that any split into ranges gives the same bits.</summary>
    /// <param name="weights">The weights, updated in place.</param>
    /// <param name="gradient">The gradient, penalties already added.</param>
    /// <param name="slot0">The first state array, or empty.</param>
    /// <param name="slot1">The second state array, or empty.</param>
    /// <param name="update">The step, from <see cref="BeginStep"/>.</param>
    internal abstract void Update(
        Span<float> weights, ReadOnlySpan<float> gradient, Span<float> slot0, Span<float> slot1, in UpdateStep update);

    /// <summary>The settings beside the learning rate, in the order in which they are described.</summary>
    private protected virtual IReadOnlyList<OptimizerSetting> OwnSettings => [];

    /// <summary>All settings, the learning rate first.</summary>
    internal IEnumerable<OptimizerSetting> Settings => [OptimizerSetting.LearningRate, .. OwnSettings];

    /// <summary>The settings by name: plain data that <see cref="OptimizerCatalog.FromDescription"/> reads back.</summary>
    public IReadOnlyDictionary<string, double> Describe() =>
        new OrderedDictionary<string, double>(Settings.Select(s => KeyValuePair.Create(s.Name, s.Read(this))));

    /// <summary>Checks the settings.</summary>
    /// <exception cref="EngineException">A setting is out of range; the message names it, its value and its range.</exception>
    public void Validate()
    {
        foreach (OptimizerSetting setting in Settings)
        {
            setting.Validate(this);
        }
    }
}

/// <summary>What an update rule is told about the step.</summary>
/// <param name="LearningRate">The learning rate of this step, after any schedule.</param>
/// <param name="MeanBias">What Adam's mean still has of the zero that it began with, b1^t; 0 for other rules.</param>
/// <param name="SquareBias">What Adam's mean of squares still has of it, b2^t.</param>
/// <param name="IsPenalised">True for weights, false for biases: decoupled weight decay skips those.</param>
internal readonly record struct UpdateStep(double LearningRate, double MeanBias = 0, double SquareBias = 0, bool IsPenalised = false);
