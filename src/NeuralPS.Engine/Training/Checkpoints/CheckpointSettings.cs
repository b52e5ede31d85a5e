using System.Collections;
using System.Collections.Immutable;
using System.Globalization;
using System.Reflection;
using NeuralPS.Engine.Data;
using NeuralPS.Engine.Formats;
using NeuralPS.Engine.Layers;
using NeuralPS.Engine.Losses;
using NeuralPS.Engine.Metrics;
using NeuralPS.Engine.Networks;
using NeuralPS.Engine.Optimizers;
using NeuralPS.Engine.Schedules;

namespace NeuralPS.Engine.Training.Checkpoints;

/// <summary>
/// What the result of a training depends on, as text by name: a checkpoint of other settings does not lead to the bits of a training
/// that was never interrupted.
/// </summary>
internal static class CheckpointSettings
{
    // The bits do not depend on these, or they say how far the training goes.
    private static readonly string[] _free =
    [
        nameof(TrainingOptions.Epochs), nameof(TrainingOptions.Threads), nameof(TrainingOptions.MaxDuration), nameof(TrainingOptions.Checkpoints),
        nameof(TrainingOptions.RestartsSchedule),
    ];

    private static readonly string[] _contents = [nameof(Dataset), nameof(TrainingOptions.ValidationDataset), nameof(Network.Weights)];

    /// <summary>Describes a training.</summary>
    /// <param name="start">The network as it was given.</param>
    /// <param name="dataset">The data as they were given.</param>
    /// <param name="options">How to train. Every option takes part, unless it is named above.</param>
    /// <param name="losses">The losses.</param>
    /// <param name="withContents">False to leave out the values of data and weights, which take time to read.</param>
    public static ImmutableSortedDictionary<string, string> Describe(
        Network start, Dataset dataset, TrainingOptions options, LossSet losses, bool withContents)
    {
        TrainingOptions resolved = options with
        {
            Optimizer = Trainer.ChooseOptimizer(start, options),
            Schedule = options.Schedule ?? start.State?.Schedule ?? new ConstantSchedule(),
            Seed = options.Seed ?? start.State?.Seed ?? 0,
            Loss = losses,
        };
        var settings = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (PropertyInfo property in typeof(TrainingOptions).GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            switch (property.GetValue(resolved))
            {
                case Penalty penalty:
                    settings["L1"] = Format(penalty.L1);
                    settings["L2"] = Format(penalty.L2);
                    break;
                case var value when !_free.Contains(property.Name) && !_contents.Contains(property.Name):
                    settings[property.Name] = Format(value);
                    break;
            }
        }

        settings["NetworkName"] = start.Name;
        if (withContents)
        {
            settings[nameof(Dataset)] = dataset.Content.Value;
            settings[nameof(TrainingOptions.ValidationDataset)] =
                options.ValidationDataset is { } validation ? validation.Content.Value : "none";
            settings[nameof(Network.Weights)] = ContentHash.Describe(start);
        }

        return settings.ToImmutableSortedDictionary(StringComparer.Ordinal);
    }

    /// <summary>Throws unless a checkpoint is one of this training.</summary>
    /// <param name="path">The checkpoint.</param>
    /// <param name="before">What it was made with.</param>
    /// <param name="trained">Its network; null where that was not read.</param>
    /// <param name="now">The settings now; those that are not there are not compared.</param>
    /// <param name="start">The network now.</param>
    /// <exception cref="EngineException"><c>CheckpointDiffers</c>; the message names all that differs, with both values.</exception>
    public static void RequireSame(
        string path, CheckpointInfo before, Network? trained, ImmutableSortedDictionary<string, string> now, Network start)
    {
        var differences = new List<string>();
        if (trained is not null && FindOtherLayer(trained, start) is { } layer)
        {
            differences.Add(layer);
        }

        int epochs = start.CompletedEpochs;
        if (before.StartEpochs != epochs)
        {
            differences.Add(FormattableString.Invariant($"the network had {before.StartEpochs} epochs and has {epochs}"));
        }

        foreach ((string name, string value) in now)
        {
            // An option that a newer version has is there as it is without it.
            if (before.Settings.TryGetValue(name, out string? old) && old != value)
            {
                differences.Add($"{name} was {old} and is {value}");
            }
        }

        if (differences.Count > 0)
        {
            throw new EngineException(
                "CheckpointDiffers",
                $"The checkpoint '{path}' is of a training with other settings: {string.Join("; ", differences)}. Give the same network, data and "
                + "settings to continue it; only the number of epochs may grow, and the time limit and the number of threads may differ. To begin "
                + "another training, name another folder for its checkpoints.");
        }
    }

    private static string Format(object? value) => value switch
    {
        null => "none",
        LossSet { Weights.Count: > 0 } losses => $"{losses} weighed {Format(losses.Weights)}",
        Metric metric => metric.Name,
        Optimizer optimizer => $"{optimizer.Name}{FormatSettings(optimizer.Describe())}",
        LearningRateSchedule schedule => $"{schedule.Name}{FormatSettings(schedule.Describe())}",
        string text => text,
        IEnumerable list => string.Join(", ", list.Cast<object?>().Select(Format)),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => FormatRecord(value),
    };

    // Records write their numbers in the culture of the day.
    private static string FormatRecord(object value)
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
            return value.ToString() ?? "";
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    private static string FormatSettings(IReadOnlyDictionary<string, double> settings) =>
        $" ({string.Join(", ", settings.Select(setting => FormattableString.Invariant($"{setting.Key} {setting.Value}")))})";

    private static string? FindOtherLayer(Network before, Network now)
    {
        string old = NetworkCodec.WriteDescription(before).ToJsonString();
        if (old == NetworkCodec.WriteDescription(now).ToJsonString())
        {
            return null;
        }

        for (int i = 0; i < Math.Max(before.Layers.Length, now.Layers.Length); i++)
        {
            string? one = i < before.Layers.Length ? LayerCodec.Write(before.Layers[i].Layer).ToJsonString() : null;
            string? other = i < now.Layers.Length ? LayerCodec.Write(now.Layers[i].Layer).ToJsonString() : null;
            if (one != other)
            {
                return $"layer {i + 1} was {one ?? "not there"} and is {other ?? "not there"}";
            }
        }

        return $"the network was {before.InputShape} -> {before.OutputShape} and is {now.InputShape} -> {now.OutputShape}, or its layers are "
            + "joined otherwise";
    }
}
