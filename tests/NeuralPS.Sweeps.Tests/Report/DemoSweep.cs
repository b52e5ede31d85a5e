using System.Text.Json.Nodes;
using NeuralPS.Sweeps.Report;
using NeuralPS.Sweeps.Space;
using NeuralPS.Sweeps.Trials;

namespace NeuralPS.Sweeps.Tests.Report;

/// <summary>A sweep made up, with trials of all kinds and names that try to break the page.</summary>
internal static class DemoSweep
{
    public const string Nasty = "</script><script>document.title='broken'</script>&amp;\"'\u2028";

    public static SweepSummary Create(int count, int objectives = 1)
    {
        Random random = new(count);
        Trial[] trials = [.. Enumerable.Range(0, count).Select(i => Trial(i, random, objectives))];
        return new()
        {
            Name = "digits " + Nasty,
            Objectives = [.. new Objective[] { new("Accuracy", Direction.Maximize), new("Size " + Nasty, Direction.Minimize) }.Take(objectives)],
            Trials = trials,
            Sampler = "TPE " + Nasty,
            Pruner = "ASHA (ReductionFactor 3)",
            Constraints = ["Size <= 9"],
            Seed = 17,
        };
    }

    private static Trial Trial(int i, Random random, int objectives)
    {
        DateTime start = new DateTime(2026, 11, 20, 22, 0, 0).AddSeconds(10 * i);
        Trial trial = new(i, i) { State = TrialState.Complete, Started = start, Finished = start.AddSeconds(5) };
        double rate = Math.Pow(10, -4 + (3 * random.NextDouble()));
        trial.Parameters["Rate"] = new(rate, new FloatDomain(1e-4, 1e-1, isLog: true));
        trial.Parameters["Kind " + Nasty] = new(random.Next(3), new CategoricalDomain(["ReLU", Nasty, null]));
        trial.Parameters["Depth"] = new(1 + random.Next(4), new IntegerDomain(1, 4));
        if (i % 3 == 0)
        {
            trial.Parameters["Units"] = new(random.Next(8, 65), new IntegerDomain(8, 64, isLog: true));
        }

        double accuracy = 0.95 - (0.1 * Math.Abs(Math.Log10(rate) + 2)) + (0.01 * random.NextDouble());
        for (int step = 1; step <= 20; step++)
        {
            trial.IntermediateValues[step] = step == 7 && i % 11 == 0 ? double.NaN : accuracy * (1 - Math.Exp(-step / 4.0));
        }

        trial.UserAttributes["Loss"] = i % 5 == 0 ? JsonValue.Create("NaN") : JsonValue.Create(1 - accuracy);
        trial.UserAttributes["Host " + Nasty] = JsonValue.Create(Nasty);
        trial.Values = objectives == 1 ? [accuracy] : [accuracy, i % 10 == 0 ? double.PositiveInfinity : 10 * random.NextDouble()];
        trial.Constraints = i % 9 == 1 ? [1] : [];
        if (i % 7 == 3)
        {
            trial.State = TrialState.Failed;
            trial.Values = [];
            trial.SystemAttributes["neuralps:error"] = new JsonObject { ["id"] = "Error", ["message"] = Nasty };
        }
        else if (i % 4 == 2)
        {
            trial.State = TrialState.Pruned;
            trial.Values = objectives == 1 ? [accuracy / 2] : [];
        }
        else if (i % 50 == 49)
        {
            trial.State = TrialState.Running;
            trial.Values = [];
            trial.Finished = null;
        }

        return trial;
    }
}
