using System.Diagnostics;
using NeuralPS.Sweeps.Journals;
using NeuralPS.Sweeps.Trials;

namespace NeuralPS.Sweeps.Tests.Journals;

public sealed class FullDiskTests : IDisposable
{
    private readonly TemporaryJournal _temporary = new();

    public void Dispose() => _temporary.Dispose();

    [Fact]
    public async Task A_disk_that_is_full_leaves_the_journal_whole()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        // The shell limits files to 8 KiB, which stops a write in its middle; .NET itself must not make larger ones.
        string host = "trap '' XFSZ; export DOTNET_EnableWriteXorExecute=0 DOTNET_EnableDiagnostics=0; ulimit -f 8; "
            + $"exec dotnet exec '{typeof(TestHost).Assembly.Location}' journal-worker '{_temporary.Path}' 1000";
        ProcessStartInfo start = new("bash", ["-c", host]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using Process process = Process.Start(start)!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.Contains("JournalWriteFailed", await error);
        using Journal journal = _temporary.Open();
        Assert.Null(journal.Repair);
        Assert.NotEmpty(output);
        Assert.Equal(output.Split('\n').Length - 1, journal.Studies[0].Trials.Count(trial => trial.State == TrialState.Complete));
        journal.Transact(t => t.CreateTrial(journal.Studies[0]));
        Assert.Equal("work", Assert.Single(journal.Studies).Name);
        Assert.Equal([_temporary.Path], Directory.GetFileSystemEntries(_temporary.Folder));
    }
}
