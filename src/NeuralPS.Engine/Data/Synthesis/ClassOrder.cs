using NeuralPS.Engine.Randomness;

namespace NeuralPS.Engine.Data.Synthesis;

/// <summary>
/// Which class a sample belongs to: every run of k samples holds each of the k classes once, in random order. Classes are
/// balanced to within one sample, and a sample's class does not depend on how many samples there are.
/// </summary>
internal static class ClassOrder
{
    private const int Part = 0xC1A55;

    /// <summary>The class of <paramref name="sample"/>, from 0 to <paramref name="classes"/> - 1.</summary>
    public static int GetClass(ulong seed, SyntheticKind kind, int classes, int sample)
    {
        Span<int> order = stackalloc int[classes];
        for (int i = 0; i < classes; i++)
        {
            order[i] = i;
        }

        new RandomStream(seed, RandomPurpose.Synthesis, (int)kind, Part, sample / classes).Shuffle(order);
        return order[sample % classes];
    }
}
