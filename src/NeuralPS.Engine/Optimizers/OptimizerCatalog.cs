using System.Globalization;

namespace NeuralPS.Engine.Optimizers;

/// <summary>The update rules by name, and their descriptions as plain data.</summary>
public static class OptimizerCatalog
{
    /// <summary>The canonical names.</summary>
    public static IReadOnlyList<string> Names { get; } =
        ["SGD", "Momentum", "Nesterov", "AdaGrad", "RMSprop", "Adam", "AdamW", "LBFGS", "PerceptronRule"];

    /// <summary>The rule called <paramref name="name"/>, whatever the case, with its usual settings.</summary>
    /// <param name="name">A canonical name, or <c>GradientDescent</c> or <c>Perceptron</c>.</param>
    /// <param name="learningRate">The learning rate; null for the rule's usual one.</param>
    /// <exception cref="EngineException"><c>UnknownOptimizer</c>, <c>LearningRateOutOfRange</c>.</exception>
    public static Optimizer Create(string name, double? learningRate = null)
    {
        ArgumentNullException.ThrowIfNull(name);
        Optimizer optimizer = CatalogName.Normalise(name) switch
        {
            "SGD" or "GRADIENTDESCENT" => new SGD(),
            "MOMENTUM" => new Momentum(),
            "NESTEROV" => new Nesterov(),
            "ADAGRAD" => new AdaGrad(),
            "RMSPROP" => new RMSprop(),
            "ADAM" => new Adam(),
            "ADAMW" => new AdamW(),
            "LBFGS" => new LBFGS(),
            "PERCEPTRONRULE" or "PERCEPTRON" => new PerceptronRule(),
            _ => throw CatalogName.Unknown("Optimizer", name, Names),
        };

        optimizer = learningRate is { } rate ? optimizer with { LearningRate = rate } : optimizer;
        optimizer.Validate();
        return optimizer;
    }

    /// <summary>The names of the settings that the rule called <paramref name="name"/> has, the learning rate first.</summary>
    /// <exception cref="EngineException"><c>UnknownOptimizer</c>.</exception>
    public static IReadOnlyList<string> GetSettingNames(string name) => [.. Create(name).Settings.Select(s => s.Name)];

    /// <summary>
    /// The rule called <paramref name="name"/> with <paramref name="settings"/> by name, whatever the case; what is not named
    /// keeps its usual value. Reads what <see cref="Optimizer.Describe"/> gives.
    /// </summary>
    /// <exception cref="EngineException">
    /// <c>UnknownOptimizer</c>; <c>UnknownOptimizerSetting</c>: the rule has no such setting; <c>[Setting]OutOfRange</c>.
    /// </exception>
    public static Optimizer FromDescription(string name, IReadOnlyDictionary<string, double> settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        Optimizer optimizer = Create(name);
        foreach ((string key, double value) in settings)
        {
            string normalised = CatalogName.Normalise(key);
            OptimizerSetting setting = optimizer.Settings.FirstOrDefault(s => CatalogName.Normalise(s.Name) == normalised)
                ?? throw new EngineException(
                    "UnknownOptimizerSetting",
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{optimizer.Name} has no setting '{key}'; it has {string.Join(", ", optimizer.Settings.Select(s => s.Name))}."));
            optimizer = setting.Write(optimizer, value);
        }

        optimizer.Validate();
        return optimizer;
    }
}
