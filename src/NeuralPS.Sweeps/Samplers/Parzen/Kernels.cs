using NeuralPS.Sweeps.Randomness;

namespace NeuralPS.Sweeps.Samplers.Parzen;

/// <summary>
/// A density over the space: a mixture of one kernel around each trial, and one wide kernel, the prior, over all. A kernel is a product
/// over the parameters: a Gaussian cut off at the ends of the domain (its mass over the interval of a value, on a grid), or a choice that
/// is mostly the trial's and sometimes any. The kernels of the trials have the same width along a parameter.
/// </summary>
internal sealed class Kernels
{
    private const double PriorWidth = 1;
    private readonly Axis[] _axes;
    private readonly double[][] _points;
    private readonly double[] _widths;
    private readonly double[] _cumulative;

    // Logarithms: of the weight, less that of the masses inside the domain of the numbers; of the choices' probabilities.
    private readonly double[] _constants;
    private readonly double[] _own;
    private readonly double[] _any;

    // By parameter: the coordinates of the trials.
    private readonly double[][] _columns;

    // By parameter: what the kernels add at a value of a grid.
    private readonly Dictionary<double, double[]>?[] _masses;

    /// <summary>Makes the mixture.</summary>
    /// <param name="axes">The parameters.</param>
    /// <param name="points">The coordinates of the trials.</param>
    /// <param name="weights">Their weights, above 0; null for 1. The prior has that of <paramref name="priorWeight"/>.</param>
    /// <param name="priorWeight">Above 0.</param>
    /// <param name="widths">The standard deviation along each number; for choices the probability of another one than the trial's.</param>
    public Kernels(Axis[] axes, double[][] points, double[]? weights, double priorWeight, double[] widths)
    {
        (_axes, _points, _widths) = (axes, points, widths);
        int count = points.Length;
        _cumulative = new double[count + 1];
        _constants = new double[count + 1];
        _own = new double[axes.Length];
        _any = new double[axes.Length];
        _columns = [.. Enumerable.Range(0, axes.Length).Select(d => Array.ConvertAll(points, point => point[d]))];
        _masses = new Dictionary<double, double[]>?[axes.Length];

        double sum = 0;
        for (int k = 0; k <= count; k++)
        {
            double weight = k == count ? priorWeight : weights?[k] ?? 1;
            _cumulative[k] = sum += weight;
            _constants[k] = Math.Log(weight);
        }

        for (int d = 0; d < axes.Length; d++)
        {
            if (axes[d].ChoiceCount is int choices and > 0)
            {
                _any[d] = Math.Log(widths[d] / choices);
                _own[d] = Math.Log(1 - widths[d] + (widths[d] / choices));
                _constants[count] -= Math.Log(choices);
                continue;
            }

            for (int k = 0; k <= count; k++)
            {
                double width = k < count ? widths[d] : PriorWidth;
                double mean = k < count ? points[k][d] : 0.5;
                double inside = Gaussian.Between(-mean / width, (1 - mean) / width);
                _constants[k] -= Math.Log(inside * width);
            }
        }

        for (int k = 0; k <= count; k++)
        {
            _constants[k] -= Math.Log(sum);
        }
    }

    /// <summary>Draws a point: the internal values of all parameters.</summary>
    public void Draw(ref TrialRandom random, double[] values)
    {
        double place = random.NextUniform() * _cumulative[^1];
        int k = 0;
        while (k < _points.Length && _cumulative[k] <= place)
        {
            k++;
        }

        for (int d = 0; d < _axes.Length; d++)
        {
            Axis axis = _axes[d];
            bool isPrior = k == _points.Length;
            double coordinate;
            if (axis.ChoiceCount > 0)
            {
                coordinate = isPrior || random.NextUniform() < _widths[d] ? random.NextInteger(axis.ChoiceCount) : _points[k][d];
            }
            else
            {
                coordinate = Gaussian.DrawInUnit(ref random, isPrior ? 0.5 : _points[k][d], isPrior ? PriorWidth : _widths[d]);
            }

            values[d] = axis.FromCoordinate(coordinate);
        }
    }

    /// <summary>The logarithm of the density, up to a constant that is the same for all mixtures over the same parameters.</summary>
    /// <param name="values">Internal values.</param>
    /// <param name="scratch">Room for one number more than there are trials.</param>
    public double GetLogDensity(double[] values, double[] scratch)
    {
        int count = _points.Length;
        Span<double> logs = scratch.AsSpan(0, count + 1);
        _constants.CopyTo(logs);
        for (int d = 0; d < _axes.Length; d++)
        {
            AddAxis(d, values[d], logs);
        }

        double largest = double.NegativeInfinity;
        foreach (double log in logs)
        {
            largest = Math.Max(largest, log);
        }

        double sum = 0;
        foreach (double log in logs)
        {
            // What is below e^-40 of the largest is lost in the sum anyway.
            double difference = log - largest;
            sum += difference > -40 ? Math.Exp(difference) : 0;
        }

        return largest + Math.Log(sum);
    }

    private void AddAxis(int d, double value, Span<double> logs)
    {
        Axis axis = _axes[d];
        ReadOnlySpan<double> means = _columns[d];
        Span<double> sums = logs[..means.Length];
        if (axis.ChoiceCount > 0)
        {
            for (int k = 0; k < sums.Length; k++)
            {
                sums[k] += means[k] == value ? _own[d] : _any[d];
            }

            return;
        }

        double x = axis.ToCoordinate(value);
        (double low, double high) = axis.IsGrid ? axis.GetInterval(value) : (x, x);
        if (high - low < 0.5 * _widths[d])
        {
            // A narrow interval has its length times the density in the middle, and all mixtures share the length.
            double scale = 1 / _widths[d];
            for (int k = 0; k < sums.Length; k++)
            {
                double z = (x - means[k]) * scale;
                sums[k] -= 0.5 * z * z;
            }
        }
        else
        {
            // Many candidates share the few values of such a grid.
            Dictionary<double, double[]> known = _masses[d] ??= [];
            if (!known.TryGetValue(value, out double[]? masses))
            {
                known.Add(value, masses = GetMasses(d, low, high));
            }

            for (int k = 0; k < sums.Length; k++)
            {
                sums[k] += masses[k];
            }
        }

        double fromMiddle = (x - 0.5) / PriorWidth;
        logs[^1] -= 0.5 * fromMiddle * fromMiddle;
    }

    // Many kernels share the few means of a grid.
    private double[] GetMasses(int d, double low, double high)
    {
        double scale = 1 / _widths[d];
        Dictionary<double, double> byMean = [];
        return Array.ConvertAll(_columns[d], GetMass);

        double GetMass(double mean)
        {
            if (!byMean.TryGetValue(mean, out double mass))
            {
                double share = Gaussian.Between((low - mean) * scale, (high - mean) * scale);
                mass = Math.Log(Math.Max(share * _widths[d], 1e-300) * Math.Sqrt(2 * Math.PI) / (high - low));
                byMean.Add(mean, mass);
            }

            return mass;
        }
    }
}
