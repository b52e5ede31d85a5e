using System.Numerics.Tensors;
using NeuralPS.Engine.Losses;
using NeuralPS.Engine.Networks;

namespace NeuralPS.Engine.Tests.Networks;

public sealed class ClassDecisionTests
{
    private static readonly float[] Special = [0f, -0f, 1f, 1f, -1f, float.NaN, float.PositiveInfinity, float.NegativeInfinity];

    [Fact]
    public void The_first_largest_output_wins_for_any_number_of_outputs()
    {
        var random = new Random(1);
        for (int n = 2; n <= 256; n++)
        {
            float[] plain = [.. Enumerable.Range(0, n).Select(_ => random.Next(8) / 8f)];
            Assert.Equal(Array.IndexOf(plain, plain.Max()), ClassDecision.Decide(plain, TargetEncoding.OneHot));
        }
    }

    [Fact]
    public void Few_outputs_are_decided_as_many_are()
    {
        var random = new Random(2);
        for (int i = 0; i < 2000; i++)
        {
            float[] few = [.. Enumerable.Range(0, random.Next(2, 12)).Select(_ => Special[random.Next(Special.Length)])];
            Assert.Equal(TensorPrimitives.IndexOfMax(few), ClassDecision.Decide(few, TargetEncoding.OneHot));
        }
    }
}
