using Eng = NeuralPS.Engine;

namespace NeuralPS;

/// <summary>How much the samples of each class count in a training loss.</summary>
public sealed class ClassWeight
{
    internal ClassWeight(Eng.Training.ClassWeights value) => Value = value;

    /// <summary>The engine's weights.</summary>
    internal Eng.Training.ClassWeights Value { get; }

    /// <inheritdoc/>
    public override string ToString() => Value.ToString();
}
