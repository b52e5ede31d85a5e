using NeuralPS.Engine.Activations;

namespace NeuralPS.Engine.Tests.Activations;

public class SoftmaxTests
{
    [Fact]
    public void Softmax_of_equal_inputs_is_uniform() => Assert.Equal([0.25f, 0.25f, 0.25f, 0.25f], Softmax(7, 7, 7, 7));

    [Fact]
    public void Softmax_of_logarithms_is_their_share()
    {
        float[] a = Softmax(MathF.Log(1), MathF.Log(2), MathF.Log(5));
        Assert.Equal(0.125f, a[0], 1e-7f);
        Assert.Equal(0.25f, a[1], 1e-7f);
        Assert.Equal(0.625f, a[2], 1e-7f);
    }

    [Fact]
    public void Adding_a_constant_changes_nothing() => Assert.Equal(Softmax(1, 2, 4), Softmax(1025, 1026, 1028));

    [Fact]
    public void Huge_inputs_do_not_overflow()
    {
        Assert.Equal([1f, 0f, 0f], Softmax(1e4f, -1e4f, 0));
        Assert.Equal([0.5f, 0.5f, 0f], Softmax(-1e4f, -1e4f, -3e4f));
    }

    [Fact]
    public void Rows_of_every_length_sum_to_one()
    {
        for (int length = 1; length <= 256; length++)
        {
            float[] a = Softmax([.. Enumerable.Range(0, length).Select(i => (i * 37 % 11) - 5f)]);
            Assert.Equal(1.0, a.Sum(x => (double)x), 1e-6);
            Assert.All(a, x => Assert.True(x > 0));
        }
    }

    [Fact]
    public void Backward_is_the_limit_of_differences()
    {
        float[] z = [0.3f, -1.2f, 2.1f, 0.9f, -0.4f];
        float[] da = [1f, -2f, 0.5f, 3f, 0.25f];
        float[] a = Softmax(z);
        var dz = new float[z.Length];
        SoftmaxActivation.Instance.Backward(default, a, da, dz);
        for (int i = 0; i < z.Length; i++)
        {
            Assert.Equal((Loss(z, i, 1e-6) - Loss(z, i, -1e-6)) / 2e-6, dz[i], 1e-6);
        }

        double Loss(float[] at, int index, double change)
        {
            double[] e = [.. at.Select((x, i) => Math.Exp(i == index ? x + change : x))];
            return e.Select((x, i) => x / e.Sum() * da[i]).Sum();
        }
    }

    private static float[] Softmax(params float[] z)
    {
        var a = new float[z.Length];
        SoftmaxActivation.Instance.Forward(z, a);
        return a;
    }
}
