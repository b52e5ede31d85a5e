using NeuralPS.Engine.Data.Synthesis;

namespace NeuralPS.Engine.Tests.Data.Synthesis;

public class SyntheticOptionsTests
{
    [Theory]
    [InlineData(SyntheticKind.Moons, double.NaN)]
    [InlineData(SyntheticKind.Moons, -0.1)]
    [InlineData(SyntheticKind.Sine, double.PositiveInfinity)]
    [InlineData(SyntheticKind.Digits, 1.01)]
    public void Noise_out_of_range_is_an_error_that_names_it(SyntheticKind kind, double noise)
    {
        var error = Assert.Throws<EngineException>(() => new SyntheticOptions(kind, 1, noise));

        Assert.Equal("SyntheticNoiseOutOfRange", error.ErrorId);
        Assert.Contains(kind.ToString(), error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(SyntheticKind.Digits, 1)]
    [InlineData(SyntheticKind.Digits, 11)]
    [InlineData(SyntheticKind.Moons, 3)]
    [InlineData(SyntheticKind.Xor, 3)]
    [InlineData(SyntheticKind.Blobs, 101)]
    [InlineData(SyntheticKind.Spirals, -2)]
    public void A_number_of_classes_that_the_kind_cannot_have_is_an_error(SyntheticKind kind, int classes)
    {
        var error = Assert.Throws<EngineException>(() => new SyntheticOptions(kind, 1, classes: classes));

        Assert.Equal("SyntheticClassesOutOfRange", error.ErrorId);
        Assert.Contains($"{classes} classes", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Options_that_do_not_apply_are_errors()
    {
        Assert.Equal(
            "SyntheticClassesNotApplicable",
            Assert.Throws<EngineException>(() => new SyntheticOptions(SyntheticKind.Sine, 1, classes: 2)).ErrorId);
        Assert.Equal(
            "SyntheticSignedNotApplicable",
            Assert.Throws<EngineException>(() => new SyntheticOptions(SyntheticKind.Moons, 1, signed: true)).ErrorId);
        Assert.Equal(
            "SyntheticKindUnknown",
            Assert.Throws<EngineException>(() => new SyntheticOptions((SyntheticKind)99, 1)).ErrorId);
    }

    [Fact]
    public void The_number_of_classes_may_be_named_where_it_is_fixed()
    {
        Assert.Equal(2, new SyntheticOptions(SyntheticKind.Moons, 1, classes: 2).Classes);
        Assert.Equal(0, new SyntheticOptions(SyntheticKind.Sine, 1).Classes);
    }
}
