using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace NeuralPS.Binding;

/// <summary>
/// Completes the names of a network's layers: of the network that stands on the command line, or that a variable before the
/// pipe holds.
/// </summary>
public sealed class LayerNameCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        Network? network = FindNetwork(commandAst, fakeBoundParameters);
        return network is null ? [] : Completions.From(wordToComplete, network.Layers.Select(layer => layer.Name));
    }

    /// <summary>The network that stands on the command line, or that a variable before the pipe holds; null where there is none.</summary>
    internal static Network? FindNetwork(CommandAst? command, IDictionary? boundParameters) =>
        Find(boundParameters?["Network"]) ?? FindBeforePipe(command);

    private static Network? Find(object? value) => (value as PSObject)?.BaseObject as Network ?? value as Network;

    // Completion runs nothing but looks variables up: `$net | Get-NetworkLayer -Name <Tab>`.
    private static Network? FindBeforePipe(CommandAst? command)
    {
        if (command?.Parent is not PipelineAst pipeline)
        {
            return null;
        }

        VariableExpressionAst? variable = pipeline.PipelineElements
            .TakeWhile(element => element != command)
            .Concat([command])
            .SelectMany(element => element.FindAll(ast => ast is VariableExpressionAst, searchNestedScriptBlocks: false))
            .Cast<VariableExpressionAst>()
            .FirstOrDefault();
        if (variable is null)
        {
            return null;
        }

        using var shell = PowerShell.Create(RunspaceMode.CurrentRunspace);
        shell.AddCommand("Get-Variable").AddParameter("Name", variable.VariablePath.UserPath).AddParameter("ValueOnly", true)
            .AddParameter("ErrorAction", "Ignore");
        return Find(shell.Invoke().FirstOrDefault());
    }
}
