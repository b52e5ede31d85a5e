using NeuralPS.Sweeps.Journals;
using NeuralPS.Sweeps.Space;
using NeuralPS.Sweeps.Trials;

namespace NeuralPS.Sweeps.Tests.Journals;

/// <summary>Files as other programs may have written them.</summary>
public sealed class ReplayTests : IDisposable
{
    private const string Study = """{"op_code": 0, "worker_id": "w", "study_name": "s", "directions": [1]}""";
    private const string Trial = """{"op_code": 4, "worker_id": "w", "study_id": 0, "datetime_start": "2026-01-02T03:04:05.678901"}""";
    private const string Complete = """{"op_code": 6, "worker_id": "w", "trial_id": 0, "state": 1, "values": [1.5], "datetime_complete": "2026-01-02T03:04:06.000000"}""";
    private const string Unit = """{\"name\": \"FloatDistribution\", \"attributes\": {\"step\": null, \"low\": 0.0, \"high\": 1.0, \"log\": false}}""";
    private const string Log = """{\"name\": \"FloatDistribution\", \"attributes\": {\"step\": null, \"low\": 0.1, \"high\": 1.0, \"log\": true}}""";
    private const string Wider = """{\"name\": \"FloatDistribution\", \"attributes\": {\"step\": null, \"low\": -1.0, \"high\": 1.0, \"log\": false}}""";
    private readonly TemporaryJournal _temporary = new();

    public void Dispose() => _temporary.Dispose();

    [Fact]
    public void What_comes_after_the_end_of_a_trial_has_no_effect()
    {
        Trial trial = Assert.Single(Open(
            Study,
            Trial,
            Complete,
            """{"op_code": 6, "worker_id": "w", "trial_id": 0, "state": 3, "values": [2.0], "datetime_complete": "2026-01-02T03:04:07.000000"}""",
            """{"op_code": 7, "worker_id": "w", "trial_id": 0, "step": 1, "intermediate_value": 1.0}""",
            """{"op_code": 8, "worker_id": "w", "trial_id": 0, "user_attr": {"a": 1}}""",
            """{"op_code": 9, "worker_id": "w", "trial_id": 0, "system_attr": {"constraints": [1.0]}}""",
            SetParameter(0, "x", Unit)).Trials);
        Assert.Equal((TrialState.Complete, 1.5), (trial.State, Assert.Single(trial.Values)));
        Assert.Empty(trial.IntermediateValues);
        Assert.Empty(trial.UserAttributes);
        Assert.Empty(trial.SystemAttributes);
        Assert.Empty(trial.Parameters);
        Assert.Equal(new DateTime(2026, 1, 2, 3, 4, 5, 678, 901), trial.Started);
        Assert.Equal(new DateTime(2026, 1, 2, 3, 4, 6), trial.Finished);
    }

    [Fact]
    public void A_parameter_must_suit_the_first_trial_that_has_it()
    {
        Study study = Open(Study, Trial, Trial, SetParameter(1, "x", Unit), SetParameter(0, "x", Log), SetParameter(0, "x", Wider), SetParameter(0, "y", Log));
        Assert.Equal(new FloatDomain(-1, 1), study.Trials[0].Parameters["x"].Domain);
        Assert.Equal(new FloatDomain(-1, 1), study.GetDomain("x"));
        Assert.Equal(["x", "y"], study.Trials[0].Parameters.Keys);
        Assert.Equal(["x"], study.Trials[1].Parameters.Keys);
    }

    [Fact]
    public void Ids_count_the_records_that_had_an_effect()
    {
        Study study = Open(
            Study,
            Study,
            """{"op_code": 4, "worker_id": "w", "study_id": 1, "datetime_start": null}""",
            Trial,
            """{"op_code": 1, "worker_id": "w", "study_id": 0}""",
            Trial,
            """{"op_code": 2, "worker_id": "w", "study_id": 0, "user_attr": {"a": 1}}""",
            Study,
            """{"op_code": 4, "worker_id": "w", "study_id": 1, "datetime_start": null, "state": 4}""",
            """{"op_code": 5, "worker_id": "w", "trial_id": 77}""",
            """{"op_code": 6, "worker_id": "w", "trial_id": 1, "state": 0, "values": null, "datetime_start": "2026-01-02T03:04:05"}""");
        Trial trial = Assert.Single(study.Trials);
        Assert.Equal((1, 1, 0, TrialState.Running), (study.Id, trial.Id, trial.Number, trial.State));
        Assert.Equal(new DateTime(2026, 1, 2, 3, 4, 5), trial.Started);
        Assert.Empty(study.UserAttributes);
    }

    [Fact]
    public void A_trial_can_be_written_with_all_that_it_has()
    {
        string all = $$$"""
            {"user_attrs": {"u": [NaN]}, "system_attrs": {"constraints": [-1, 0.5]}, "intermediate_values": {"3": 0.25, "-1": NaN},
            "params": {"x": 0.5}, "distributions": {"x": "{{{Unit}}}"}, "values": [1.0, Infinity], "value": null, "state": 2,
            "datetime_complete": "2026-01-02T03:04:06", "datetime_start": null, "study_id": 0, "future": {"a": [1]}, "worker_id": "w",
            "op_code": 4}
            """;
        Trial trial = Assert.Single(Open(Study, all.ReplaceLineEndings(" ")).Trials);
        Assert.Equal((TrialState.Pruned, null, new DateTime(2026, 1, 2, 3, 4, 6)), (trial.State, trial.Started, trial.Finished));
        Assert.Equal([1, double.PositiveInfinity], trial.Values.ToArray());
        Assert.Equal(0.5, trial.Parameters["x"].External);
        Assert.Equal([-1, 3], trial.IntermediateValues.Keys);
        Assert.Equal([-1, 0.5], trial.Constraints.ToArray());
        Assert.True(double.IsNaN(trial.UserAttributes["u"]![0]!.GetValue<double>()));
    }

    [Fact]
    public void Unknown_operations_on_a_trial_are_passed_over() =>
        Assert.Single(Open(Study, Trial, """{"op_code": 10, "worker_id": "w", "trial_id": 0, "new": [1]}""").Trials);

    [Theory]
    [InlineData("{\"op_code\": 6, \"wor{\"op_code\": 7}")]
    [InlineData("[1]")]
    [InlineData("")]
    [InlineData("{\"worker_id\": \"w\"}")]
    [InlineData("{\"op_code\": 11, \"worker_id\": \"w\"}")]
    [InlineData("{\"op_code\": 4, \"worker_id\": \"w\"}")]
    [InlineData("{\"op_code\": 6, \"trial_id\": 0, \"state\": 5}")]
    [InlineData("{\"op_code\": 0, \"study_name\": \"t\", \"directions\": [3]}")]
    [InlineData("{\"op_code\": 6, \"trial_id\": 0, \"state\": 1, \"datetime_complete\": \"yesterday\"}")]
    [InlineData("{\"op_code\": 7, \"trial_id\": 0, \"step\": 1.5, \"intermediate_value\": 1}")]
    [InlineData("{\"op_code\": 7, \"trial_id\": 0, \"step\": 1, \"intermediate_value\": \"x\"}")]
    [InlineData("{\"op_code\": 8, \"trial_id\": 0, \"user_attr\": 1}")]
    [InlineData("\0\0\0\0")]
    public void A_line_that_is_no_record_is_named(string line)
    {
        JournalException thrown = Assert.Throws<JournalException>(() => Open(Study, Trial, line, Trial));
        Assert.Equal("JournalDamaged", thrown.ErrorId);
        Assert.Contains($"Line 3 of the journal '{_temporary.Path}'", thrown.Message);
        Assert.Equal("JournalDamaged", Assert.Throws<JournalException>(() => Journal.OpenRead(_temporary.Path)).ErrorId);
    }

    private static string SetParameter(int trial, string name, string distribution) =>
        $$"""{"op_code": 5, "worker_id": "w", "trial_id": {{trial}}, "param_name": "{{name}}", "param_value_internal": 0.5, "distribution": "{{distribution}}"}""";

    private Study Open(params string[] lines)
    {
        File.WriteAllText(_temporary.Path, string.Concat(lines.Select(line => line + "\n")));
        using Journal journal = _temporary.Open();
        return Assert.Single(journal.Studies);
    }
}
