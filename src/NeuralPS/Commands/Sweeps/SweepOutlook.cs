using System.Globalization;
using System.Text;
using Swp = NeuralPS.Sweeps;

namespace NeuralPS.Commands.Sweeps;

/// <summary>Says what a run of a sweep would do, and what happened to a trial.</summary>
internal static class SweepOutlook
{
    /// <summary>How many trials are left, and what they will take in time and memory, as far as earlier ones tell.</summary>
    public static string Describe(Sweep sweep, Swp.Execution.SweepLimits limits)
    {
        IReadOnlyList<Swp.Trials.Trial> trials = sweep.ReadTrials();
        Swp.Trials.Trial[] finished = [.. trials.Where(trial => trial.IsFinished)];
        long limit = Math.Min(limits.MaxTrial ?? long.MaxValue, sweep.GetTrialLimit() ?? long.MaxValue);
        StringBuilder text = new();
        text.Append(CultureInfo.InvariantCulture, $"Sweep '{sweep.Name}': {finished.Length} trials are finished, ");
        text.Append(limit == long.MaxValue ? "any number is to come" : string.Create(CultureInfo.InvariantCulture, $"{Math.Max(0, limit - finished.Length)} are to come"));
        text.Append(CultureInfo.InvariantCulture, $", {limits.Workers} at a time");
        if (limits.Until is { } until)
        {
            text.Append(CultureInfo.InvariantCulture, $", until {until:yyyy-MM-dd HH:mm}");
        }

        double[] seconds = [.. finished.Where(trial => trial is { Started: not null, Finished: not null })
            .Select(trial => (trial.Finished!.Value - trial.Started!.Value).TotalSeconds)];
        if (seconds.Length == 0)
        {
            text.Append("; how long one takes, and how much memory, is not known before the first");
        }
        else if (limit < long.MaxValue)
        {
            TimeSpan left = TimeSpan.FromSeconds(Math.Min(1e9, Math.Max(0, limit - finished.Length) * seconds.Average() / limits.Workers));
            text.Append(CultureInfo.InvariantCulture, $"; at {seconds.Average():0.##} s each they take about {Format(left)}");
        }

        double[] memory = [.. finished.Select(GetMemory).Where(bytes => bytes > 0)];
        if (memory.Length > 0)
        {
            text.Append(CultureInfo.InvariantCulture, $"; about {memory.Max() * limits.Workers / (1 << 20):0.#} MB of memory beside the data");
        }

        return text.Append('.').ToString();
    }

    /// <summary>What happened to a trial.</summary>
    public static string Describe(Swp.Execution.SweepEvent happening)
    {
        Swp.Execution.ActiveTrial trial = happening.Trial!;
        string parameters = string.Join(", ", trial.Parameters.Select(pair => string.Create(CultureInfo.InvariantCulture, $"{pair.Key} = {pair.Value.External}")));
        return happening.Kind switch
        {
            Swp.Execution.SweepEventKind.Started => $"Trial {trial.Number} begins: {parameters}",
            Swp.Execution.SweepEventKind.Continued => $"Trial {trial.Number} goes on, attempt {trial.Attempt}: {parameters}",
            Swp.Execution.SweepEventKind.Completed =>
                $"Trial {trial.Number} is complete: {string.Join(", ", trial.Record.Values.Select(value => value.ToString("0.######", CultureInfo.InvariantCulture)))}",
            Swp.Execution.SweepEventKind.Pruned => $"Trial {trial.Number} is pruned: {trial.PruneReason}",
            _ => $"Trial {trial.Number} is given back, and goes on with the next run",
        };
    }

    private static double GetMemory(Swp.Trials.Trial trial) =>
        trial.UserAttributes.TryGetValue(TrialScope.MemoryMetric, out System.Text.Json.Nodes.JsonNode? node) && node?.GetValueKind() == System.Text.Json.JsonValueKind.Number
            ? node.GetValue<double>()
            : 0;

    private static string Format(TimeSpan time) =>
        time.TotalHours >= 48 ? string.Create(CultureInfo.InvariantCulture, $"{time.TotalDays:0.#} days")
        : time.TotalMinutes >= 100 ? string.Create(CultureInfo.InvariantCulture, $"{time.TotalHours:0.#} hours")
        : time.TotalSeconds >= 100 ? string.Create(CultureInfo.InvariantCulture, $"{time.TotalMinutes:0} minutes")
        : string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0} seconds");
}
