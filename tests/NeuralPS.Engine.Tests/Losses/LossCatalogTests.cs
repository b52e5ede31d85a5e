using NeuralPS.Engine.Losses;

namespace NeuralPS.Engine.Tests.Losses;

public class LossCatalogTests
{
    [Fact]
    public void Every_name_gives_the_loss_of_that_name() =>
        Assert.All(LossCatalog.Names, name => Assert.Equal(name, LossCatalog.Get(name).Name));

    [Theory]
    [InlineData("mse", "SquaredError")]
    [InlineData("mean_squared_error", "SquaredError")]
    [InlineData("halfSquaredError", "HalfSquaredError")]
    [InlineData("MAE", "AbsoluteError")]
    [InlineData("bce", "BinaryCrossEntropy")]
    [InlineData("binary_crossentropy", "BinaryCrossEntropy")]
    [InlineData("SoftmaxCrossEntropy", "CrossEntropy")]
    [InlineData("CategoricalCrossEntropy", "CrossEntropy")]
    [InlineData("huber(2.5)", "Huber(2.5)")]
    [InlineData("Huber(1)", "Huber")]
    [InlineData("Huber(1E-3)", "Huber(0.001)")]
    public void Other_spellings_are_known(string spelling, string name) => Assert.Equal(name, LossCatalog.Get(spelling).Name);

    [Fact]
    public void An_unknown_loss_lists_the_known_ones()
    {
        var e = Assert.Throws<EngineException>(() => LossCatalog.Get("Banana"));
        Assert.Equal("UnknownLoss", e.ErrorId);
        Assert.Contains("'Banana'", e.Message);
        Assert.All(LossCatalog.Names, name => Assert.Contains(name, e.Message));
        Assert.Equal("UnknownLoss", Assert.Throws<EngineException>(() => LossCatalog.Get("Huber(x)")).ErrorId);
    }

    [Theory]
    [InlineData("Huber(-2)")]
    [InlineData("Huber(0)")]
    [InlineData("Huber(NaN)")]
    [InlineData("Huber(1e300)")]
    public void A_delta_of_Huber_that_is_not_positive_is_refused(string name) =>
        Assert.Equal("HuberDeltaOutOfRange", Assert.Throws<EngineException>(() => LossCatalog.Get(name)).ErrorId);

    [Theory]
    [InlineData("Softmax", 10, true, "CrossEntropy")]
    [InlineData("Softmax", 10, false, "CrossEntropy")]
    [InlineData("Sigmoid", 1, true, "BinaryCrossEntropy")]
    [InlineData("Sigmoid", 4, true, "BinaryCrossEntropy")]
    [InlineData("Sigmoid", 4, false, "SquaredError")]
    [InlineData("Linear", 1, true, "BinaryCrossEntropy")]
    [InlineData("Linear", 3, true, "CrossEntropy")]
    [InlineData(null, 3, true, "CrossEntropy")]
    [InlineData(null, 1, false, "SquaredError")]
    [InlineData("Linear", 3, false, "SquaredError")]
    [InlineData("Step", 1, true, "Perceptron")]
    [InlineData("Sign", 3, true, "Perceptron")]
    [InlineData("Tanh", 1, true, "Hinge")]
    [InlineData("ReLU", 2, true, "SquaredError")]
    [InlineData("ReLU", 1, false, "SquaredError")]
    public void Last_layer_and_labels_imply_the_loss(string? last, int outputs, bool hasLabels, string loss) =>
        Assert.Equal(loss, LossCatalog.Imply(last is null ? null : new NamedActivation(last), outputs, hasLabels).Name);

    [Fact]
    public void A_softmax_of_one_output_is_refused() => Assert.Equal(
        "SoftmaxOfOneOutput",
        Assert.Throws<EngineException>(() => LossCatalog.Imply(new NamedActivation("Softmax"), 1, true)).ErrorId);

    [Theory]
    [InlineData("CrossEntropy", "Softmax", true)]
    [InlineData("CrossEntropy", null, true)]
    [InlineData("CrossEntropy", "Linear", true)]
    [InlineData("CrossEntropy", "Sigmoid", false)]
    [InlineData("BinaryCrossEntropy", "Sigmoid", true)]
    [InlineData("BinaryCrossEntropy", "Softmax", false)]
    [InlineData("Perceptron", "Step", true)]
    [InlineData("Perceptron", "Sign", true)]
    [InlineData("SquaredError", null, false)]
    public void Losses_take_logits_where_they_contain_the_activation_or_the_network_ends_linearly(
        string loss, string? last, bool expected) =>
        Assert.Equal(expected, LossCatalog.Get(loss).TakesLogits(last is null ? null : new NamedActivation(last)));
}
