using NeuralPS.Engine.Activations;
using NeuralPS.Engine.Kernels;
using NeuralPS.Engine.Kernels.Elementwise;
using NeuralPS.Engine.Losses;
using NeuralPS.Engine.Networks;

namespace NeuralPS.Engine.Tests.Kernels;

public sealed unsafe class CrossEntropyKernelTests
{
    private const int Lanes = CrossEntropyKernel.MaximumClasses;

    [Fact]
    public void Two_equal_logits_cost_the_logarithm_of_two()
    {
        Outcome outcome = Run<Float128>([3, 3], 1, 0.5f);
        Assert.Equal(Math.Log(2), outcome.Loss, 1e-15);
        Assert.Equal([0.5f, 0.5f], outcome.Probabilities);
        Assert.Equal([0.25f, -0.25f], outcome.Gradient[..2]);
        Assert.Equal(0, outcome.Predicted);
    }

    [Fact]
    public void It_is_what_the_general_way_gives_for_any_number_of_classes_and_size_of_logits()
    {
        var random = new Random(5);
        for (int classes = 2; classes <= Lanes; classes++)
        {
            foreach (float size in new[] { 0, 1e-4f, 1, 30, 1000, 1e30f })
            {
                float[] z = [.. Enumerable.Range(0, classes).Select(_ => size * (float)((2 * random.NextDouble()) - 1))];
                int label = random.Next(classes);
                AssertLikeGeneralWay(z, label, Run<Float128>(z, label, 0.125f));
            }
        }
    }

    [Fact]
    public void Its_bits_do_not_depend_on_the_width_of_the_vectors()
    {
        var random = new Random(6);
        for (int classes = 2; classes <= Lanes; classes++)
        {
            float[] z = [.. Enumerable.Range(0, classes).Select(_ => (float)(random.NextDouble() * 9))];
            Outcome narrow = Run<Float128>(z, classes - 1, 0.3f);
            AssertSame(narrow, Run<Float256>(z, classes - 1, 0.3f));
            AssertSame(narrow, Run<Float512>(z, classes - 1, 0.3f));
        }
    }

    [Fact]
    public void Of_equal_probabilities_the_first_is_predicted_also_where_the_logits_differ()
    {
        float above = MathF.BitIncrement(1e-3f);
        Assert.Equal(1, Run<Float512>([-1, 2, 2, 0], 0, 1).Predicted);
        Outcome close = Run<Float512>([1e-3f, above], 0, 1);
        Assert.Equal(close.Probabilities[0] == close.Probabilities[1] ? 0 : 1, close.Predicted);
    }

    [Fact]
    public void A_logit_that_is_not_a_number_shows_in_the_loss()
    {
        Assert.True(double.IsNaN(Run<Float512>([1, float.NaN, 2], 0, 1).Loss));
        Assert.True(double.IsNaN(Run<Float512>([1, float.PositiveInfinity, 2], 0, 1).Loss));
    }

    private static void AssertLikeGeneralWay(float[] z, int label, Outcome outcome)
    {
        float[] target = new float[z.Length], gradient = new float[z.Length], probabilities = new float[z.Length];
        target[label] = 1;
        double loss = CrossEntropy.Instance.Evaluate(z, target, gradient, fromLogits: true);
        SoftmaxActivation.Instance.Forward(z, probabilities);
        Assert.Equal(loss, outcome.Loss, 1e-7 * Math.Max(1, Math.Abs(loss)));
        Assert.Equal(probabilities, outcome.Probabilities);
        Assert.Equal(ClassDecision.Decide(probabilities, TargetEncoding.OneHot), outcome.Predicted);
        for (int i = 0; i < z.Length; i++)
        {
            Assert.Equal(0.125f * gradient[i], outcome.Gradient[i], 1e-7f);
        }

        Assert.All(outcome.Gradient[z.Length..], lane => Assert.Equal(0, lane));
    }

    private static void AssertSame(Outcome expected, Outcome actual)
    {
        Assert.Equal(expected.Loss, actual.Loss);
        Assert.Equal(expected.Predicted, actual.Predicted);
        Assert.Equal(expected.Probabilities, actual.Probabilities);
        Assert.Equal(expected.Gradient, actual.Gradient);
    }

    private static Outcome Run<T>(float[] logits, int label, float scale)
        where T : struct, IFloatVector<T>
    {
        float* z = stackalloc float[Lanes], gradient = stackalloc float[Lanes];
        new Span<float>(gradient, Lanes).Fill(float.NaN);
        logits.CopyTo(new Span<float>(z, Lanes));
        var probabilities = new float[logits.Length];
        fixed (float* p = probabilities)
        {
            double loss = CrossEntropyKernel.Run<T>(z, logits.Length, label, scale, p, gradient, out int predicted);
            return new Outcome(loss, predicted, probabilities, new ReadOnlySpan<float>(gradient, Lanes).ToArray());
        }
    }

    private sealed record Outcome(double Loss, int Predicted, float[] Probabilities, float[] Gradient);
}
