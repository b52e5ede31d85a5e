using NeuralPS.Sweeps.Space;

namespace NeuralPS.Sweeps.Analysis;

/// <summary>The values of a parameter in at most 50 cells, evenly spaced on the parameter's own scale, and densities over these.</summary>
internal sealed class ParameterGrid
{
    private const int MaximumCells = 50;
    private readonly double _low;
    private readonly double _high;
    private readonly bool _isLog;
    private readonly bool _isOrdered = true;

    /// <summary>Creates the grid.</summary>
    /// <param name="domains">The domains of the parameter over the trials, all compatible; their ranges may differ.</param>
    public ParameterGrid(IReadOnlyCollection<Domain> domains)
    {
        double step = 0;
        switch (domains.First())
        {
            case FloatDomain first:
                _low = domains.Cast<FloatDomain>().Min(domain => domain.Low);
                _high = domains.Cast<FloatDomain>().Max(domain => domain.High);
                _isLog = first.IsLog;
                step = domains.Cast<FloatDomain>().Min(domain => domain.Step ?? 0);
                break;
            case IntegerDomain first:
                _low = domains.Cast<IntegerDomain>().Min(domain => domain.Low);
                _high = domains.Cast<IntegerDomain>().Max(domain => domain.High);
                _isLog = first.IsLog;
                step = domains.Cast<IntegerDomain>().Min(domain => domain.Step);
                break;
            case CategoricalDomain first:
                _high = first.Choices.Length - 1;
                _isOrdered = false;
                step = 1;
                break;
            default:
                throw new NotSupportedException($"Domains of the kind {domains.First().GetType()} have no grid.");
        }

        double count = step > 0 ? Math.Round((_high - _low) / step) + 1 : MaximumCells;
        Count = _low == _high ? 1 : _isOrdered ? (int)Math.Min(count, MaximumCells) : (int)count;
    }

    /// <summary>The number of cells.</summary>
    public int Count { get; }

    /// <summary>The cell of an internal value.</summary>
    public int FindCell(double value)
    {
        double position = _isLog
            ? (Math.Log(value) - Math.Log(_low)) / (Math.Log(_high) - Math.Log(_low))
            : (value - _low) / (_high - _low);
        return (int)Math.Clamp(Math.Round(position * (Count - 1)), 0, Count - 1);
    }

    /// <summary>
    /// A kernel density of observations, mixed with the weight of one observation with a density that knows nothing. The kernels of
    /// ordered values are normal ones of Scott's width ("Multivariate density estimation", 1992); choices have none.
    /// </summary>
    /// <param name="counts">How many observations are in each cell, at least one in all.</param>
    /// <returns>A positive number for each cell; they sum to 1.</returns>
    public double[] EstimateDensity(double[] counts)
    {
        double[] density = new double[Count];
        double total = counts.Sum();
        if (_isOrdered)
        {
            double width = ScottWidth(counts, total);
            for (int i = 0; i < Count; i++)
            {
                if (counts[i] > 0)
                {
                    AddKernel(density, i, width, counts[i]);
                }
            }

            AddKernel(density, 0.5 * (Count - 1), Count, 1);
        }
        else
        {
            for (int i = 0; i < Count; i++)
            {
                density[i] = counts[i] + (1.0 / Count);
            }
        }

        for (int i = 0; i < Count; i++)
        {
            density[i] = Math.Max(density[i] / (total + 1), 1e-12);
        }

        return density;
    }

    /// <summary>1.059 · min(interquartile range / 1.34, standard deviation) · n^(-1/5), at least what keeps 90% in one cell.</summary>
    private static double ScottWidth(double[] counts, double total)
    {
        double mean = counts.Select((count, i) => count * i).Sum() / total;
        double variance = counts.Select((count, i) => count * (i - mean) * (i - mean)).Sum() / Math.Max(1, total - 1);
        double range = Quantile(counts, 0.75 * total) - Quantile(counts, 0.25 * total);
        return Math.Max(1.059 * Math.Min(range / 1.34, Math.Sqrt(variance)) * Math.Pow(total, -0.2), 0.5 / 1.64);
    }

    private static int Quantile(double[] counts, double rank)
    {
        double sum = 0;
        int cell = 0;
        while (cell < counts.Length - 1 && (sum += counts[cell]) < rank)
        {
            cell++;
        }

        return cell;
    }

    private static void AddKernel(double[] density, double mean, double width, double weight)
    {
        double[] kernel = new double[density.Length];
        double sum = 0;
        for (int i = 0; i < kernel.Length; i++)
        {
            double z = (i - mean) / width;
            sum += kernel[i] = Math.Exp(-0.5 * z * z);
        }

        for (int i = 0; i < kernel.Length; i++)
        {
            density[i] += weight * kernel[i] / sum;
        }
    }
}
