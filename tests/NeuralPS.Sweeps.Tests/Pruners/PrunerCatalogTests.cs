using System.Text.Json.Nodes;
using NeuralPS.Sweeps.Pruners;

namespace NeuralPS.Sweeps.Tests.Pruners;

public class PrunerCatalogTests
{
    [Fact]
    public void Every_name_but_Threshold_makes_its_pruner_without_options()
    {
        foreach (string name in PrunerCatalog.Names.Where(name => name != "Threshold"))
        {
            Assert.Equal(name, PrunerCatalog.Create(PrunerCatalog.Describe(name.ToUpperInvariant(), [])).Name);
        }

        Assert.Equal(["ASHA", "Hyperband", "Median", "None", "Patience", "Percentile", "Threshold"], PrunerCatalog.Names);
    }

    [Fact]
    public void Options_come_through_the_journal()
    {
        PrunerOptions options = new()
        {
            Name = "Patience", Patience = 3, MinimumDelta = 0.01, Wrapped = new() { Name = "ASHA", MinimumResource = 2, ReductionFactor = 3 },
        };
        Assert.Equal("Patience (Patience 3, MinimumDelta 0.01, Wrapped ASHA (MinimumResource 2, ReductionFactor 3))", options.ToString());
        JsonNode json = PrunerCatalog.ToJson(options);
        Assert.Equal(
            """{"name":"Patience","patience":3,"minimumDelta":0.01,"wrapped":{"name":"ASHA","minimumResource":2,"reductionFactor":3}}""",
            json.ToJsonString());
        Assert.Equal(options, PrunerCatalog.FromJson(JsonNode.Parse(json.ToJsonString())));
        PatiencePruner pruner = Assert.IsType<PatiencePruner>(PrunerCatalog.Create(options));
        Assert.Equal(3, Assert.IsType<AshaPruner>(pruner.Wrapped).ReductionFactor);
    }

    [Fact]
    public void Options_are_read_as_users_write_them()
    {
        PrunerOptions options = PrunerCatalog.Describe("asha", [new("reductionfactor", "3"), new("MinimumResource", 2.0)]);
        Assert.Equal(new PrunerOptions { Name = "ASHA", ReductionFactor = 3, MinimumResource = 2 }, options);
        Assert.Equal("Median", PrunerCatalog.Describe("Patience", [new("Wrapped", "Median")]).Wrapped!.Name);
    }

    [Theory]
    [InlineData("Medain", "Patience", 1, "UnknownPruner", "There is no pruner 'Medain'. There are ASHA, Hyperband,")]
    [InlineData("Median", "Patience", 1, "BadPrunerOption", "The pruner Median has no option Patience. It has StartupTrials, WarmupSteps, IntervalSteps, MinimumTrials.")]
    [InlineData("None", "Patience", 1, "BadPrunerOption", "The pruner None has no option Patience. It has none.")]
    [InlineData("Patience", "Patience", 1.5, "BadPrunerOption", "Patience of the pruner Patience is '1.5'. It must be a whole number.")]
    [InlineData("Patience", "Wrapped", 1.5, "BadPrunerOption", "It must be the name of a pruner.")]
    [InlineData("Patience", "Wrapped", "Medain", "UnknownPruner", "There is no pruner 'Medain'.")]
    [InlineData("Patience", "MinimumDelta", double.NaN, "BadPrunerOption", "MinimumDelta of the pruner Patience is NaN.")]
    [InlineData("Median", "StartupTrials", -1, "BadPrunerOption", "StartupTrials of the pruner Median is -1. It must be at least 0.")]
    [InlineData("Percentile", "Percentile", 101, "BadPrunerOption", "Percentile of the pruner Percentile is 101. It must be from 0 to 100.")]
    [InlineData("ASHA", "ReductionFactor", 1, "BadPrunerOption", "It must be at least 2.")]
    [InlineData("ASHA", "BootstrapCount", 1, "BadPrunerOption", "needs MinimumResource")]
    [InlineData("Hyperband", "MaximumResource", 0, "BadPrunerOption", "It must be at least 1.")]
    [InlineData("Threshold", "WarmupSteps", 1, "BadPrunerOption", "Give Lower, Upper or both.")]
    [InlineData("Threshold", "Lower", double.NaN, "BadPrunerOption", "both must be numbers")]
    public void Mistakes_are_named(string name, string option, object value, string id, string message)
    {
        SweepException e = Assert.Throws<SweepException>(() => PrunerCatalog.Describe(name, [new(option, value)]));
        Assert.Equal(id, e.ErrorId);
        Assert.Contains(message, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_bound_that_is_not_finite_comes_back()
    {
        PrunerOptions options = PrunerCatalog.Describe("Threshold", [new("Lower", double.NegativeInfinity), new("Upper", 3)]);
        Assert.Equal(options, PrunerCatalog.FromJson(JsonNode.Parse(PrunerCatalog.ToJson(options).ToJsonString())));
    }

    [Theory]
    [InlineData("null")]
    [InlineData("""{"patience":3}""")]
    [InlineData("""{"name":"Median","speed":3}""")]
    [InlineData("""{"name":"Median","warmupSteps":"x"}""")]
    [InlineData("""{"name":"Percentile","percentile":"x"}""")]
    [InlineData("""{"name":"Patience","wrapped":3}""")]
    [InlineData("""{"name":"Patience","wrapped":{"name":"Median","speed":3}}""")]
    public void A_damaged_description_is_refused(string json) =>
        Assert.Equal("BadPrunerOption", Assert.Throws<SweepException>(() => PrunerCatalog.FromJson(JsonNode.Parse(json))).ErrorId);
}
