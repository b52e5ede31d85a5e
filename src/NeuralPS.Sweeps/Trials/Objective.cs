namespace NeuralPS.Sweeps.Trials;

/// <summary>A metric that the sweep makes as low or as high as it can.</summary>
/// <param name="Name">The name of the metric, such as <c>ValidationAccuracy</c>.</param>
/// <param name="Direction">Which values are better.</param>
public sealed record Objective(string Name, Direction Direction)
{
    /// <summary>The value turned so that lower is better. What is not a number is worse than anything.</summary>
    public double ToLoss(double value) =>
        double.IsNaN(value) ? double.PositiveInfinity : Direction == Direction.Maximize ? -value : value;
}
