using NeuralPS.Engine.Activations;
using NeuralPS.Engine.Kernels.Elementwise;

namespace NeuralPS.Engine.Tests.Kernels.Elementwise;

public unsafe class VectorMathTests
{
    private const float Infinity = float.PositiveInfinity;

    [Fact]
    public void Exp_is_accurate_over_its_whole_range() => Check<ExpOperation>(
        Grid(-87.3, 88.7), Math.Exp, relative: 1.3e-7);

    [Fact]
    public void Exp_has_its_limits()
    {
        float[] y = Run<ExpOperation>([-Infinity, -1e4f, -88, 0, 89, 1e4f, Infinity, float.NaN, 88.72283f, -87.33654f]);
        Assert.Equal([0, 0, 0, 1, Infinity, Infinity, Infinity, float.NaN], y[..8]);
        Assert.InRange(y[8], 3.4e38f, float.MaxValue);
        Assert.InRange(y[9], 1.1754e-38f, 1.1756e-38f);
    }

    [Fact]
    public void Exp_never_decreases()
    {
        float x = -87.4f;
        float[] ascending = [.. Enumerable.Range(0, 200_000).Select(_ => x += 0.00088f)];
        float[] y = Run<ExpOperation>(ascending);
        for (int i = 1; i < y.Length; i++)
        {
            Assert.True(y[i] >= y[i - 1], $"exp({ascending[i]}) = {y[i]} is below exp({ascending[i - 1]}) = {y[i - 1]}.");
        }
    }

    [Fact]
    public void The_shift_is_subtracted_first()
    {
        var y = new float[3];
        ElementwiseDriver.Run([1000, 999, -1e30f], y, new ExpOperation(1000));
        Assert.Equal(1, y[0]);
        Assert.Equal(Math.Exp(-1), y[1], 1e-7);
        Assert.Equal(0, y[2]);
    }

    [Fact]
    public void Expm1_is_accurate_near_zero() => Check<Expm1Operation>(
        [.. Grid(-80, 20), .. Tiny()], x => Math.Abs(x) < 1e-5 ? x + (x * x / 2) : Math.Exp(x) - 1, relative: 2e-7);

    [Fact]
    public void Tanh_is_accurate_near_zero() => Check<TanhOperation>([.. Grid(-12, 12), .. Tiny()], Math.Tanh, relative: 3e-7);

    [Fact]
    public void Tanh_keeps_the_sign_of_zero() =>
        Assert.Equal([-0f, 0f], Run<TanhOperation>([-0f, 0f]).Select(x => float.IsNegative(x) ? -0f : 0f));

    [Fact]
    public void Sigmoid_is_accurate_in_its_tails() => Check<SigmoidOperation>(
        Grid(-87, 40), x => 1 / (1 + Math.Exp(-x)), relative: 2.5e-7);

    [Fact]
    public void The_complement_of_sigmoid_is_the_sigmoid_of_the_negative() => Check<ComplementOperation>(
        Grid(-40, 87), x => 1 / (1 + Math.Exp(x)), relative: 2.5e-7);

    [Fact]
    public void Softplus_is_accurate_in_its_tails() => Check<SoftplusOperation>(
        Grid(-87, 100),
        x => x < -20 ? Math.Exp(x) - (Math.Exp(2 * x) / 2) : Math.Max(x, 0) + Math.Log(1 + Math.Exp(-Math.Abs(x))),
        relative: 3e-7);

    [Fact]
    public void The_tail_of_the_normal_distribution_is_accurate() => Check<TailOperation>(
        Grid(-12.9, 12.9), x => NormalDistribution.Cumulative(-Math.Abs(x)), relative: 1e-6);

    private static IEnumerable<float> Tiny() => Enumerable.Range(-30, 30).SelectMany(e => new[] { MathF.Pow(2, e), -MathF.Pow(2, e) });

    private static float[] Grid(double from, double to) =>
        [.. Enumerable.Range(0, 50_001).Select(i => (float)(from + ((to - from) * i / 50_000)))];

    private static float[] Run<TOperation>(float[] x)
        where TOperation : struct, IUnaryOperation
    {
        var y = new float[x.Length];
        ElementwiseDriver.Run<TOperation>(x, y);
        return y;
    }

    private static void Check<TOperation>(float[] x, Func<double, double> definition, double relative)
        where TOperation : struct, IUnaryOperation
    {
        float[] y = Run<TOperation>(x);
        double worst = 0;
        double where = 0;
        for (int i = 0; i < x.Length; i++)
        {
            double expected = definition(x[i]);
            double error = expected == y[i] ? 0 : Math.Abs((y[i] / expected) - 1);
            (worst, where) = error > worst ? (error, x[i]) : (worst, where);
        }

        Assert.True(worst <= relative, $"The relative error is {worst:E2} at {where}; it may be {relative:E2}.");
    }

    private readonly struct Expm1Operation : IUnaryOperation
    {
        public T Invoke<T>(T x)
            where T : struct, IFloatVector<T> => VectorMath.Expm1(x);
    }

    private readonly struct TanhOperation : IUnaryOperation
    {
        public T Invoke<T>(T x)
            where T : struct, IFloatVector<T> => VectorMath.Tanh(x);
    }

    private readonly struct SigmoidOperation : IUnaryOperation
    {
        public T Invoke<T>(T x)
            where T : struct, IFloatVector<T> => VectorMath.Sigmoid(x);
    }

    private readonly struct ComplementOperation : IUnaryOperation
    {
        public T Invoke<T>(T x)
            where T : struct, IFloatVector<T>
        {
            VectorMath.Sigmoid(x, out T complement);
            return complement;
        }
    }

    private readonly struct SoftplusOperation : IUnaryOperation
    {
        public T Invoke<T>(T x)
            where T : struct, IFloatVector<T> => VectorMath.Softplus(x);
    }

    private readonly struct TailOperation : IUnaryOperation
    {
        public T Invoke<T>(T x)
            where T : struct, IFloatVector<T> => VectorMath.NormalTail(x, out _);
    }
}
