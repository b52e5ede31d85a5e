using NeuralPS.Engine.Activations;
using NeuralPS.Engine.Initializers;
using NeuralPS.Engine.Layers;
using NeuralPS.Engine.Tensors;

namespace NeuralPS.Engine.Presets;

/// <summary>One unit or one layer of units, and the smallest network that needs more than that.</summary>
internal static class SingleLayerPresets
{
    /// <summary>The presets of the family.</summary>
    public static IReadOnlyList<NetworkPreset> All { get; } =
    [
        new("Perceptron", InputRule.Flat, (network, _) => network.Dense(1, StepActivation.Instance))
        {
            Description = "One threshold unit: AND and OR, but not XOR",
            Source = "Rosenblatt 1958, The perceptron",
            ParameterCount = 3,
            InputShape = new Shape(2),
        },
        new("XOR", InputRule.Only(2), (network, _) => network.Dense(2, TanhActivation.Instance).Dense(1, SigmoidActivation.Instance))
        {
            Description = "Two hidden units and one output: the smallest layered network that learns XOR, though not from every start",
            Source = "Rumelhart, Hinton, Williams 1986, Learning internal representations by error propagation",
            ParameterCount = 9,
            InputShape = new Shape(2),
        },
        new("LinearRegression", InputRule.Flat, (network, _) => network.Dense(1))
        {
            Description = "One linear unit: with the squared error, least squares",
            Source = "Gauss 1809; p inputs have p + 1 parameters",
            ParameterCount = 2,
            InputShape = new Shape(1),
        },
        new("LogisticRegression", InputRule.Flat, (network, _) => network.Dense(1, SigmoidActivation.Instance))
        {
            Description = "One sigmoid unit: the probability of the second of two classes",
            Source = "Cox 1958, The regression analysis of binary sequences; p inputs have p + 1 parameters",
            ParameterCount = 3,
            InputShape = new Shape(2),
        },
        new("Softmax", InputRule.FlatOrImage, (network, classes) => network.Flatten().Softmax(classes))
        {
            Description = "Softmax regression 784-10: one linear layer, probabilities of classes",
            Source = "Multinomial logistic regression on MNIST",
            ParameterCount = 7_850,
            InputShape = new Shape(784),
            ClassCount = 10,
        },

        // A single ReLU that starts with a negative weight puts out 0 for every house, and never learns: it starts as a = max(0, x).
        new("HousePrice", InputRule.Flat, (network, _) => network.Add(
            new DenseLayer(1) { Activation = ReLUActivation.Instance, WeightInitializer = new ConstantInitializer(1) }))
        {
            Description = "The price of a house from its size: a single neuron, ReLU, whose price is never negative",
            Source = "Ng 2017, Neural networks and deep learning, week 1",
            ParameterCount = 2,
            InputShape = new Shape(1),
        },
    ];
}
