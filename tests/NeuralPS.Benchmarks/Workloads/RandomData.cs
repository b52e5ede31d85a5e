using NeuralPS.Engine.Data;
using NeuralPS.Engine.Networks;

namespace NeuralPS.Benchmarks.Workloads;

/// <summary>Random inputs and labels: dense layers and convolutions take as long for them as for real ones.</summary>
internal static class RandomData
{
    /// <summary>Numbers in [0, 1).</summary>
    public static float[] Create(int length)
    {
        // A fixed seed: every run and every repetition does the same arithmetic.
        var random = new Random(1);
        float[] values = new float[length];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = random.NextSingle();
        }

        return values;
    }

    /// <summary>Samples for a network, with a class for each of its outputs.</summary>
    public static Dataset CreateFor(Network network, int rows)
    {
        var random = new Random(2);
        int classes = network.OutputShape.Length;
        int[] labels = new int[rows];
        for (int i = 0; i < rows; i++)
        {
            labels[i] = random.Next(classes);
        }

        string[] names = [.. Enumerable.Range(0, classes).Select(index => $"{index}")];
        return new Dataset("random", new FloatRows(Create(rows * network.InputShape.Length), network.InputShape), labels, names);
    }
}
