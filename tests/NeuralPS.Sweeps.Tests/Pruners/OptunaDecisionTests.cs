using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using NeuralPS.Sweeps.Pruners;
using NeuralPS.Sweeps.Trials;

namespace NeuralPS.Sweeps.Tests.Pruners;

public class OptunaDecisionTests
{
    private static readonly JsonArray Cases = JsonNode.Parse(File.ReadAllText(FixturePath()))!["cases"]!.AsArray();

    public static TheoryData<int, string> Names()
    {
        TheoryData<int, string> data = [];
        for (int i = 0; i < Cases.Count; i++)
        {
            data.Add(i, $"{Cases[i]!["direction"]} {Cases[i]!["pruner"]!.ToJsonString()}");
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Decisions_and_rungs_are_those_of_Optuna(int index, string name)
    {
        Pruner pruner = PrunerCatalog.Create(PrunerCatalog.FromJson(Cases[index]!["pruner"]));
        Objective objective = new("Loss", Enum.Parse<Direction>((string)Cases[index]!["direction"]!));
        List<Trial> history = [];
        foreach (JsonNode? expected in Cases[index]!["trials"]!.AsArray())
        {
            Trial trial = new(history.Count, history.Count) { State = TrialState.Running };
            SortedList<string, double> rungs = [];
            int stopped = -1;
            foreach (JsonNode? report in expected!["reports"]!.AsArray())
            {
                JsonNode value = report![1]!;
                trial.IntermediateValues.Add((int)report[0]!, double.Parse(value.ToString(), CultureInfo.InvariantCulture));
                PruneDecision decision = pruner.Decide(new()
                {
                    Seed = 1, Number = trial.Number, Objective = objective, History = history, Reports = trial.IntermediateValues,
                });
                foreach ((string key, double rung) in decision.Attributes)
                {
                    rungs.Add(key, rung);
                    trial.SystemAttributes[key] = JsonValue.Create(rung);
                }

                if (decision.Prune)
                {
                    stopped = trial.IntermediateValues.Count - 1;
                    break;
                }
            }

            Assert.True((int)expected["stopped"]! == stopped, $"Trial {trial.Number} of {name} was stopped at report {stopped}, by Optuna at {expected["stopped"]}.");
            Assert.Equal(expected["attributes"]!.AsObject().ToDictionary(a => a.Key, a => (double)a.Value!), rungs.ToDictionary());
            trial.State = Enum.Parse<TrialState>((string)expected["state"]!);
            history.Add(trial);
        }
    }

    private static string FixturePath([CallerFilePath] string file = "") =>
        Path.Combine(Path.GetDirectoryName(file)!, "..", "..", "fixtures", "optuna", "pruners.json");
}
