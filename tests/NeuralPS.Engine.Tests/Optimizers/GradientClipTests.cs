using NeuralPS.Engine.Optimizers;

namespace NeuralPS.Engine.Tests.Optimizers;

public class GradientClipTests
{
    [Fact]
    public void Clipping_by_norm_keeps_the_direction()
    {
        float[] first = [3, 0], second = [0, 4];
        double sum = GradientClip.SumOfSquares(first) + GradientClip.SumOfSquares(second);
        Assert.Equal(25, sum);
        float factor = GradientClip.FactorForNorm(sum, 1);
        GradientClip.Scale(first, factor);
        GradientClip.Scale(second, factor);
        Assert.Equal([0.6f, 0], first);
        Assert.Equal([0, 0.8f], second);
    }

    [Fact]
    public void A_norm_within_the_limit_changes_nothing() => Assert.Equal(1, GradientClip.FactorForNorm(25, 5));

    [Fact]
    public void A_norm_that_is_not_finite_is_left_to_the_check_of_the_loss()
    {
        Assert.Equal(1, GradientClip.FactorForNorm(double.NaN, 5));
        Assert.Equal(1, GradientClip.FactorForNorm(double.PositiveInfinity, 5));
    }

    [Fact]
    public void Large_gradients_do_not_overflow_the_norm() =>
        Assert.Equal(0.5e-30f, GradientClip.FactorForNorm(GradientClip.SumOfSquares([1e30f, 1e30f, 1e30f, 1e30f]), 1), 1e-36);

    [Fact]
    public void Clipping_by_value_clamps_each_element()
    {
        float[] gradient = [-3, -0.5f, 0, 0.5f, 3, float.NaN];
        GradientClip.ByValue(gradient, 1);
        Assert.Equal([-1, -0.5f, 0, 0.5f, 1, float.NaN], gradient);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    public void A_limit_must_be_positive(double limit)
    {
        var e = Assert.Throws<EngineException>(() => GradientClip.Validate("ClipNorm", limit));
        Assert.Equal("ClipNormOutOfRange", e.ErrorId);
        GradientClip.Validate("ClipNorm", null);
    }
}
