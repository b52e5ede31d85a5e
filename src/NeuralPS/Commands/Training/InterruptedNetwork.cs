using System.Management.Automation;
using Eng = NeuralPS.Engine;

namespace NeuralPS.Commands.Training;

/// <summary>Keeps what a training has learned when it ends before its time and nothing can go down the pipeline any more.</summary>
internal static class InterruptedNetwork
{
    /// <summary>The variable that holds the network.</summary>
    public const string VariableName = "InterruptedNetwork";

    /// <summary>What somebody who has pressed Ctrl+C wants to know.</summary>
    public static string Describe(Eng.Training.TrainingOutcome outcome) =>
        $"Interrupted in epoch {outcome.Epoch}. ${VariableName} has what was learned; Invoke-Training goes on with it.";

    /// <summary>Puts the network into the session's variable.</summary>
    public static void Keep(SessionState session, Network network) => session.PSVariable.Set("global:" + VariableName, network);
}
