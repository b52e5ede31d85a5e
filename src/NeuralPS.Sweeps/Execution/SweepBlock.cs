using NeuralPS.Sweeps.Processes;

namespace NeuralPS.Sweeps.Execution;

/// <summary>The trial that the next one waits for.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Process">The process that has it.</param>
/// <param name="IsOwn">True when whoever asks has it.</param>
public sealed record SweepBlock(int Number, ProcessIdentity Process, bool IsOwn)
{
    /// <summary>True when another session of this process has it, or whoever asks.</summary>
    public bool IsThisProcess => Process == ProcessIdentity.Current;

    /// <summary>Who has the trial, and what to do about it.</summary>
    public override string ToString() =>
        FormattableString.Invariant($"The sweep waits for trial {Number}, which {(IsThisProcess ? "another session of this" : "another")} process has: ")
        + FormattableString.Invariant($"process {Process.ProcessId} on {Process.Machine}. It goes on as soon as the trial or that process ends. ")
        + "If nobody works on the trial there, end it there with Complete-Trial -Failure, or end that process: the trial is then tried again.";
}
