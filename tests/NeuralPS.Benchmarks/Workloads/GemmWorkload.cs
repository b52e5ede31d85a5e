using NeuralPS.Engine.Kernels;
using NeuralPS.Engine.Threading;

namespace NeuralPS.Benchmarks.Workloads;

/// <summary>
/// Multiplies an m x k matrix by a k x n one, both row-major: packing them is part of it, as it is for the peer.
/// </summary>
internal sealed unsafe class GemmWorkload(int m, int n, int k) : Workload($"gemm-{m}x{n}x{k}")
{
    private const double WarmUpSeconds = 0.2;

    /// <inheritdoc/>
    public override string Unit => "GFLOP/s";

    /// <inheritdoc/>
    public override double Flops => 1e9;

    /// <inheritdoc/>
    public override double Measure(Effort effort)
    {
        float[] a = RandomData.Create(m * k);
        float[] b = RandomData.Create(k * n);
        float[] c = new float[m * n];
        using var product = new MatrixProduct(m, n, k);
        using var pool = new WorkerPool(effort.Threads);
        Run(WarmUpSeconds);
        return Run(effort.Seconds);

        double Run(double duration)
        {
            Clock clock = effort.StartClock();
            double elapsed;
            long products = 0;
            fixed (float* pa = a, pb = b, pc = c)
            {
                do
                {
                    product.Run(pa, pb, pc, pool);
                    products++;
                    elapsed = clock.Seconds;
                }
                while (elapsed < duration);
            }

            return 2e-9 * m * n * k * products / elapsed;
        }
    }
}
