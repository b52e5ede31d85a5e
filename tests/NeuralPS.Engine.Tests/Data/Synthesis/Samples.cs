using System.Numerics.Tensors;
using NeuralPS.Engine.Data.Synthesis;

namespace NeuralPS.Engine.Tests.Data.Synthesis;

/// <summary>Samples of a generator as plain arrays, and two simple classifiers to judge them by.</summary>
internal sealed class Samples
{
    private Samples(float[][] inputs, float[] outputs) => (Inputs, Outputs) = (inputs, outputs);

    public float[][] Inputs { get; }

    public float[] Outputs { get; }

    public static Samples Make(
        SyntheticKind kind, int count, ulong seed = 1, double? noise = null, int? classes = null, bool signed = false, int first = 0)
    {
        SampleGenerator generator = new SyntheticOptions(kind, seed, noise, classes, signed).CreateGenerator();
        float[][] inputs = new float[count][];
        float[] outputs = new float[count];
        for (int i = 0; i < count; i++)
        {
            inputs[i] = new float[generator.InputShape.Length];
            outputs[i] = generator.Generate(first + i, inputs[i]);
        }

        return new Samples(inputs, outputs);
    }

    /// <summary>The fraction of <paramref name="test"/> whose nearest neighbour among these samples has the same label.</summary>
    public double ClassifyByNearest(Samples test)
    {
        int right = 0;
        for (int i = 0; i < test.Inputs.Length; i++)
        {
            float least = float.MaxValue;
            float label = -1;
            for (int j = 0; j < Inputs.Length; j++)
            {
                float distance = TensorPrimitives.Distance<float>(test.Inputs[i], Inputs[j]);
                if (distance < least)
                {
                    (least, label) = (distance, Outputs[j]);
                }
            }

            right += label == test.Outputs[i] ? 1 : 0;
        }

        return (double)right / test.Inputs.Length;
    }

    /// <summary>The best accuracy that any straight line reaches on two classes of points, over 360 directions and all offsets.</summary>
    public double SeparateByBestLine()
    {
        double best = 0;
        int count = Inputs.Length;
        for (int direction = 0; direction < 360; direction++)
        {
            (double sine, double cosine) = Math.SinCos(direction * Math.PI / 360);
            double[] keys = [.. Inputs.Select(x => (cosine * x[0]) + (sine * x[1]))];
            float[] labels = [.. Outputs];
            Array.Sort(keys, labels);
            int ones = labels.Count(label => label == 1);
            int zerosBelow = 0;
            int onesBelow = 0;
            foreach (float label in labels)
            {
                _ = label == 0 ? zerosBelow++ : onesBelow++;
                int right = zerosBelow + ones - onesBelow;
                best = Math.Max(best, (double)Math.Max(right, count - right) / count);
            }
        }

        return best;
    }
}
