namespace NeuralPS.Engine.Training;

/// <summary>
/// The losses of a learning-rate range test as they come in: smoothed, s_i = b s_{i-1} + (1 - b) L_i and S_i = s_i / (1 - b^{i+1}), and
/// what follows from them.
/// </summary>
internal sealed class LearningRateCurve
{
    /// <summary>What the average keeps with each loss, b.</summary>
    public const double Smoothing = 0.9;

    /// <summary>How many times the best smoothed loss is too much.</summary>
    public const double Limit = 4;

    private readonly List<LearningRateRecord> _records = [];
    private readonly int _warmUp;
    private double _average;
    private double _kept = 1;
    private double _best = double.PositiveInfinity;

    /// <summary>Begins.</summary>
    /// <param name="steps">Updates planned: the first tenth, ten at most, averages too few losses to compare with.</param>
    public LearningRateCurve(int steps) => _warmUp = Math.Min(10, steps / 10);

    /// <summary>The updates so far.</summary>
    public IReadOnlyList<LearningRateRecord> Records => _records;

    /// <summary>True once the smoothed loss is far above the best one.</summary>
    public bool HasDiverged { get; private set; }

    /// <summary>Takes a loss.</summary>
    public void Add(double rate, double loss)
    {
        _average = (Smoothing * _average) + ((1 - Smoothing) * loss);
        _kept *= Smoothing;
        double smoothed = _average / (1 - _kept);
        _records.Add(new LearningRateRecord(rate, loss, smoothed));
        if (_records.Count <= _warmUp)
        {
            return;
        }

        // For positive losses 4 times the best; losses of formulas may be negative.
        HasDiverged = smoothed > _best + ((Limit - 1) * Math.Abs(_best));
        _best = Math.Min(_best, smoothed);
    }

    /// <summary>The result.</summary>
    public LearningRateResult Finish(LearningRateEnd end)
    {
        int minimum = -1;
        for (int i = Math.Min(_warmUp, _records.Count - 1); i >= 0 && i < _records.Count; i++)
        {
            if (minimum < 0 || _records[i].SmoothedLoss < _records[minimum].SmoothedLoss)
            {
                minimum = i;
            }
        }

        // A loss that exploded at once and came down again has a steep descent, too, but is nowhere better than before.
        bool falls = minimum >= _warmUp && _records[minimum].SmoothedLoss < _records[_warmUp - 1].SmoothedLoss;
        return new LearningRateResult([.. _records], falls ? FindSteepest(minimum) : null, minimum < 0 ? null : _records[minimum].LearningRate, end);
    }

    // The slope of the straight line through the losses half a decade to each side: the noise of single batches is steeper than any
    // descent, but not for so long. Rates are evenly spaced on the logarithmic scale, so that the index will do.
    private double? FindSteepest(int minimum)
    {
        double steepest = 0;
        double? rate = null;
        int reach = _records.Count < 2 ? 1 : (int)Math.Min(minimum, Math.Round(0.5 / Math.Log10(_records[1].LearningRate / _records[0].LearningRate)));
        reach = Math.Max(1, Math.Min(reach, (minimum - _warmUp) / 4));
        for (int i = _warmUp + reach; i + reach <= minimum; i++)
        {
            double slope = 0;
            for (int k = 1; k <= reach; k++)
            {
                slope += k * (_records[i + k].SmoothedLoss - _records[i - k].SmoothedLoss);
            }

            if (slope < steepest)
            {
                steepest = slope;
                rate = _records[i].LearningRate;
            }
        }

        return rate;
    }
}
