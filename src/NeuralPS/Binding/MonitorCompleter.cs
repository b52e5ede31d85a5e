using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace NeuralPS.Binding;

/// <summary>Completes the columns of a training's history that can be monitored.</summary>
public sealed class MonitorCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        string[] columns = ["Loss", .. Enum.GetNames<MetricName>()];
        return Completions.From(wordToComplete, columns.Select(column => "Validation" + column).Concat(columns));
    }
}
