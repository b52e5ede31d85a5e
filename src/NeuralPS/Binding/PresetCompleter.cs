using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace NeuralPS.Binding;

/// <summary>Completes the names of networks of the literature, each with its number of parameters and what it is.</summary>
public sealed class PresetCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        Completions.From(wordToComplete, Engine.Presets.PresetCatalog.All.Select(preset => (
            preset.Name,
            FormattableString.Invariant($"{preset.Name} ({preset.ParameterCount:N0} parameters)"),
            FormattableString.Invariant($"{preset.ParameterCount:N0} parameters. {preset.Description}. {preset.Source}."))));
}
