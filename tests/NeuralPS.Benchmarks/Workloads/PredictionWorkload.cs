using System.Diagnostics;
using NeuralPS.Engine.Networks;

namespace NeuralPS.Benchmarks.Workloads;

/// <summary>Predicts one batch after another with a network that is compiled once.</summary>
internal sealed class PredictionWorkload(string name, Network network, int batch) : Workload(name)
{
    private const double WarmUpSeconds = 0.2;

    /// <inheritdoc/>
    public override double Flops => 2.0 * network.MultiplyAdds;

    /// <inheritdoc/>
    public override double Measure(double seconds, int threads)
    {
        float[] inputs = RandomData.Create(batch * network.InputShape.Length);
        float[] outputs = new float[batch * network.OutputShape.Length];
        using var predictor = new Predictor(network.Initialize(1), batch, threads);
        Run(WarmUpSeconds);
        return Run(seconds);

        double Run(double duration)
        {
            long start = Stopwatch.GetTimestamp();
            double elapsed;
            long batches = 0;
            do
            {
                predictor.Predict(inputs, outputs);
                batches++;
                elapsed = Stopwatch.GetElapsedTime(start).TotalSeconds;
            }
            while (elapsed < duration);

            return batches * batch / elapsed;
        }
    }
}
