namespace NeuralPS.Engine.Schedules;

/// <summary>What a <see cref="PlateauSchedule"/> remembers from epoch to epoch.</summary>
/// <param name="Best">The best value so far; NaN for none.</param>
/// <param name="Waited">Epochs since it, or since the last reduction.</param>
/// <param name="Reductions">How often the rate was reduced.</param>
public sealed record PlateauState(double Best = double.NaN, int Waited = 0, int Reductions = 0);
