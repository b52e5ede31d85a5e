using System.Collections.Immutable;

namespace NeuralPS.Sweeps.Execution;

/// <summary>A value that a trial reported on its way.</summary>
/// <param name="Step">Where on the way.</param>
/// <param name="Value">The objective, as it stood.</param>
/// <param name="Attributes">What the pruner had noted of the trial then.</param>
internal readonly record struct TrialReport(int Step, double Value, ImmutableArray<KeyValuePair<string, double>> Attributes);
