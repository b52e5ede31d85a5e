using System.Management.Automation;

namespace NeuralPS.Commands.Training;

/// <summary>Keeps what a training has learned when it ends before its time and nothing can go down the pipeline any more.</summary>
internal static class InterruptedNetwork
{
    /// <summary>The variable that holds the network.</summary>
    public const string VariableName = "InterruptedNetwork";

    /// <summary>Puts the network into the session's variable.</summary>
    public static void Keep(SessionState session, Network network) => session.PSVariable.Set("global:" + VariableName, network);
}
