using NeuralPS.Sweeps.Space;

namespace NeuralPS.Sweeps.Trials;

/// <summary>The value that a trial has for one parameter, and the domain it was drawn from.</summary>
/// <param name="Value">The internal value: see <see cref="Domain"/>.</param>
/// <param name="Domain">The domain.</param>
public readonly record struct TrialParameter(double Value, Domain Domain)
{
    /// <summary>What the trial sees.</summary>
    public object? External => Domain.ToExternal(Value);
}
