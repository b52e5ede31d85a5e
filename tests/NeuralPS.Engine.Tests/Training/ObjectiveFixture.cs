using NeuralPS.Engine.Activations;
using NeuralPS.Engine.Data;
using NeuralPS.Engine.Layers;
using NeuralPS.Engine.Networks;
using NeuralPS.Engine.Tensors;

namespace NeuralPS.Engine.Tests.Training;

/// <summary>Two samples of three classes whose logits are the weights: sample i reads column i of them.</summary>
internal static class ObjectiveFixture
{
    private static readonly float[] _weights = [1, 0.5f, 2, -1, 3, 0];

    public static Dataset Classes { get; } =
        new("two", new FloatRows([1, 0, 0, 1], new Shape(2)), new int[] { 2, 0 }, ["a", "b", "c"]);

    /// <summary>The logits (1, 2, 3) and (0.5, -1, 0), with a softmax behind them.</summary>
    public static Network Softmax { get; } = Create(SoftmaxActivation.Instance);

    /// <summary>The logits as outputs.</summary>
    public static Network Linear { get; } = Create(LinearActivation.Instance);

    /// <summary>Asserts that the weights took one step of rate 1 against a gradient, given sample by sample.</summary>
    public static void AssertStep(Network trained, params double[] gradient)
    {
        float[] weights = trained.Weights["dense1.weight"].Data;
        for (int i = 0; i < weights.Length; i++)
        {
            Assert.Equal(_weights[i] - gradient[(i % 2 * 3) + (i / 2)], weights[i], 6);
        }
    }

    private static Network Create(Activation activation) => Network.Create(new Shape(2))
        .Add(new DenseLayer(3) { Activation = activation, UseBias = false })
        .WithWeight("dense1", "weight", new Tensor(new Shape(3, 2), [.. _weights]));
}
