using NeuralPS.Engine.Activations;
using NeuralPS.Engine.Kernels.Elementwise;
using NeuralPS.Engine.Tests.Layers;

namespace NeuralPS.Engine.Tests.Kernels.Elementwise;

public unsafe class ElementwiseDriverTests
{
    public static TheoryData<string> Names => [.. ActivationCatalog.Names.Where(name => name != "Softmax")];

    [Theory]
    [MemberData(nameof(Names))]
    public void An_element_has_the_same_bits_at_any_place_and_length(string name)
    {
        Activation activation = ActivationCatalog.Get(name);
        float[] z = Numbers.Uniform(new Random(2), 300, -20, 20);
        var a = new float[300];
        activation.Forward(z, a);
        for (int length = 0; length <= 256; length++)
        {
            int start = length % 31;
            var part = new float[length + 1];
            part[length] = -7;
            activation.Forward(z.AsSpan(start, length), part);
            Numbers.AssertSameBits(a[start..(start + length)], part[..length], $"{name}, {length} elements from {start}");
            Assert.Equal(-7, part[length]);

            float[] da = z[..length];
            var dz = new float[length + 1];
            dz[length] = -7;
            activation.Backward(activation.NeedsInput ? z.AsSpan(start, length) : default, a.AsSpan(start, length), da, dz);
            Assert.Equal(-7, dz[length]);
            for (int i = 0; i < length; i++)
            {
                double expected = da[i] * activation.Differentiate(z[start + i]);
                Assert.True(Math.Abs(expected - dz[i]) <= 1e-6 * Math.Abs(da[i]), $"{name}: {dz[i]} instead of {expected}");
            }
        }
    }

    [Fact]
    public void All_widths_give_the_same_bits()
    {
        for (int length = 0; length <= 256; length++)
        {
            float[] x = Numbers.Uniform(new Random(length), length, -30, 30);
            float[] narrow = Run<Float128>(x);
            Numbers.AssertSameBits(narrow, Run<Float256>(x), $"256 bits, length {length}");
            Numbers.AssertSameBits(narrow, Run<Float512>(x), $"512 bits, length {length}");
        }
    }

    [Fact]
    public void Operations_on_lanes_agree_between_widths()
    {
        float[] special = [0, -0f, 1, -1, float.NaN, float.PositiveInfinity, float.NegativeInfinity, 1e-40f, 3e38f, 2.5f, -2.5f];
        float[] x1 = [.. special.SelectMany(_ => special)];
        float[] x2 = [.. special.SelectMany(value => Enumerable.Repeat(value, special.Length))];
        Numbers.AssertSameBits(RunLanes<Float128>(x1, x2), RunLanes<Float256>(x1, x2), "256 bits");
        Numbers.AssertSameBits(RunLanes<Float128>(x1, x2), RunLanes<Float512>(x1, x2), "512 bits");
    }

    [Fact]
    public void Spans_of_other_lengths_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => ElementwiseDriver.Run<ExpOperation>(new float[3], new float[2]));
        Assert.Throws<ArgumentOutOfRangeException>(() => ReLUActivation.Instance.Backward(default, new float[3], new float[2], new float[3]));
    }

    private static float[] Run<T>(float[] x)
        where T : struct, IFloatVector<T>
    {
        var y = new float[x.Length];
        fixed (float* source = x, destination = y)
        {
            ElementwiseDriver.Run<T, EverythingOperation>(source, destination, x.Length, default);
        }

        return y;
    }

    private static float[] RunLanes<T>(float[] x1, float[] x2)
        where T : struct, IFloatVector<T>
    {
        var y = new float[x1.Length];
        fixed (float* source1 = x1, source2 = x2, destination = y)
        {
            ElementwiseDriver.Run<T, LanesOperation>(source1, source2, destination, x1.Length, default);
        }

        return y;
    }

    // One of each function, added up.
    private readonly struct EverythingOperation : IUnaryOperation
    {
        public T Invoke<T>(T x)
            where T : struct, IFloatVector<T> =>
            VectorMath.Exp(x) + VectorMath.Tanh(x) + VectorMath.Sigmoid(x) + VectorMath.Softplus(x)
            + VectorMath.NormalTail(x, out T exponential) + exponential + VectorMath.Expm1(x);
    }

    private readonly struct LanesOperation : IBinaryOperation
    {
        public T Invoke<T>(T x1, T x2)
            where T : struct, IFloatVector<T>
        {
            T chosen = T.WhereGreater(x1, x2, T.Abs(x1), T.CopySign(x2, x1));
            T other = T.WhereEqual(x1, x2, T.Create(3f), T.FusedMultiplyAdd(x1, T.Create(0.5f), T.Create(1f)));

            // NaN has many bit patterns, which may differ.
            T result = T.WhereNaN(x1, T.Create(9f), T.WhereNaN(chosen, T.Create(8f), chosen)) - T.WhereNaN(other, T.Create(7f), other);
            return T.WhereNaN(result, T.Create(6f), result);
        }
    }
}
