using System.Text.Json.Nodes;
using NeuralPS.Sweeps.Journals;
using NeuralPS.Sweeps.Space;
using NeuralPS.Sweeps.Trials;

namespace NeuralPS.Sweeps.Tests.Journals;

public sealed class JournalTests : IDisposable
{
    private static readonly FloatDomain _rate = new(1e-4, 1e-1, isLog: true);
    private readonly TemporaryJournal _temporary = new();

    public void Dispose() => _temporary.Dispose();

    [Fact]
    public void What_one_journal_writes_another_reads()
    {
        using Journal one = _temporary.Open();
        using Journal other = _temporary.Open();
        Study study = one.Transact(t => t.CreateStudy("digits", Direction.Maximize));
        Trial trial = one.Transact(t =>
        {
            Trial created = t.CreateTrial(study);
            t.SetParameter(created, "Rate", new TrialParameter(0.01, _rate));
            t.SetParameter(created, "Activation", new TrialParameter(1, new CategoricalDomain(["ReLU", "Tanh", null, true, 3L, 0.5])));
            t.SetParameter(created, "Depth", new TrialParameter(3, new IntegerDomain(1, 4)));
            t.Report(created, 1, 0.5);
            t.Report(created, 2, double.NaN);
            t.SetUserAttribute(created, "Grüße", new JsonArray(1, 2.5, "a\"b\\c\n", null, new JsonObject { ["x"] = true }));
            t.SetSystemAttribute(created, "constraints", new JsonArray(-1.0, 0.5));
            return created;
        });
        one.Transact(t =>
        {
            t.SetState(trial, TrialState.Complete, [0.75]);
            return 0;
        });

        other.Synchronize();
        Trial read = Assert.Single(Assert.Single(other.Studies).Trials);
        Assert.Equal(TrialState.Complete, read.State);
        Assert.Equal([0.75], read.Values.ToArray());
        Assert.Equal(new TrialParameter(0.01, _rate), read.Parameters["Rate"]);
        Assert.Equal("Tanh", read.Parameters["Activation"].External);
        Assert.Equal(3L, read.Parameters["Depth"].External);
        Assert.Equal(0.5, read.IntermediateValues[1]);
        Assert.True(double.IsNaN(read.IntermediateValues[2]));
        Assert.Equal("""[1,2.5,"a\u0022b\\c\n",null,{"x":true}]""", read.UserAttributes["Grüße"]!.ToJsonString());
        Assert.Equal([-1.0, 0.5], read.Constraints.ToArray());
        Assert.False(read.IsFeasible);
        Assert.InRange(DateTime.Now - read.Finished!.Value, TimeSpan.Zero, TimeSpan.FromMinutes(1));
        Assert.True(read.Started <= read.Finished);
        Assert.Same(trial, one.FindStudy("digits")!.Trials[0]);
        Assert.Equal(0.75, Assert.Single(trial.Values));
    }

    [Fact]
    public void A_body_that_throws_leaves_nothing()
    {
        using Journal journal = _temporary.Open();
        Assert.Throws<TimeoutException>(() => journal.Transact<int>(t =>
        {
            t.CreateStudy("digits", Direction.Minimize);
            throw new TimeoutException();
        }));
        Assert.Empty(journal.Studies);
        Assert.Empty(_temporary.Lines);
        Assert.Equal([_temporary.Path], Directory.GetFileSystemEntries(_temporary.Folder));
        Assert.Equal(0, journal.Transact(t => t.CreateStudy("digits", Direction.Minimize)).Id);
    }

    [Fact]
    public void Records_that_readers_would_ignore_are_refused()
    {
        using Journal journal = _temporary.Open();
        Study study = journal.Transact(t => t.CreateStudy("digits", Direction.Minimize));
        Trial trial = journal.Transact(t => t.CreateTrial(study, parameters: Parameters(new FloatDomain(0, 1))));
        Refused("StudyExists", t => t.CreateStudy("digits", Direction.Minimize));
        Refused("BadObjective", t => t.CreateStudy("other"));
        Refused("DomainMismatch", t => t.SetParameter(trial, "x", new TrialParameter(1, new IntegerDomain(0, 1))));
        Refused("DomainMismatch", t => t.CreateTrial(study, parameters: Parameters(_rate)));
        Refused("ValueOutOfDomain", t => t.SetParameter(trial, "y", new TrialParameter(2, new CategoricalDomain(["a", "b"]))));
        Refused("TrialRunning", t => t.SetState(trial, TrialState.Running));
        Refused("BadValue", t => t.SetState(trial, TrialState.Complete, [1, 2]));
        Refused("BadValue", t => t.SetState(trial, TrialState.Complete, [double.NaN]));
        Refused("TrialFinished", t =>
        {
            t.SetState(trial, TrialState.Failed);
            t.Report(trial, 1, 1);
        });
        Assert.Equal(2, _temporary.Lines.Length);
        Refused("StudyDeleted", t =>
        {
            t.DeleteStudy(study);
            t.CreateTrial(study);
        });
        journal.Transact(t =>
        {
            t.DeleteStudy(study);
            return t.CreateStudy("digits", Direction.Maximize);
        });
        Assert.Equal(1, Assert.Single(journal.Studies).Id);

        static Dictionary<string, TrialParameter> Parameters(Domain domain) => new() { ["x"] = new(0.5, domain) };

        void Refused(string errorId, Action<JournalTransaction> body)
        {
            SweepException thrown = Assert.Throws<SweepException>(() => journal.Transact(t =>
            {
                body(t);
                return 0;
            }));
            Assert.Equal(errorId, thrown.ErrorId);
        }
    }

    [Fact]
    public void A_transaction_ends_with_its_body()
    {
        using Journal journal = _temporary.Open();
        JournalTransaction over = journal.Transact(t => t);
        Assert.Throws<InvalidOperationException>(() => over.CreateStudy("digits", Direction.Minimize));
        Assert.Throws<InvalidOperationException>(() => journal.Transact(_ => journal.Transact(t => t)));
    }

    [Fact]
    public void A_transaction_sees_what_others_wrote_before_it()
    {
        using Journal one = _temporary.Open();
        using Journal other = _temporary.Open();
        Study study = one.Transact(t => t.CreateStudy("digits", Direction.Minimize));
        one.Transact(t => t.CreateTrial(study));
        Trial second = other.Transact(t => t.CreateTrial(other.FindStudy("digits")!));
        Trial third = one.Transact(t =>
        {
            Assert.Equal(2, study.Trials.Count);
            return t.CreateTrial(study);
        });
        Assert.Equal((1, 1, 2, 2), (second.Id, second.Number, third.Id, third.Number));
    }

    [Fact]
    public void A_write_that_fails_leaves_no_trace_in_what_comes_next()
    {
        using Journal journal = _temporary.Open();
        Study study = journal.Transact(t => t.CreateStudy("digits", Direction.Minimize));
        Trial? lost = null;
        Assert.Throws<JournalException>(() => journal.Transact(t =>
        {
            lost = t.CreateTrial(study);
            File.Delete(_temporary.Path + ".lock");
            return 0;
        }));
        using Journal other = _temporary.Open();
        other.Transact(t => t.CreateTrial(other.Studies[0], TrialState.Waiting));
        journal.Synchronize();
        Assert.NotSame(lost, study.Trials[0]);
        Assert.Equal(TrialState.Waiting, study.Trials[0].State);
        Assert.Throws<ArgumentException>(() => journal.Transact(t =>
        {
            t.Report(lost!, 1, 1);
            return 0;
        }));
    }

    [Fact]
    public void Times_are_written_as_local_ones()
    {
        using Journal journal = _temporary.Open();
        Study study = journal.Transact(t => t.CreateStudy("digits", Direction.Minimize));
        DateTime time = new(2026, 1, 2, 3, 4, 5, 678, 901);
        Trial trial = journal.Transact(t => t.CreateTrial(study, started: time));
        DateTime universal = DateTime.SpecifyKind(time, DateTimeKind.Local).ToUniversalTime();
        Trial other = journal.Transact(t => t.CreateTrial(study, started: universal));
        Assert.Equal(time, trial.Started);
        Assert.Equal(time, other.Started);
        Assert.All(_temporary.Lines[1..], line => Assert.Contains("\"datetime_start\": \"2026-01-02T03:04:05.678901\"", line));
    }

    [Fact]
    public void Many_trials_of_one_transaction_are_numbered_study_by_study()
    {
        using Journal journal = _temporary.Open();
        Trial[] trials = journal.Transact(t =>
        {
            Study one = t.CreateStudy("one", Direction.Minimize);
            Study two = t.CreateStudy("two", Direction.Minimize);
            return new[] { t.CreateTrial(one), t.CreateTrial(two), t.CreateTrial(one) };
        });
        Assert.Equal([(0, 0), (1, 0), (2, 1)], trials.Select(trial => (trial.Id, trial.Number)));
        Assert.Equal([trials[0], trials[2]], journal.FindStudy("one")!.Trials);
        Assert.Same(trials[1], Assert.Single(journal.FindStudy("two")!.Trials));
    }
}
