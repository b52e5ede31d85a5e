using NeuralPS.Engine.Inspection.Charts;
using static System.FormattableString;
using Eng = NeuralPS.Engine;

namespace NeuralPS;

/// <summary>What Find-LearningRate found.</summary>
public sealed class LearningRateSearch
{
    private const int ChartWidth = 78;

    internal LearningRateSearch(Eng.Training.LearningRateResult result, string network, string optimizer, bool isAscii)
    {
        Network = network;
        Optimizer = optimizer;
        Suggestion = result.Suggestion;
        Minimum = result.Minimum;
        HasDiverged = result.End is Eng.Training.LearningRateEnd.Diverged or Eng.Training.LearningRateEnd.NotFinite;
        Records = [.. result.Records.Select(record => new LearningRateStep(record.LearningRate, record.Loss, record.SmoothedLoss))];
        Chart = string.Join(Environment.NewLine, Draw(isAscii));
    }

    /// <summary>The network's name.</summary>
    public string Network { get; }

    /// <summary>The name of the update rule.</summary>
    public string Optimizer { get; }

    /// <summary>The rate at which the smoothed loss falls most steeply; null where it never falls.</summary>
    public double? Suggestion { get; }

    /// <summary>The rate at which the smoothed loss is lowest; learning is about to fail there.</summary>
    public double? Minimum { get; }

    /// <summary>A tenth of <see cref="Minimum"/>: another rule of thumb for the rate to take.</summary>
    public double? MinimumTenth => Minimum / 10;

    /// <summary>True when the loss grew too large, so that higher rates were not tried.</summary>
    public bool HasDiverged { get; }

    /// <summary>The updates, rates rising.</summary>
    public LearningRateStep[] Records { get; }

    /// <summary>The smoothed loss over the rate as a picture in text.</summary>
    public string Chart { get; }

    /// <inheritdoc/>
    public override string ToString() => Suggestion is { } rate
        ? Invariant($"learning rate {Format(rate)} ({Optimizer})")
        : $"no learning rate ({Optimizer}: the loss never falls)";

    private IReadOnlyList<string> Draw(bool isAscii)
    {
        double[] rates = [.. Records.Select(record => record.LearningRate)];
        double[] losses = [.. Records.Select(record => record.SmoothedLoss)];

        // The wall at the end would flatten everything that matters: half the height above what came before it is enough.
        int lowest = Array.FindIndex(rates, rate => rate == Minimum);
        double? limit = null;
        if (lowest >= 0)
        {
            double top = losses.Take(lowest + 1).Max();
            double span = top - losses[lowest];
            limit = top + (0.25 * (span > 0 ? span : Math.Abs(top)));
        }

        var marks = new List<ChartMark>();
        if (Suggestion is { } suggestion)
        {
            marks.Add(new ChartMark(suggestion, $"suggestion {Format(suggestion)}"));
        }

        if (Minimum is { } minimum)
        {
            marks.Add(new ChartMark(minimum, $"minimum {Format(minimum)}"));
        }

        return new LineChart
        {
            Series = [new ChartSeries("smoothed loss", rates, losses)],
            Title = $"Learning rates for {Network} with {Optimizer}",
            YLabel = "smoothed loss",
            XLabel = HasDiverged ? "learning rate (it ends where the loss diverged)" : "learning rate",
            IsLogX = true,
            Width = ChartWidth,
            MaximumY = limit,
            Marks = marks,
            IsAscii = isAscii,
        }.Draw();
    }

    private static string Format(double rate) => Invariant($"{rate:G3}");
}
