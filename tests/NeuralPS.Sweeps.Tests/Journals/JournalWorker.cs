using NeuralPS.Sweeps.Journals;
using NeuralPS.Sweeps.Space;
using NeuralPS.Sweeps.Trials;

namespace NeuralPS.Sweeps.Tests.Journals;

/// <summary>A process that adds trials of no work to a journal. It prints the number of each trial once the journal has its end.</summary>
internal static class JournalWorker
{
    private static readonly FloatDomain _domain = new(0, 1e6);

    public static int Run(string path, int count)
    {
        using Journal journal = Journal.Open(path);
        Study study = OpenStudy(journal);
        for (int i = 0; i < count; i++)
        {
            Dictionary<string, TrialParameter> parameters = new() { ["x"] = new(i, _domain) };
            Trial trial = journal.Transact(t => t.CreateTrial(study, parameters: parameters));
            journal.Transact(
                t =>
                {
                    t.Report(trial, 1, i);
                    t.SetState(trial, TrialState.Complete, [trial.Id]);
                    return 0;
                },
                flush: i % 20 == 0);
            Console.Out.WriteLine(trial.Id);
            Console.Out.Flush();
        }

        return 0;
    }

    public static Study OpenStudy(Journal journal) =>
        journal.Transact(t => journal.FindStudy("work") ?? t.CreateStudy("work", Direction.Minimize));
}
