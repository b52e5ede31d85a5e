using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace NeuralPS.Binding;

/// <summary>Completes paddings.</summary>
public sealed class PaddingCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        Completions.From(wordToComplete, commandName == "Add-ConvLayer" ? ["Causal", "Same", "Valid"] : ["Same", "Valid"]);
}
