namespace NeuralPS.Engine.Threading;

/// <summary>How many threads are worth it. The result of the work does not depend on the choice.</summary>
internal static class ThreadChoice
{
    // Handing work over and waiting for it costs about as much as this many multiply-adds.
    private const long WorthwhileMultiplyAdds = 400_000;

    // Fewer rows take no less time: they wait for the weights.
    private const int RowsThatHideWeights = 3;

    /// <summary>The multiply-adds that some rows are worth in time, where each row reads every weight once.</summary>
    /// <param name="perRow">Multiplications with addition of one row.</param>
    /// <param name="rows">The rows.</param>
    public static long CostOf(long perRow, int rows) => Math.Max(rows, RowsThatHideWeights) * perRow;

    /// <summary>Chooses for steps of some rows.</summary>
    /// <param name="limit">What the user allows; 0 for as many as the process may use.</param>
    /// <param name="perRow">Multiplications with addition of one row.</param>
    /// <param name="rows">Rows of a step.</param>
    public static int Choose(int limit, long perRow, int rows)
    {
        int threads = limit > 0 ? limit : Environment.ProcessorCount;
        return CostOf(perRow, rows) < WorthwhileMultiplyAdds ? 1 : threads;
    }
}
