using Eng = NeuralPS.Engine;

namespace NeuralPS.Binding;

/// <summary>Turns what -Activation and -Expression say into an activation.</summary>
internal static class ActivationBinding
{
    /// <summary>The formula's activation, or the one of the name.</summary>
    /// <param name="name">The name.</param>
    /// <param name="expression">The formula; null where none is given.</param>
    /// <param name="isNamed">True when the name was given.</param>
    public static Eng.Activations.Activation Create(ActivationName name, string? expression, bool isNamed)
    {
        if (expression is null)
        {
            return Eng.Activations.ActivationCatalog.Get(name.ToString());
        }

        return isNamed
            ? throw new Eng.EngineException(
                "ActivationTwice", "-Activation and -Expression both say what the activation is. Give one of them.")
            : new Eng.Activations.FormulaActivation(expression);
    }
}
