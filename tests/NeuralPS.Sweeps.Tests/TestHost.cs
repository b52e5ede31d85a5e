using NeuralPS.Sweeps.Tests.Execution;
using NeuralPS.Sweeps.Tests.Journals;

namespace NeuralPS.Sweeps.Tests;

/// <summary>
/// The tests as a program of their own: <c>dotnet exec NeuralPS.Sweeps.Tests.dll name arguments</c> is one of several processes.
/// </summary>
public static class TestHost
{
    public static int Main(string[] args)
    {
        try
        {
            return args switch
            {
                ["journal-worker", string path, string count] => JournalWorker.Run(path, int.Parse(count)),
                ["sweep-worker", string path, string total, string pause] => SweepBench.RunHere(path, int.Parse(total), int.Parse(pause)),
        _ => 2,
            };
        }
        catch (SweepException e)
        {
            Console.Error.WriteLine($"{e.ErrorId}: {e.Message}");
            return 1;
        }
    }
}
