using NeuralPS.Engine.Losses;

namespace NeuralPS.Engine.Tests.Losses;

public class LossGradientTests
{
    public static TheoryData<string, bool> AllLosses()
    {
        var data = new TheoryData<string, bool>();
        foreach (string name in LossCatalog.Names.Append("Huber(0.3)"))
        {
            data.Add(name, false);
            if (LossCatalog.Get(name).ContainedActivation is not null)
            {
                data.Add(name, true);
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(AllLosses))]
    public void Gradient_equals_the_central_difference(string name, bool fromLogits)
    {
        Loss loss = LossCatalog.Get(name);
        bool isProbability = loss.ContainedActivation is "Softmax" or "Sigmoid" && !fromLogits;
        var random = new Random(3);
        foreach (int n in new[] { 1, 2, 7, 10, 16, 21, 64, 100 })
        {
            float[] output = new float[n];
            float[] target = new float[n];
            for (int i = 0; i < n; i++)
            {
                target[i] = loss.Encoding == TargetEncoding.Signed ? (random.Next(2) * 2) - 1 : random.NextSingle();
                do
                {
                    output[i] = isProbability ? 0.1f + (0.8f * random.NextSingle()) : (random.NextSingle() * 4) - 2;
                }
                while (IsNearKink(name, output[i], target[i]));
            }

            float[] gradient = new float[n];
            loss.Evaluate(output, target, gradient, fromLogits);
            float[] scratch = new float[n];
            for (int i = 0; i < n; i++)
            {
                float saved = output[i];
                float above = saved + 0.01f;
                float below = saved - 0.01f;
                output[i] = above;
                double up = loss.Evaluate(output, target, scratch, fromLogits);
                output[i] = below;
                double down = loss.Evaluate(output, target, scratch, fromLogits);
                output[i] = saved;

                // The third derivative of -ln p at 0.1 gives the central difference an error of h^2 / 3 / p^3.
                double numeric = (up - down) / ((double)above - below);
                double tolerance = isProbability ? 0.05 : 1e-3;
                Assert.True(Math.Abs(numeric - gradient[i]) <= tolerance, $"{name} of {n}, output {i}: {numeric} against {gradient[i]}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(AllLosses))]
    public void Long_rows_agree_with_their_pieces(string name, bool fromLogits)
    {
        // All losses but cross-entropy from logits add up over outputs: a row of n must agree with n rows of one.
        Loss loss = LossCatalog.Get(name);
        if (loss is CrossEntropy && fromLogits)
        {
            return;
        }

        bool isMean = loss is not (HalfSquaredError or Perceptron or CrossEntropy);
        var random = new Random(4);
        for (int n = 1; n <= 256; n++)
        {
            float[] output = [.. Enumerable.Range(0, n).Select(_ => 0.05f + (0.9f * random.NextSingle()))];
            float[] target = [.. Enumerable.Range(0, n).Select(_ => (float)random.Next(2))];
            float[] gradient = new float[n];
            double whole = loss.Evaluate(output, target, gradient, fromLogits);
            double sum = 0;
            float[] one = new float[1];
            for (int i = 0; i < n; i++)
            {
                sum += loss.Evaluate([output[i]], [target[i]], one, fromLogits);
                Assert.Equal(isMean ? one[0] / n : one[0], gradient[i], 1e-5);
            }

            Assert.Equal(isMean ? sum / n : sum, whole, 1e-5);
        }
    }

    private static bool IsNearKink(string name, float output, float target) => name switch
    {
        "AbsoluteError" => Math.Abs(output - target) < 0.05,
        "Huber" => Math.Abs(Math.Abs(output - target) - 1) < 0.05,
        "Huber(0.3)" => Math.Abs(Math.Abs(output - target) - 0.3) < 0.05,
        "Hinge" => Math.Abs(1 - (output * target)) < 0.05,
        "Perceptron" => Math.Abs(output) < 0.05,
        _ => false,
    };
}
