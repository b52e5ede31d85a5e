namespace NeuralPS.Sweeps.Execution;

/// <summary>The wish of a worker for another trial when it ends one.</summary>
/// <param name="limits">How many trials there are.</param>
/// <param name="owner">Who has the trial then: a run.</param>
internal sealed class NextTrial(SweepLimits limits, object owner)
{
    /// <summary>How many trials there are.</summary>
    public SweepLimits Limits => limits;

    /// <summary>Who has the trial then.</summary>
    public object Owner => owner;

    /// <summary>The trial, if there was one at once; null when it has to be asked for.</summary>
    public ActiveTrial? Trial { get; set; }
}
