namespace NeuralPS;

/// <summary>Why a training ended.</summary>
public enum StopReason
{
    /// <summary>All epochs are done.</summary>
    Completed,

    /// <summary>The perceptron rule had nothing to correct any more.</summary>
    Converged,

    /// <summary>All epochs are done, and the perceptron rule still made corrections.</summary>
    NotConverged,

    /// <summary>Ctrl+C, a later cmdlet that had seen enough, or an error in the script block of -OnEpoch.</summary>
    Interrupted,

    /// <summary>The loss stopped being finite.</summary>
    LossNotFinite,

    /// <summary>Nothing improved for as long as -Patience says.</summary>
    StoppedEarly,

    /// <summary>The time that -MaxDuration gives was up.</summary>
    TimeUp,

    /// <summary>The script block of -OnEpoch said break.</summary>
    OnEpoch,
}

/// <summary>Translates the engine's names.</summary>
internal static class StopReasons
{
    /// <summary>The reason that the engine calls so.</summary>
    public static StopReason Of(string end) => end switch
    {
        "Cancelled" => StopReason.Interrupted,
        "Diverged" => StopReason.LossNotFinite,
        "Stopped" => StopReason.OnEpoch,
        _ => Enum.Parse<StopReason>(end),
    };
}
