using NeuralPS.Engine.Networks;

namespace NeuralPS.Benchmarks.Workloads;

/// <summary>Predicts one batch after another with a network that is compiled once.</summary>
internal sealed class PredictionWorkload(string name, Network network, int batch) : Workload(name)
{
    private const double WarmUpSeconds = 0.2;

    /// <inheritdoc/>
    public override double Flops => 2.0 * network.MultiplyAdds;

    /// <inheritdoc/>
    public override double Measure(Effort effort)
    {
        float[] inputs = RandomData.Create(batch * network.InputShape.Length);
        float[] outputs = new float[batch * network.OutputShape.Length];
        using var predictor = new Predictor(network.Initialize(1), batch, effort.Threads);
        Run(WarmUpSeconds);
        return Run(effort.Seconds);

        double Run(double duration)
        {
            Clock clock = effort.StartClock();
            double elapsed;
            long batches = 0;
            do
            {
                predictor.Predict(inputs, outputs);
                batches++;
                elapsed = clock.Seconds;
            }
            while (elapsed < duration);

            return batches * batch / elapsed;
        }
    }
}
