using NeuralPS.Engine.Activations;
using NeuralPS.Engine.Initializers;
using NeuralPS.Engine.Tensors;

namespace NeuralPS.Engine.Layers;

/// <summary>What the normalisation layers share: scale and shift, and the number under the root.</summary>
internal static class NormSettings
{
    /// <summary>The tensors that are learned: scale, at first 1, and shift, at first 0, as far as they are wanted.</summary>
    public static List<ParameterSpecification> GetParameters(Shape shape, bool useScale, bool useShift)
    {
        var parameters = new List<ParameterSpecification>();
        if (useScale)
        {
            parameters.Add(new ParameterSpecification("scale", shape, new ConstantInitializer(1), 1, 1));
        }

        if (useShift)
        {
            parameters.Add(new ParameterSpecification("shift", shape, ZerosInitializer.Instance, 1, 1));
        }

        return parameters;
    }

    /// <summary>What is particular: what is left out, and the activation.</summary>
    public static string Summarise(bool useScale, bool useShift, Activation activation)
    {
        var parts = new List<string>();
        if (!useScale || !useShift)
        {
            parts.Add(useScale ? "no shift" : useShift ? "no scale" : "no scale, no shift");
        }

        if (activation is not LinearActivation)
        {
            parts.Add(activation.Name);
        }

        return string.Join(", ", parts);
    }

    /// <summary>Throws unless epsilon is positive: without it a constant feature would be divided by zero.</summary>
    public static void ValidateEpsilon(double epsilon, string kind, string name)
    {
        if (!(epsilon > 0 && epsilon <= float.MaxValue))
        {
            throw new EngineException(
                "EpsilonOutOfRange",
                FormattableString.Invariant($"{kind} normalisation '{name}' has the epsilon {epsilon}; ")
                + "it must be a positive number, such as 1e-5.");
        }
    }
}
