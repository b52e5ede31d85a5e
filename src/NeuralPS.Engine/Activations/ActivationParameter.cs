using System.Globalization;

namespace NeuralPS.Engine.Activations;

/// <summary>The parameter of an activation: its check and its place in the name.</summary>
internal static class ActivationParameter
{
    /// <summary>Gives back <paramref name="alpha"/> if it is finite and at least 0.</summary>
    public static float Require(string activation, float alpha) => float.IsFinite(alpha) && alpha >= 0
        ? alpha
        : throw new EngineException(
            "ActivationParameterOutOfRange",
            $"{activation} has the alpha {alpha.ToString(CultureInfo.InvariantCulture)}; it must be a finite number, at least 0.");

    /// <summary>The name, with <paramref name="alpha"/> in parentheses where it is not the default.</summary>
    public static string Format(string activation, float alpha, float defaultAlpha) => alpha == defaultAlpha
        ? activation
        : $"{activation}({alpha.ToString("R", CultureInfo.InvariantCulture)})";
}
