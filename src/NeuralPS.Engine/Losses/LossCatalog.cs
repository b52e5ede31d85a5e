using System.Globalization;
using NeuralPS.Engine.Activations;

namespace NeuralPS.Engine.Losses;

/// <summary>The losses by name, and the loss that a network and its data imply.</summary>
public static class LossCatalog
{
    /// <summary>The canonical names.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        "SquaredError", "HalfSquaredError", "AbsoluteError", "Huber", "Hinge", "Perceptron", "BinaryCrossEntropy", "CrossEntropy",
    ];

    /// <summary>
    /// The loss called <paramref name="name"/>, whatever the case: a canonical name, one that is common elsewhere (<c>MSE</c>,
    /// <c>mean_squared_error</c>, <c>L1</c>, <c>categorical_crossentropy</c>, ...), or <c>Huber(2)</c> with its delta,
    /// or <c>Formula((y - p)^2)</c>.
    /// </summary>
    /// <exception cref="EngineException"><c>UnknownLoss</c>: there is none; <c>HuberDeltaOutOfRange</c>.</exception>
    public static Loss Get(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return CatalogName.Normalise(name) switch
        {
            "SQUAREDERROR" or "MSE" or "L2" or "MEANSQUAREDERROR" => SquaredError.Instance,
            "HALFSQUAREDERROR" => HalfSquaredError.Instance,
            "ABSOLUTEERROR" or "MAE" or "L1" or "MEANABSOLUTEERROR" => AbsoluteError.Instance,
            "HUBER" => Huber.Instance,
            "HINGE" => Hinge.Instance,
            "PERCEPTRON" => Perceptron.Instance,
            "BINARYCROSSENTROPY" or "BCE" or "LOGLOSS" => BinaryCrossEntropy.Instance,
            "CROSSENTROPY" or "CE" or "CATEGORICALCROSSENTROPY" or "SPARSECATEGORICALCROSSENTROPY" or "SOFTMAXCROSSENTROPY"
                => CrossEntropy.Instance,
            _ => FormulaLoss.Read(name) ?? (Loss?)ParseHuber(name.Trim()) ?? throw CatalogName.Unknown("Loss", name, Names),
        };
    }

    /// <summary>The loss that the last layer and the data imply when none is named.</summary>
    /// <remarks>
    /// Softmax: cross-entropy. With class labels: sigmoid or one linear output, binary cross-entropy; several linear outputs,
    /// cross-entropy (both from logits); step or sign, the perceptron criterion; tanh, whose range is that of targets of -1 and
    /// +1, hinge; any other activation, squared error against targets of 0 and 1. With numbers: squared error.
    /// </remarks>
    /// <param name="lastActivation">The activation of the last layer; null stands for linear.</param>
    /// <param name="outputs">The number of outputs.</param>
    /// <param name="hasLabels">True when the data has class labels, false when its targets are numbers.</param>
    /// <exception cref="EngineException"><c>SoftmaxOfOneOutput</c>: a softmax of one output is always 1.</exception>
    public static Loss Imply(Activation? lastActivation, int outputs, bool hasLabels)
    {
        string activation = lastActivation?.Name ?? "Linear";
        if (activation == "Softmax")
        {
            return outputs > 1 ? CrossEntropy.Instance : throw new EngineException(
                "SoftmaxOfOneOutput",
                "The last layer is a softmax of one output, which is always 1 and cannot learn. Use the activation Sigmoid for two "
                + "classes, or one output per class.");
        }

        if (!hasLabels)
        {
            return SquaredError.Instance;
        }

        return activation switch
        {
            "Sigmoid" => BinaryCrossEntropy.Instance,
            "Linear" => outputs == 1 ? BinaryCrossEntropy.Instance : CrossEntropy.Instance,
            "Step" or "Sign" => Perceptron.Instance,
            "Tanh" => Hinge.Instance,
            _ => SquaredError.Instance,
        };
    }

    private static Huber? ParseHuber(string name)
    {
        const string prefix = "Huber(";
        return name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase) && name.EndsWith(')')
            && double.TryParse(name.AsSpan(prefix.Length..^1), NumberStyles.Float, CultureInfo.InvariantCulture, out double delta)
            ? new Huber(delta)
            : null;
    }
}
