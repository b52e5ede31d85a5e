namespace NeuralPS.Sweeps.Analysis;

/// <summary>How much a parameter decides on whether a trial is one of the best.</summary>
/// <param name="Name">The name of the parameter.</param>
/// <param name="Importance">Its share, from 0 to 1; the shares of all parameters sum to 1, or are all 0 if none made a difference.</param>
/// <param name="TrialCount">How many complete trials have the parameter.</param>
public sealed record ParameterScore(string Name, double Importance, int TrialCount);
