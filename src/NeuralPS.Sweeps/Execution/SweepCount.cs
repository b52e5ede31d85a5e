namespace NeuralPS.Sweeps.Execution;

/// <summary>How many trials of a sweep stand where.</summary>
/// <param name="Total">All that the journal knows.</param>
/// <param name="Complete">Finished with values.</param>
/// <param name="Pruned">Stopped early.</param>
/// <param name="Failed">Ended with an error.</param>
/// <param name="Running">At work, or left behind by a process that died.</param>
public sealed record SweepCount(int Total, int Complete, int Pruned, int Failed, int Running)
{
    /// <summary>Those that will not change any more.</summary>
    public int Finished => Complete + Pruned + Failed;
}
