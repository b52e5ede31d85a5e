using System.Text.Json.Nodes;
using NeuralPS.Sweeps.Samplers;

namespace NeuralPS.Sweeps.Tests.Samplers;

public class SamplerCatalogTests
{
    [Fact]
    public void Every_name_makes_its_sampler()
    {
        foreach (string name in SamplerCatalog.Names)
        {
            Assert.Equal(name, SamplerCatalog.Create(SamplerCatalog.Describe(name.ToUpperInvariant(), [])).Name);
        }

        Assert.Equal("Sobol", SamplerCatalog.Describe("quasirandom", []).Name);
        Assert.Equal("Sobol", SamplerCatalog.Create(new() { Name = "QuasiRandom" }).Name);
    }

    [Fact]
    public void Options_come_through_the_journal()
    {
        SamplerOptions options = SamplerCatalog.Describe("grid", [new("pointcount", "4"), new("Shuffle", true)]);
        JsonNode json = SamplerCatalog.ToJson(options);
        Assert.Equal("""{"name":"Grid","pointCount":4,"shuffle":true}""", json.ToJsonString());
        Assert.Equal(options, SamplerCatalog.FromJson(JsonNode.Parse(json.ToJsonString())));
        GridSampler sampler = Assert.IsType<GridSampler>(SamplerCatalog.Create(options));
        Assert.Equal(4, sampler.PointCount);
        Assert.True(sampler.IsShuffled);
    }

    [Theory]
    [InlineData("Gird", "Shuffle", true, "UnknownSampler", "There is no sampler 'Gird'. There are Grid, Random, Sobol")]
    [InlineData("Random", "Shuffle", true, "BadSamplerOption", "The sampler Random has no option Shuffle. It has none.")]
    [InlineData("Grid", "Shuffle", 3, "BadSamplerOption", "Shuffle of the sampler Grid is '3'. It must be $true or $false.")]
    [InlineData("TPE", "CandidateCount", 0, "BadSamplerOption", "CandidateCount of the sampler TPE is 0. It must be from 1 to 100000.")]
    [InlineData("TPE", "StartupTrials", -1, "BadSamplerOption", "It must be at least 0.")]
    [InlineData("Grid", "PointCount", 1.5, "BadSamplerOption", "It must be a whole number.")]
    [InlineData("Grid", "PointCount", 0, "BadSamplerOption", "It must be at least 1.")]
    public void Mistakes_are_named(string name, string option, object value, string id, string message)
    {
        SweepException e = Assert.Throws<SweepException>(() => SamplerCatalog.Describe(name, [new(option, value)]));
        Assert.Equal(id, e.ErrorId);
        Assert.Contains(message, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Options_of_TPE_arrive()
    {
        TpeSampler sampler = Assert.IsType<TpeSampler>(
            SamplerCatalog.Create(SamplerCatalog.Describe("tpe", [new("startuptrials", 20), new("CandidateCount", 64)])));
        Assert.Equal((20, 64), (sampler.StartupTrials, sampler.CandidateCount));
        Assert.False(sampler.UsesHistory(19));
        Assert.True(sampler.UsesHistory(20));
    }

    [Theory]
    [InlineData("null")]
    [InlineData("""{"shuffle":true}""")]
    [InlineData("""{"name":"Grid","speed":3}""")]
    [InlineData("""{"name":"Grid","shuffle":"x"}""")]
    [InlineData("""{"name":"Grid","pointCount":2.5}""")]
    [InlineData("""{"name":"Grid","pointCount":5000000000}""")]
    [InlineData("""{"name":"Grid","pointCount":[2]}""")]
    [InlineData("""{"name":"Grid","name":"TPE"}""")]
    [InlineData("""{"name":{}}""")]
    [InlineData("""[]""")]
    public void A_damaged_description_is_refused(string json) =>
        Assert.Equal("BadSamplerOption", Assert.Throws<SweepException>(() => SamplerCatalog.FromJson(JsonNode.Parse(json))).ErrorId);
}
