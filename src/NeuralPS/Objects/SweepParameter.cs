using Swp = NeuralPS.Sweeps;

namespace NeuralPS;

/// <summary>The values that a parameter of a sweep may take, as New-Parameter makes it.</summary>
public sealed class SweepParameter
{
    internal SweepParameter(Swp.Space.Domain domain) => Domain = domain;

    /// <summary>The lowest value; null for choices.</summary>
    public double? Low => Domain switch
    {
        Swp.Space.FloatDomain real => real.Low,
        Swp.Space.IntegerDomain whole => whole.Low,
        _ => null,
    };

    /// <summary>The highest value; null for choices.</summary>
    public double? High => Domain switch
    {
        Swp.Space.FloatDomain real => real.High,
        Swp.Space.IntegerDomain whole => whole.High,
        _ => null,
    };

    /// <summary>The distance of neighbouring values; null where there is none.</summary>
    public double? Step => Domain switch
    {
        Swp.Space.FloatDomain real => real.Step,
        Swp.Space.IntegerDomain whole => whole.Step,
        _ => null,
    };

    /// <summary>True when equal ratios count the same, not equal differences.</summary>
    public bool IsLog => Domain is Swp.Space.FloatDomain { IsLog: true } or Swp.Space.IntegerDomain { IsLog: true };

    /// <summary>True for whole numbers.</summary>
    public bool IsInteger => Domain is Swp.Space.IntegerDomain;

    /// <summary>The choices; empty for numbers of a range.</summary>
    public object?[] Choice => Domain is Swp.Space.CategoricalDomain choices ? [.. choices.Choices.Select(SweepValue.ToScript)] : [];

    /// <summary>The sweeps' own type.</summary>
    internal Swp.Space.Domain Domain { get; }

    /// <inheritdoc/>
    public override string ToString() => Domain.ToString();
}
