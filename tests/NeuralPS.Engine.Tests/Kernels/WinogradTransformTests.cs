using NeuralPS.Engine.Kernels;
using NeuralPS.Engine.Kernels.Elementwise;
using NeuralPS.Engine.Tests.Layers;

namespace NeuralPS.Engine.Tests.Kernels;

/// <summary>The transforms against their matrices in plain loops and double precision.</summary>
public sealed unsafe class WinogradTransformTests
{
    private const int Lanes = 16;

    private const double A = 0.625, A2 = A * A, A3 = A2 * A, B = 1.5, B2 = B * B, B3 = B2 * B;
    private const double N = 2 * A2 * (A2 - B2), M = 2 * B2 * (B2 - A2);

    private static readonly double[,] Bt =
    {
        { A2 * B2, 0, -A2 - B2, 0, 1, 0 }, { 0, -A * B2, -B2, A, 1, 0 }, { 0, A * B2, -B2, -A, 1, 0 },
        { 0, -A2 * B, -A2, B, 1, 0 }, { 0, A2 * B, -A2, -B, 1, 0 }, { 0, A2 * B2, 0, -A2 - B2, 0, 1 },
    };

    private static readonly double[,] G =
    {
        { 1 / (A2 * B2), 0, 0 }, { 1 / N, A / N, A2 / N }, { 1 / N, -A / N, A2 / N },
        { 1 / M, B / M, B2 / M }, { 1 / M, -B / M, B2 / M }, { 0, 0, 1 },
    };

    private static readonly double[,] At =
    {
        { 1, 1, 1, 1, 1, 0 }, { 0, A, -A, B, -B, 0 }, { 0, A2, A2, B2, B2, 0 }, { 0, A3, -A3, B3, -B3, 1 },
    };

    private delegate void Transform(float* from, float* to);

    [Fact]
    public void The_matrices_make_a_convolution()
    {
        // Y = A' [(G g) * (B' d)] in one dimension is y_i = sum_k d_(i+k) g_k.
        double[] d = [3, -1, 4, 1, -5, 9], g = [2, -6, 5];
        for (int i = 0; i < 4; i++)
        {
            double y = 0;
            for (int j = 0; j < 6; j++)
            {
                double u = Enumerable.Range(0, 3).Sum(k => G[j, k] * g[k]);
                y += At[i, j] * u * Enumerable.Range(0, 6).Sum(k => Bt[j, k] * d[k]);
            }

            Assert.Equal(Enumerable.Range(0, 3).Sum(k => d[i + k] * g[k]), y, 1e-12);
        }
    }

    [Fact]
    public void Tiles_match_their_matrices_for_every_width_of_vectors() => Check(
        Bt,
        6,
        (d, v) => WinogradTransform.Input(d, 6 * Lanes, v, Lanes),
        (d, v) => WinogradTransform.Input<Float128>(d, 6 * Lanes, v, Lanes),
        (d, v) => WinogradTransform.Input<Float256>(d, 6 * Lanes, v, Lanes),
        (d, v) => WinogradTransform.Input<Float512>(d, 6 * Lanes, v, Lanes));

    [Fact]
    public void Weights_match_their_matrices_for_every_width_of_vectors() => Check(
        G,
        3,
        (g, u) => WinogradTransform.Weight(g, Lanes, u, Lanes),
        (g, u) => WinogradTransform.Weight<Float128>(g, Lanes, u, Lanes),
        (g, u) => WinogradTransform.Weight<Float256>(g, Lanes, u, Lanes),
        (g, u) => WinogradTransform.Weight<Float512>(g, Lanes, u, Lanes));

    [Fact]
    public void Results_match_their_matrices_for_every_width_of_vectors() => Check(
        At,
        6,
        (m, y) => WinogradTransform.Output(m, Lanes, null, false, y, 4 * Lanes),
        (m, y) => WinogradTransform.Output<Float128>(m, Lanes, null, false, y, 4 * Lanes),
        (m, y) => WinogradTransform.Output<Float256>(m, Lanes, null, false, y, 4 * Lanes),
        (m, y) => WinogradTransform.Output<Float512>(m, Lanes, null, false, y, 4 * Lanes));

    [Fact]
    public void Gradients_of_results_match_their_matrices_for_every_width_of_vectors() => Check(
        Transpose(At),
        4,
        (y, q) => WinogradGradientTransform.Output(y, 4 * Lanes, q, Lanes),
        (y, q) => WinogradGradientTransform.Output<Float128>(y, 4 * Lanes, q, Lanes),
        (y, q) => WinogradGradientTransform.Output<Float256>(y, 4 * Lanes, q, Lanes),
        (y, q) => WinogradGradientTransform.Output<Float512>(y, 4 * Lanes, q, Lanes));

    [Fact]
    public void Gradients_of_weights_match_their_matrices_for_every_width_of_vectors() => Check(
        Transpose(G),
        6,
        (u, g) => WinogradGradientTransform.Weight(u, Lanes, 1, 0, g, Lanes),
        (u, g) => WinogradGradientTransform.Weight<Float128>(u, Lanes, 1, 0, g, Lanes),
        (u, g) => WinogradGradientTransform.Weight<Float256>(u, Lanes, 1, 0, g, Lanes),
        (u, g) => WinogradGradientTransform.Weight<Float512>(u, Lanes, 1, 0, g, Lanes));

    [Fact]
    public void Results_start_from_the_bias_and_are_rectified()
    {
        var random = new Random(3);
        float[] m = Numbers.Uniform(random, 36 * Lanes), bias = Numbers.Uniform(random, Lanes);
        var plain = new float[16 * Lanes];
        var finished = new float[16 * Lanes];
        fixed (float* source = m, start = bias, y = plain, z = finished)
        {
            WinogradTransform.Output(source, Lanes, null, false, y, 4 * Lanes);
            WinogradTransform.Output(source, Lanes, start, true, z, 4 * Lanes);
        }

        Assert.Equal(plain.Select((x, i) => Math.Max(x + bias[i % Lanes], 0)), finished);
        Assert.Contains(0f, finished);
    }

    [Fact]
    public void Gradients_of_weights_add_several_sums()
    {
        float[] u = Numbers.Uniform(new Random(4), 3 * 36 * Lanes);
        float[] total = [.. Enumerable.Range(0, 36 * Lanes).Select(i => u[i] + u[i + (36 * Lanes)] + u[i + (72 * Lanes)])];
        var expected = new float[9 * Lanes];
        var actual = new float[9 * Lanes];
        fixed (float* apart = u, together = total, e = expected, a = actual)
        {
            WinogradGradientTransform.Weight(apart, Lanes, 3, 36 * Lanes, a, Lanes);
            WinogradGradientTransform.Weight(together, Lanes, 1, 0, e, Lanes);
        }

        Numbers.AssertSameBits(expected, actual, "sums");
    }

    // to = matrix from matrix', lane by lane; all transforms have the same bits.
    private static void Check(double[,] matrix, int size, params Transform[] transforms)
    {
        int rows = matrix.GetLength(0);
        float[] from = Numbers.Uniform(new Random(rows), size * size * Lanes);
        var expected = new double[rows * rows * Lanes];
        for (int i = 0; i < expected.Length; i++)
        {
            (int place, int lane) = Math.DivRem(i, Lanes);
            for (int j = 0; j < size * size; j++)
            {
                expected[i] += matrix[place / rows, j / size] * matrix[place % rows, j % size] * from[(j * Lanes) + lane];
            }
        }

        float[]? first = null;
        foreach (Transform transform in transforms)
        {
            var actual = new float[expected.Length];
            fixed (float* source = from, target = actual)
            {
                transform(source, target);
            }

            Numbers.AssertClose(expected, actual, 400, "transform");
            Numbers.AssertSameBits(first ??= actual, actual, "transform");
        }
    }

    private static double[,] Transpose(double[,] matrix)
    {
        var transposed = new double[matrix.GetLength(1), matrix.GetLength(0)];
        for (int i = 0; i < matrix.GetLength(0); i++)
        {
            for (int j = 0; j < matrix.GetLength(1); j++)
            {
                transposed[j, i] = matrix[i, j];
            }
        }

        return transposed;
    }
}
