using NeuralPS.Engine.Optimizers;

namespace NeuralPS.Engine.Tests.Optimizers;

public class OptimizerCatalogTests
{
    [Fact]
    public void Every_name_gives_the_rule_of_that_name_and_its_description_gives_it_back()
    {
        foreach (string name in OptimizerCatalog.Names)
        {
            Optimizer optimizer = OptimizerCatalog.Create(name.ToLowerInvariant(), 0.25);
            Assert.Equal(name, optimizer.Name);
            Assert.Equal(0.25, optimizer.LearningRate);
            Assert.Equal(optimizer, OptimizerCatalog.FromDescription(name, optimizer.Describe()));
            Assert.Equal(OptimizerCatalog.GetSettingNames(name), optimizer.Describe().Keys);
        }
    }

    [Theory]
    [InlineData("SGD", "LearningRate=0.01 WeightDecay=0")]
    [InlineData("Momentum", "LearningRate=0.01 Momentum=0.9 WeightDecay=0")]
    [InlineData("Nesterov", "LearningRate=0.01 Momentum=0.9 WeightDecay=0")]
    [InlineData("AdaGrad", "LearningRate=0.01 Epsilon=1E-10")]
    [InlineData("RMSprop", "LearningRate=0.001 Rho=0.99 Epsilon=1E-08")]
    [InlineData("Adam", "LearningRate=0.001 Beta1=0.9 Beta2=0.999 Epsilon=1E-08")]
    [InlineData("AdamW", "LearningRate=0.001 Beta1=0.9 Beta2=0.999 Epsilon=1E-08 WeightDecay=0.01")]
    [InlineData("PerceptronRule", "LearningRate=1")]
    public void Usual_settings_are_these(string name, string settings) => Assert.Equal(
        settings, string.Join(' ', OptimizerCatalog.Create(name).Describe().Select(s => $"{s.Key}={s.Value}")));

    [Fact]
    public void Every_setting_survives_its_description()
    {
        foreach (string name in OptimizerCatalog.Names)
        {
            // LBFGS counts in whole numbers.
            var settings = OptimizerCatalog.GetSettingNames(name)
                .Select((s, i) => (s, v: name == "LBFGS" ? 2 + i : 0.1 + (i / 16.0))).ToDictionary(x => x.s, x => x.v);
            Assert.Equal(settings, OptimizerCatalog.FromDescription(name, settings).Describe());
        }
    }

    [Theory]
    [InlineData("SGD", "LearningRate", 0)]
    [InlineData("SGD", "LearningRate", double.NaN)]
    [InlineData("SGD", "LearningRate", double.PositiveInfinity)]
    [InlineData("SGD", "WeightDecay", -1)]
    [InlineData("Momentum", "Momentum", 1)]
    [InlineData("Nesterov", "Momentum", -0.1)]
    [InlineData("RMSprop", "Rho", 1)]
    [InlineData("AdaGrad", "Epsilon", 0)]
    [InlineData("Adam", "Beta1", 1)]
    [InlineData("Adam", "Beta2", -1)]
    [InlineData("Adam", "Epsilon", 1e-60)]
    [InlineData("AdamW", "WeightDecay", double.NaN)]
    public void A_setting_out_of_range_is_named_with_its_range(string name, string setting, double value)
    {
        var e = Assert.Throws<EngineException>(
            () => OptimizerCatalog.FromDescription(name, new Dictionary<string, double> { [setting] = value }));
        Assert.Equal(setting + "OutOfRange", e.ErrorId);
        Assert.Contains(setting, e.Message);
        Assert.Contains(name, e.Message);
        Assert.Contains("must be", e.Message);
    }

    [Fact]
    public void Unknown_names_and_settings_list_the_known_ones()
    {
        var e = Assert.Throws<EngineException>(() => OptimizerCatalog.Create("Banana"));
        Assert.Equal("UnknownOptimizer", e.ErrorId);
        Assert.Contains("AdamW", e.Message);

        e = Assert.Throws<EngineException>(
            () => OptimizerCatalog.FromDescription("SGD", new Dictionary<string, double> { ["Beta1"] = 0.9 }));
        Assert.Equal("UnknownOptimizerSetting", e.ErrorId);
        Assert.Contains("LearningRate, WeightDecay", e.Message);
    }
}
