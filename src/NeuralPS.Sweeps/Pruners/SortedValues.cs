using NeuralPS.Sweeps.Trials;

namespace NeuralPS.Sweeps.Pruners;

/// <summary>One number of each trial of a history, in ascending order, for a history that grows and shrinks at its end.</summary>
/// <param name="select">The number of a trial; null if it has none.</param>
internal sealed class SortedValues(Func<Trial, double?> select)
{
    private readonly List<double> _values = [];
    private int _length;

    /// <summary>How many trials have a number, and be it NaN.</summary>
    public int Count => _values.Count + NaNCount;

    /// <summary>The numbers but NaN.</summary>
    public IReadOnlyList<double> Values => _values;

    private int NaNCount { get; set; }

    /// <summary>Makes this the numbers of the first <paramref name="length"/> trials.</summary>
    public SortedValues MoveTo(HistoryPrefix history, int length)
    {
        for (; _length < length; _length++)
        {
            Change(select(history[_length]), 1);
        }

        while (_length > length)
        {
            _length--;
            Change(select(history[_length]), -1);
        }

        return this;
    }

    /// <summary>The percentile, interpolated linearly between neighbours as NumPy does; NaN without values.</summary>
    /// <param name="percentile">From 0 (the lowest value) to 100 (the highest).</param>
    public double Percentile(double percentile)
    {
        if (_values.Count == 0)
        {
            return double.NaN;
        }

        double position = percentile / 100 * (_values.Count - 1);
        int index = Math.Min((int)position, _values.Count - 1);
        double low = _values[index];
        double high = _values[Math.Min(index + 1, _values.Count - 1)];
        double t = position - index;

        // Equal infinities would give NaN.
        return low == high ? low : t >= 0.5 ? high - ((high - low) * (1 - t)) : low + ((high - low) * t);
    }

    private void Change(double? value, int change)
    {
        if (value is not double number)
        {
            return;
        }

        if (double.IsNaN(number))
        {
            NaNCount += change;
            return;
        }

        int index = _values.BinarySearch(number);
        if (change > 0)
        {
            _values.Insert(index < 0 ? ~index : index, number);
        }
        else
        {
            _values.RemoveAt(index);
        }
    }
}
