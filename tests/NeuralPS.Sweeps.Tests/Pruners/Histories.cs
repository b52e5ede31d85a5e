using NeuralPS.Sweeps.Pruners;
using NeuralPS.Sweeps.Trials;

namespace NeuralPS.Sweeps.Tests.Pruners;

/// <summary>Small histories written by hand.</summary>
internal static class Histories
{
    public static Trial Trial(int number, TrialState state, params (int Step, double Value)[] reports)
    {
        Trial trial = new(number, number) { State = state, Values = state == TrialState.Complete ? [0] : [] };
        foreach ((int step, double value) in reports)
        {
            trial.IntermediateValues[step] = value;
        }

        return trial;
    }

    /// <summary>Complete trials that each report one value, at a step.</summary>
    public static Trial[] At(int step, params double[] values) => [.. values.Select((v, i) => Trial(i, TrialState.Complete, (step, v)))];

    public static PruneDecision Ask(
        this Pruner pruner, IReadOnlyList<Trial> history, Direction direction, params (int Step, double Value)[] reports) =>
        pruner.Decide(new()
        {
            Seed = 1,
            Number = history.Count,
            Objective = new("Loss", direction),
            History = history,
            Reports = Trial(history.Count, TrialState.Running, reports).IntermediateValues,
        });
}
