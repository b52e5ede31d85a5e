using System.Runtime.InteropServices;

namespace NeuralPS.Engine.Metrics;

/// <summary>
/// The area under the receiver operating characteristic: the probability that a random positive sample has a larger score than
/// a random negative one, ties counting one half. For two classes the score is the output of class 1 (less that of class 0,
/// where there are two); for more, the mean over the classes of each against the rest, by its own output. Classes without
/// positive or without negative samples are left out; NaN when none remains or an output is NaN.
/// </summary>
/// <remarks>Keeps every score until the end: 4 bytes per sample and class.</remarks>
public sealed class AUC : Metric
{
    private AUC()
    {
    }

    /// <summary>The one instance.</summary>
    public static AUC Instance { get; } = new();

    /// <inheritdoc/>
    public override string Name => "AUC";

    /// <inheritdoc/>
    public override bool IsHigherBetter => true;

    /// <inheritdoc/>
    public override bool IsClassification => true;

    /// <inheritdoc/>
    public override MetricAccumulator CreateAccumulator() => new Accumulator();

    /// <summary>
    /// The area from scores and classes: the rank-sum statistic of Mann and Whitney, where equal scores share their mean rank.
    /// </summary>
    internal static double OneAgainstRest(float[] scores, int[] classes, int positiveClass)
    {
        var isPositive = new bool[scores.Length];
        long positives = 0;
        for (int i = 0; i < scores.Length; i++)
        {
            if (float.IsNaN(scores[i]))
            {
                return double.NaN;
            }

            isPositive[i] = classes[i] == positiveClass;
            positives += isPositive[i] ? 1 : 0;
        }

        long negatives = scores.Length - positives;
        if (positives == 0 || negatives == 0)
        {
            return double.NaN;
        }

        Array.Sort(scores, isPositive);
        double rankSum = 0;
        for (int first = 0, next; first < scores.Length; first = next)
        {
            long positivesHere = 0;
            for (next = first; next < scores.Length && scores[next] == scores[first]; next++)
            {
                positivesHere += isPositive[next] ? 1 : 0;
            }

            // Ranks first + 1 to next share their mean.
            rankSum += positivesHere * ((first + 1.0 + next) / 2);
        }

        return (rankSum - (positives * (positives + 1.0) / 2)) / ((double)positives * negatives);
    }

    private sealed class Accumulator : MetricAccumulator
    {
        private readonly List<float> _scores = [];
        private readonly List<int> _classes = [];
        private int _scoresPerSample = 1;

        public override double Result
        {
            get
            {
                int[] classes = [.. _classes];
                ReadOnlySpan<float> all = CollectionsMarshal.AsSpan(_scores);
                if (_scoresPerSample == 1)
                {
                    return OneAgainstRest(all.ToArray(), classes, 1);
                }

                double sum = 0;
                int defined = 0;
                var scores = new float[classes.Length];
                for (int c = 0; c < _scoresPerSample; c++)
                {
                    for (int i = 0; i < scores.Length; i++)
                    {
                        scores[i] = all[(i * _scoresPerSample) + c];
                    }

                    if (scores.AsSpan().IndexOf(float.NaN) >= 0)
                    {
                        return double.NaN;
                    }

                    double area = OneAgainstRest(scores, classes, c);
                    if (!double.IsNaN(area))
                    {
                        sum += area;
                        defined++;
                    }
                }

                return sum / defined;
            }
        }

        public override void Add(ReadOnlySpan<float> output, ReadOnlySpan<float> target, int predictedClass, int trueClass)
        {
            if (trueClass < 0)
            {
                return;
            }

            _classes.Add(trueClass);
            switch (output.Length)
            {
                case 1:
                    _scores.Add(output[0]);
                    break;
                case 2:
                    _scores.Add(output[1] - output[0]);
                    break;
                default:
                    _scoresPerSample = output.Length;
                    _scores.AddRange(output);
                    break;
            }
        }

        public override double[] Save() =>
            [_scoresPerSample, .. _classes.Select(label => (double)label), .. _scores.Select(score => (double)score)];

        public override void Restore(ReadOnlySpan<double> saved)
        {
            int perSample = saved.Length > 0 ? (int)saved[0] : 0;
            int samples = perSample > 0 ? (saved.Length - 1) / (perSample + 1) : 0;
            if (perSample < 1 || saved.Length != 1 + ((long)samples * (perSample + 1)))
            {
                throw NotSaved();
            }

            _scoresPerSample = perSample;
            _classes.Clear();
            _classes.AddRange(saved.Slice(1, samples).ToArray().Select(label => (int)label));
            _scores.Clear();
            _scores.AddRange(saved[(1 + samples)..].ToArray().Select(score => (float)score));
        }
    }
}
