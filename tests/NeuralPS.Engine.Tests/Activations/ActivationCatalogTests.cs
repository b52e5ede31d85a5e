using NeuralPS.Engine.Activations;

namespace NeuralPS.Engine.Tests.Activations;

public class ActivationCatalogTests
{
    [Fact]
    public void Lists_all_activations() => Assert.Equal(
        ["Linear", "Step", "Sign", "Sigmoid", "Tanh", "ReLU", "LeakyReLU", "ELU", "GELU", "SiLU", "Softplus", "Softmax"],
        ActivationCatalog.Names);

    [Fact]
    public void Every_name_leads_back_to_itself_in_any_case() =>
        Assert.All(ActivationCatalog.Names, name => Assert.Equal(name, ActivationCatalog.Get(name.ToUpperInvariant()).Name));

    [Theory]
    [InlineData("none", "Linear")]
    [InlineData("Identity", "Linear")]
    [InlineData("swish", "SiLU")]
    [InlineData("Heaviside", "Step")]
    [InlineData("logistic", "Sigmoid")]
    [InlineData("leaky_relu", "LeakyReLU")]
    public void Takes_aliases(string alias, string name) => Assert.Equal(name, ActivationCatalog.Get(alias).Name);

    [Theory]
    [InlineData("LeakyReLU(0.2)")]
    [InlineData("ELU(0.125)")]
    [InlineData("LeakyReLU(1E-05)")]
    public void Parameters_round_trip(string text)
    {
        Activation activation = ActivationCatalog.Get(text);
        Assert.Equal(text, activation.Name);
        Assert.Equal(text, activation.ToString());
        Assert.Equal(activation, ActivationCatalog.Get(activation.Name));
    }

    [Fact]
    public void Default_parameters_do_not_show()
    {
        Assert.Equal("LeakyReLU", ActivationCatalog.Get("leakyrelu(0.01)").Name);
        Assert.Equal("ELU", new ELUActivation().Name);
    }

    [Fact]
    public void Equal_parameters_make_equal_activations()
    {
        Assert.Equal(new LeakyReLUActivation(0.1f), new LeakyReLUActivation(0.1f));
        Assert.Equal(new LeakyReLUActivation(0.1f).GetHashCode(), new LeakyReLUActivation(0.1f).GetHashCode());
        Assert.NotEqual(new LeakyReLUActivation(0.1f), new LeakyReLUActivation(0.2f));
        Assert.NotEqual<Activation>(new LeakyReLUActivation(0.1f), new ELUActivation(0.1f));
    }

    [Theory]
    [InlineData("Relo")]
    [InlineData("")]
    [InlineData("ReLU(1)")]
    [InlineData("LeakyReLU(")]
    [InlineData("LeakyReLU(0,1)")]
    [InlineData("LeakyReLU()")]
    [InlineData("(0.1)")]
    public void An_unknown_name_is_an_error_that_lists_the_names(string name)
    {
        var error = Assert.Throws<EngineException>(() => ActivationCatalog.Get(name));
        Assert.Equal("UnknownActivation", error.ErrorId);
        Assert.Contains("Sigmoid", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("LeakyReLU(-1)")]
    [InlineData("ELU(NaN)")]
    [InlineData("ELU(1e99)")]
    public void A_parameter_out_of_range_is_an_error(string name) => Assert.Equal(
        "ActivationParameterOutOfRange", Assert.Throws<EngineException>(() => ActivationCatalog.Get(name)).ErrorId);
}
