namespace NeuralPS;

/// <summary>Ends the script block of a trial that the pruner stopped. It is no error: the trial counts as pruned.</summary>
public sealed class TrialPrunedException : Exception
{
    internal TrialPrunedException(string message)
        : base(message)
    {
    }
}
