using NeuralPS.Engine.Initializers;

namespace NeuralPS.Engine.Tests.Initializers;

public class InitializerCatalogTests
{
    [Fact]
    public void Every_name_leads_back_to_itself_in_any_case() => Assert.All(
        InitializerCatalog.Names,
        name => Assert.Equal(
            name == "Constant" ? "Constant(1)" : name,
            InitializerCatalog.Get(name.ToUpperInvariant() + (name == "Constant" ? "(1)" : "")).Name));

    [Theory]
    [InlineData("GlorotUniform", "XavierUniform")]
    [InlineData("glorot_normal", "XavierNormal")]
    [InlineData("KaimingNormal", "HeNormal")]
    [InlineData("kaiming_uniform", "HeUniform")]
    [InlineData("he_normal", "HeNormal")]
    public void Takes_aliases(string alias, string name) => Assert.Equal(name, InitializerCatalog.Get(alias).Name);

    [Theory]
    [InlineData("Constant(0.5)")]
    [InlineData("Normal(0.1)")]
    [InlineData("Normal(0.05, 1)")]
    [InlineData("Uniform(0.25)")]
    [InlineData("Normal")]
    [InlineData("HeUniform")]
    public void Numbers_round_trip(string text)
    {
        Initializer initializer = InitializerCatalog.Get(text);
        Assert.Equal(text, initializer.ToString());
        Assert.Equal(initializer, InitializerCatalog.Get(initializer.ToString()));
    }

    [Theory]
    [InlineData("Nothing")]
    [InlineData("Constant")]
    [InlineData("Zeros(1)")]
    [InlineData("HeNormal(2)")]
    [InlineData("Uniform(1,2)")]
    [InlineData("Normal(1;2)")]
    public void An_unknown_name_is_an_error_that_lists_the_names(string name)
    {
        var error = Assert.Throws<EngineException>(() => InitializerCatalog.Get(name));
        Assert.Equal("UnknownInitializer", error.ErrorId);
        Assert.Contains("HeNormal", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Normal(-1)")]
    [InlineData("Uniform(-0.1)")]
    [InlineData("Constant(NaN)")]
    public void Numbers_out_of_range_are_an_error(string name) =>
        Assert.Equal("InitializerOutOfRange", Assert.Throws<EngineException>(() => InitializerCatalog.Get(name)).ErrorId);
}
