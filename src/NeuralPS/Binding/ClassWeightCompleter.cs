using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace NeuralPS.Binding;

/// <summary>Completes the word for class weights.</summary>
public sealed class ClassWeightCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        Completions.From(wordToComplete, ["Balanced"]);
}
