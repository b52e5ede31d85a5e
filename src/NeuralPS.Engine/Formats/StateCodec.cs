using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using NeuralPS.Engine.Networks;
using NeuralPS.Engine.Optimizers;
using NeuralPS.Engine.Schedules;
using NeuralPS.Engine.Tensors;
using NeuralPS.Engine.Training;

namespace NeuralPS.Engine.Formats;

/// <summary>Where training continues, as JSON, without tensors. Schedule, plateau, averaging and early stopping are there where there are any.</summary>
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

        if (state.Sums is { } sums)
        {
            json["sums"] = WriteSums(sums);
        }

        if (state.End is { } end)
        {
            json["end"] = end.ToString();
        }

        if (state.Averaging is { } averaging)
        {
            json["averaging"] = new JsonObject
            {
                ["method"] = averaging.Settings.Method.ToString(),
                ["decay"] = averaging.Settings.Decay,
                ["start"] = averaging.Settings.Start,
                ["count"] = averaging.Count,
            };
        }

        return json;
    }

    /// <summary>Reads a state.</summary>
    /// <param name="json">The description.</param>
    /// <param name="slots">The optimizer's state by name.</param>
    /// <param name="best">The weights that early stopping keeps, by name.</param>
    /// <param name="raw">The weights behind averages, by name.</param>
    /// <exception cref="EngineException">A field is missing or wrong; names it.</exception>
    public static TrainingState Read(
        JsonObject json,
        ImmutableDictionary<string, Tensor> slots,
        IReadOnlyList<KeyValuePair<string, Tensor>> best,
        IReadOnlyList<KeyValuePair<string, Tensor>> raw)
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
            Sums = json["sums"] is JsonObject sums ? ReadSums(sums) : null,
            End = json.ContainsKey("end") ? ReadEnd(json.Get<string>("end")) : null,
            Schedule = schedule is null
                ? new ConstantSchedule()
                : ScheduleCatalog.FromDescription(schedule.Get<string>("name"), ReadSettings(schedule)),
            ScheduleStart = schedule?.Get<int>("start") ?? 0,
            Monitor = json.ContainsKey("monitor") ? json.Get<string>("monitor") : null,
            Plateau = json["plateau"] is JsonObject plateau
                ? new PlateauState(plateau.GetDouble("best"), plateau.Get<int>("waited"), plateau.Get<int>("reductions"))
                : null,
            Averaging = json["averaging"] is JsonObject averaging ? ReadAveraging(averaging, raw) : null,
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

    private static JsonObject WriteSums(EpochSums sums) => new()
    {
        ["lossName"] = sums.LossName,
        ["loss"] = JsonFields.FromDouble(sums.Loss),
        ["sparsity"] = JsonFields.FromDouble(sums.Sparsity),
        ["samples"] = sums.Samples,
        ["ticks"] = sums.Duration.Ticks,
        ["isCorrected"] = sums.IsCorrected,
        // Some metrics count every sample: as bytes they take a third of the room, and come back to the bit.
        ["metrics"] = new JsonObject(sums.Metrics.Select(metric => KeyValuePair.Create<string, JsonNode?>(
            metric.Key, Convert.ToBase64String(MemoryMarshal.AsBytes(metric.Value.AsSpan()))))),
    };

    private static EpochSums ReadSums(JsonObject json) => new()
    {
        LossName = json.Get<string>("lossName"),
        Loss = json.GetDouble("loss"),
        Sparsity = json.GetDouble("sparsity"),
        Samples = json.Get<int>("samples"),
        Duration = TimeSpan.FromTicks(json.Get<long>("ticks")),
        IsCorrected = json.Get<bool>("isCorrected"),
        Metrics = json["metrics"] is JsonObject metrics
            ? [.. metrics.Select(metric => KeyValuePair.Create(metric.Key, ReadNumbers(metrics.Get<string>(metric.Key))))]
            : throw new FileFormatException("DescriptionField", "field 'metrics' is missing or not an object"),
    };

    private static ImmutableArray<double> ReadNumbers(string text)
    {
        try
        {
            byte[] bytes = Convert.FromBase64String(text);
            if (bytes.Length % sizeof(double) == 0)
            {
                return [.. MemoryMarshal.Cast<byte, double>(bytes)];
            }
        }
        catch (FormatException)
        {
            // The same as too few bytes.
        }

        throw new FileFormatException("DescriptionField", "the sums of a metric are not numbers in base 64");
    }

    private static TrainingEnd ReadEnd(string name) => Enum.TryParse(name, out TrainingEnd end) && Enum.IsDefined(end)
        ? end
        : throw new FileFormatException(
            "DescriptionField", $"field 'end' is '{name}'; expected one of {string.Join(", ", Enum.GetNames<TrainingEnd>())}");

    private static AveragingState ReadAveraging(JsonObject json, IReadOnlyList<KeyValuePair<string, Tensor>> raw)
    {
        if (!Enum.TryParse(json.Get<string>("method"), out AveragingMethod method) || !Enum.IsDefined(method))
        {
            throw new FileFormatException("DescriptionField", $"the method of averaging is '{json.Get<string>("method")}', which is not known");
        }

        var settings = new WeightAveraging(method) { Decay = json.GetDouble("decay"), Start = json.Get<int>("start") };
        settings.Validate();
        long count = json.Get<long>("count");
        if (count < 0 || (count > 0) != (raw.Count > 0))
        {
            throw new FileFormatException("TensorMissing", $"averages of {count} weights need the weights behind them, and only they do");
        }

        return new AveragingState(settings, count, count > 0 ? NetworkWeights.Empty.With(raw) : null);
    }

    private static JsonObject WriteSettings(IReadOnlyDictionary<string, double> settings) =>
        new(settings.Select(setting => KeyValuePair.Create<string, JsonNode?>(setting.Key, JsonValue.Create(setting.Value))));

    private static Dictionary<string, double> ReadSettings(JsonObject json) => json["settings"] is JsonObject settings
        ? settings.ToDictionary(setting => setting.Key, setting => settings.GetDouble(setting.Key))
        : throw new FileFormatException("DescriptionField", "field 'settings' is missing or not an object");
}
