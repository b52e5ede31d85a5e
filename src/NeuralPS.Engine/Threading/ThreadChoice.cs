namespace NeuralPS.Engine.Threading;

/// <summary>How many threads are worth it. The result of the work does not depend on the choice.</summary>
internal static class ThreadChoice
{
    // Handing work over and waiting for it costs about as much as this many multiply-adds.
    private const long WorthwhileMultiplyAdds = 400_000;

    /// <summary>Chooses for steps of <paramref name="multiplyAdds"/>.</summary>
    /// <param name="limit">What the user allows; 0 for as many as the process may use.</param>
    /// <param name="multiplyAdds">Multiplications with addition of one step.</param>
    public static int Choose(int limit, long multiplyAdds)
    {
        int threads = limit > 0 ? limit : Environment.ProcessorCount;
        return multiplyAdds < WorthwhileMultiplyAdds ? 1 : threads;
    }
}
