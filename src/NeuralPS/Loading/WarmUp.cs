using System.Management.Automation;
using NeuralPS.Commands.Training;
using Eng = NeuralPS.Engine;

namespace NeuralPS.Loading;

/// <summary>
/// Compiles what a first training needs on a thread of its own, while the script still reads its data and describes its network: on the
/// first call of a cmdlet that such scripts begin with.
/// </summary>
internal static class WarmUp
{
    private static int _hasBegun;

    /// <summary>Begins, unless it has; does nothing where it would only take the processor from the script.</summary>
    public static void Begin()
    {
        if (Environment.ProcessorCount > 1 && Interlocked.Exchange(ref _hasBegun, 1) == 0)
        {
            new Thread(Run) { Name = "NeuralPS warm-up", IsBackground = true, Priority = ThreadPriority.BelowNormal }.Start();
        }
    }

    private static void Run()
    {
        try
        {
            Eng.WarmUp.Run();

            // PowerShell looks at a cmdlet's parameters when it is first called, which takes hundreds of methods.
            _ = new CommandMetadata(typeof(InvokeTrainingCommand));
        }
        catch (Exception)
        {
            // Nothing depends on it: where no training can run, the user's own says why.
        }
    }
}
