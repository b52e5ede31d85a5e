using NeuralPS.Sweeps.Journals;
using NeuralPS.Sweeps.Trials;

namespace NeuralPS.Sweeps.Tests.Journals;

public sealed class ProcessTests : IDisposable
{
    private readonly TemporaryJournal _temporary = new();

    public void Dispose() => _temporary.Dispose();

    [Fact]
    public async Task Eight_processes_lose_none_of_a_thousand_trials()
    {
        ChildProcess[] workers = [.. Enumerable.Range(0, 8).Select(_ => Start(125))];
        try
        {
            string[] outputs = await Task.WhenAll(workers.Select(worker => worker.Complete()));
            using Journal journal = Journal.OpenRead(_temporary.Path);
            Study study = Assert.Single(journal.Studies);
            Assert.Equal(Enumerable.Range(0, 1000), study.Trials.Select(trial => trial.Number));
            Assert.Equal(Enumerable.Range(0, 1000), outputs.SelectMany(Numbers).Order());
            Assert.All(study.Trials, trial => Assert.Equal((TrialState.Complete, trial.Id), (trial.State, trial.Values[0])));
            Assert.Equal(125 * 124 / 2 * 8, study.Trials.Sum(trial => trial.IntermediateValues[1]));
            Assert.Equal([_temporary.Path], Directory.GetFileSystemEntries(_temporary.Folder));
        }
        finally
        {
            Array.ForEach(workers, worker => worker.Dispose());
        }
    }

    [Fact]
    public async Task Threads_share_a_journal()
    {
        using Journal journal = _temporary.Open();
        Study study = JournalWorker.OpenStudy(journal);
        await Parallel.ForAsync(0, 200, (i, _) =>
        {
            Trial trial = journal.Transact(t => t.CreateTrial(study), flush: false);
            journal.Synchronize();
            journal.Transact(t => Complete(t, trial), flush: false);
            return ValueTask.CompletedTask;
        });
        Assert.Equal(Enumerable.Range(0, 200), study.Trials.Select(trial => trial.Number));
        Assert.All(study.Trials, trial => Assert.Equal(trial.Id, trial.Values[0]));

        static bool Complete(JournalTransaction transaction, Trial trial)
        {
            transaction.SetState(trial, TrialState.Complete, [trial.Id]);
            return true;
        }
    }

    [Fact]
    public async Task Whoever_is_killed_the_journal_opens_and_keeps_what_was_finished()
    {
        Random random = new(1);
        HashSet<int> finished = [];
        for (int round = 0; round < 8; round++)
        {
            long enough = (File.Exists(_temporary.Path) ? new FileInfo(_temporary.Path).Length : 0) + random.Next(2000, 10000);
            ChildProcess[] workers = [Start(1_000_000), Start(1_000_000)];
            try
            {
                while (!File.Exists(_temporary.Path) || new FileInfo(_temporary.Path).Length < enough)
                {
                    Assert.All(workers, worker => Assert.False(worker.HasExited));
                    await Task.Delay(random.Next(1, 5));
                }

                Array.ForEach(workers, worker => worker.Kill());
                string[] outputs = await Task.WhenAll(workers.Select(worker => worker.Output));
                finished.UnionWith(outputs.SelectMany(Numbers));
            }
            finally
            {
                Array.ForEach(workers, worker => worker.Dispose());
            }

            using Journal journal = _temporary.Open();
            Study study = JournalWorker.OpenStudy(journal);
            Assert.All(finished, id => Assert.Equal((TrialState.Complete, id), (study.Trials[id].State, study.Trials[id].Values[0])));
        }

        Assert.NotEmpty(finished);
        Assert.Empty(Directory.GetFileSystemEntries(_temporary.Folder, "*.rename"));
    }

    private ChildProcess Start(int count) => ChildProcess.StartHost("journal-worker", _temporary.Path, $"{count}");

    private static IEnumerable<int> Numbers(string output) => output.Split('\n').SkipLast(1).Select(int.Parse);
}
