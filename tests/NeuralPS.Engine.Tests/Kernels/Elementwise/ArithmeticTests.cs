using NeuralPS.Engine.Kernels.Elementwise;
using NeuralPS.Engine.Tests.Layers;

namespace NeuralPS.Engine.Tests.Kernels.Elementwise;

public class ArithmeticTests
{
    private const float C = 1.7f;

    private delegate void Operation(float[] x, float[] y, Span<float> z);

    private static readonly Dictionary<string, (Operation Vector, Func<float, float, float> Scalar)> _operations = new()
    {
        ["x + y"] = ((x, y, z) => Arithmetic.Add(x, y, z), (x, y) => x + y),
        ["x - y"] = ((x, y, z) => Arithmetic.Subtract(x, y, z), (x, y) => x - y),
        ["x y"] = ((x, y, z) => Arithmetic.Multiply(x, y, z), (x, y) => x * y),
        ["x / y"] = ((x, y, z) => Arithmetic.Divide(x, y, z), (x, y) => x / y),
        ["x + c"] = ((x, _, z) => Arithmetic.Add(x, C, z), (x, _) => x + C),
        ["x c"] = ((x, _, z) => Arithmetic.Multiply(x, C, z), (x, _) => x * C),
        ["x / c"] = ((x, _, z) => Arithmetic.Divide(x, C, z), (x, _) => x / C),
        ["x c + y"] = ((x, y, z) => Arithmetic.MultiplyAdd(x, C, y, z), (x, y) => (float)(x * C) + y),
        ["clamp"] = ((x, _, z) => Arithmetic.Clamp(x, C, z), (x, _) => float.IsNaN(x) ? x : Math.Clamp(x, -C, C)),
    };

    public static TheoryData<string> Names => [.. _operations.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_element_has_the_bits_of_the_scalar_operation(string name)
    {
        (Operation vector, Func<float, float, float> scalar) = _operations[name];
        for (int length = 0; length <= 256; length++)
        {
            float[] x = Numbers.Uniform(new Random(length), length, -5, 5);
            float[] y = Numbers.Uniform(new Random(length + 1000), length, -5, 5);
            if (length > 3)
            {
                (x[0], x[1], x[length - 1]) = (float.NaN, float.PositiveInfinity, float.NegativeInfinity);
            }

            var z = new float[length + 1];
            z[length] = -7;
            vector(x, y, z);
            for (int i = 0; i < length; i++)
            {
                float expected = scalar(x[i], y[i]);
                Assert.True(expected.Equals(z[i]), $"{name}, element {i} of {length}: {z[i]} instead of {expected}");
            }

            Assert.Equal(-7, z[length]);
        }
    }

    [Fact]
    public void The_result_may_take_the_place_of_an_operand()
    {
        float[] x = Numbers.Uniform(new Random(1), 100, -5, 5);
        float[] y = Numbers.Uniform(new Random(2), 100, -5, 5);
        var expected = new float[100];
        Arithmetic.MultiplyAdd(x, C, y, expected);
        Arithmetic.MultiplyAdd(x, C, y, y);
        Numbers.AssertSameBits(expected, y, "in place");
    }
}
