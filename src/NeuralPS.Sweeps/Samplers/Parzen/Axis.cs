using NeuralPS.Sweeps.Space;
using NeuralPS.Sweeps.Trials;

namespace NeuralPS.Sweeps.Samplers.Parzen;

/// <summary>
/// One parameter as the estimator sees it: a number in [0, 1] on the scale of the domain, where the values of a grid own an interval each,
/// or the index of a choice.
/// </summary>
internal sealed class Axis
{
    private readonly double _low;
    private readonly double _high;
    private readonly CategoricalDomain? _choices;

    public Axis(Domain domain)
    {
        Domain = domain;
        _choices = domain as CategoricalDomain;
        (_low, _high) = domain switch
        {
            FloatDomain real => (real.Low, real.High),
            IntegerDomain integer => ((double)integer.Low, (double)integer.High),
            _ => (0, domain.Count!.Value - 1.0),
        };
    }

    /// <summary>The domain.</summary>
    public Domain Domain { get; }

    /// <summary>The number of choices; 0 for numbers.</summary>
    public int ChoiceCount => _choices?.Choices.Length ?? 0;

    /// <summary>Whether values are numbers of a grid, with an interval each.</summary>
    public bool IsGrid => _choices is null && Domain.Count is not null;

    /// <summary>The coordinate of a value that the domain contains.</summary>
    public double ToCoordinate(double value) => _choices is null ? Domain.ToUnit(value) : value;

    /// <summary>The value at a coordinate.</summary>
    public double FromCoordinate(double coordinate) => _choices is null ? Domain.FromUnit(coordinate) : coordinate;

    /// <summary>The coordinate of a trial's value, which may be of an earlier range or step.</summary>
    /// <returns>NaN when the value is none of this domain's range or choices.</returns>
    public double ToCoordinate(TrialParameter parameter)
    {
        bool isSame = ReferenceEquals(parameter.Domain, Domain) || parameter.Domain.IsCompatibleWith(Domain);
        return isSame && parameter.Value >= _low && parameter.Value <= _high ? ToCoordinate(parameter.Value) : double.NaN;
    }

    /// <summary>The interval of a value of a grid.</summary>
    public (double Low, double High) GetInterval(double value)
    {
        if (Domain is IntegerDomain { IsLog: true } integer)
        {
            double low = Math.Log(integer.Low - 0.5);
            double width = Math.Log(integer.High + 0.5) - low;
            return ((Math.Log(value - 0.5) - low) / width, (Math.Log(value + 0.5) - low) / width);
        }

        double middle = Domain.ToUnit(value);
        double half = 0.5 / Domain.Count!.Value;
        return (middle - half, middle + half);
    }
}
