using NeuralPS.Sweeps.Space;
using NeuralPS.Sweeps.Trials;

namespace NeuralPS.Sweeps.Tests.Analysis;

/// <summary>Finished trials made up.</summary>
internal static class Finished
{
    public static Trial Trial(int number, double[] values, params (string Name, Domain Domain, double Value)[] parameters)
    {
        Trial trial = new(number, number) { State = TrialState.Complete, Values = [.. values] };
        foreach ((string name, Domain domain, double value) in parameters)
        {
            trial.Parameters[name] = new(value, domain);
        }

        return trial;
    }
}
