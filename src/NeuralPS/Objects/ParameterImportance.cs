namespace NeuralPS;

/// <summary>How much a parameter of a sweep decides on how good a trial is, as Get-ParameterImportance tells it.</summary>
public sealed class ParameterImportance
{
    internal ParameterImportance(string objective, string parameter, double importance, int trialCount) =>
        (Objective, Parameter, Importance, TrialCount) = (objective, parameter, importance, trialCount);

    /// <summary>The metric that it matters for.</summary>
    public string Objective { get; }

    /// <summary>The name of the parameter.</summary>
    public string Parameter { get; }

    /// <summary>Its share, from 0 to 1.</summary>
    public double Importance { get; }

    /// <summary>The complete trials that have the parameter.</summary>
    public int TrialCount { get; }

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"{Parameter} {Importance:P1}");
}
