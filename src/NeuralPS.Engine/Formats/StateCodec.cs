using System.Collections.Immutable;
using System.Text.Json.Nodes;
using NeuralPS.Engine.Networks;
using NeuralPS.Engine.Optimizers;
using NeuralPS.Engine.Schedules;
using NeuralPS.Engine.Tensors;

namespace NeuralPS.Engine.Formats;

/// <summary>Where training continues, as JSON, without tensors. Schedule, plateau and early stopping are there where there are any.</summary>
internal static class StateCodec
{
    /// <summary>Writes a state.</summary>
    public static JsonObject Write(TrainingState state)
    {
        var json = new JsonObject
        {
            ["seed"] = state.Seed,
            ["completedEpochs"] = state.CompletedEpochs,
            ["completedBatches"] = state.CompletedBatches,
            ["updateCount"] = state.UpdateCount,
            ["batchSize"] = state.BatchSize,
            ["optimizer"] = state.Optimizer.Name,
            ["settings"] = WriteSettings(state.Optimizer.Describe()),
        };
        if (state.Schedule != new ConstantSchedule())
        {
            json["schedule"] = new JsonObject
            {
                ["name"] = state.Schedule.Name,
                ["settings"] = WriteSettings(state.Schedule.Describe()),
                ["start"] = state.ScheduleStart,
            };
        }

        if (state.Monitor is not null)
        {
            json["monitor"] = state.Monitor;
        }

        if (state.Plateau is { } plateau)
        {
            json["plateau"] = new JsonObject
            {
                ["best"] = JsonFields.FromDouble(plateau.Best), ["waited"] = plateau.Waited, ["reductions"] = plateau.Reductions,
            };
        }

        if (state.EarlyStopping is { } stopping)
        {
            json["earlyStopping"] = new JsonObject
            {
                ["best"] = JsonFields.FromDouble(stopping.Best), ["bestEpoch"] = stopping.BestEpoch, ["waited"] = stopping.Waited,
            };
        }

        return json;
    }

    /// <summary>Reads a state.</summary>
    /// <param name="json">The description.</param>
    /// <param name="slots">The optimizer's state by name.</param>
    /// <param name="best">The weights that early stopping keeps, by name.</param>
    /// <exception cref="EngineException">A field is missing or wrong; names it.</exception>
    public static TrainingState Read(
        JsonObject json, ImmutableDictionary<string, Tensor> slots, IReadOnlyList<KeyValuePair<string, Tensor>> best)
    {
        var schedule = json["schedule"] as JsonObject;
        return new TrainingState
        {
            Seed = json.Get<ulong>("seed"),
            CompletedEpochs = json.Get<int>("completedEpochs"),
            CompletedBatches = json.Get<int>("completedBatches"),
            UpdateCount = json.Get<long>("updateCount"),
            BatchSize = json.Get<int>("batchSize"),
            Optimizer = OptimizerCatalog.FromDescription(json.Get<string>("optimizer"), ReadSettings(json)),
            Slots = slots,
            Schedule = schedule is null
                ? new ConstantSchedule()
                : ScheduleCatalog.FromDescription(schedule.Get<string>("name"), ReadSettings(schedule)),
            ScheduleStart = schedule?.Get<int>("start") ?? 0,
            Monitor = json.ContainsKey("monitor") ? json.Get<string>("monitor") : null,
            Plateau = json["plateau"] is JsonObject plateau
                ? new PlateauState(plateau.GetDouble("best"), plateau.Get<int>("waited"), plateau.Get<int>("reductions"))
                : null,
            EarlyStopping = json["earlyStopping"] is JsonObject stopping
                ? new EarlyStoppingState
                {
                    Best = stopping.GetDouble("best"),
                    BestEpoch = stopping.Get<int>("bestEpoch"),
                    Waited = stopping.Get<int>("waited"),
                    BestWeights = best.Count > 0 ? NetworkWeights.Empty.With(best) : null,
                }
                : null,
        };
    }

    private static JsonObject WriteSettings(IReadOnlyDictionary<string, double> settings) =>
        new(settings.Select(setting => KeyValuePair.Create<string, JsonNode?>(setting.Key, JsonValue.Create(setting.Value))));

    private static Dictionary<string, double> ReadSettings(JsonObject json) => json["settings"] is JsonObject settings
        ? settings.ToDictionary(setting => setting.Key, setting => settings.GetDouble(setting.Key))
        : throw new FileFormatException("DescriptionField", "field 'settings' is missing or not an object");
}
