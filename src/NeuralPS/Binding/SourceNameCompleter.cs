using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace NeuralPS.Binding;

/// <summary>
/// Completes what a new layer can read: the layers and inputs of the network that comes in, and the names that commands before
/// it in the pipeline give.
/// </summary>
public sealed class SourceNameCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        Network? network = LayerNameCompleter.FindNetwork(commandAst, fakeBoundParameters);
        IEnumerable<string> known = network is null ? ["input"] : [.. network.InputNames, .. network.Layers.Select(layer => layer.Name)];
        return Completions.From(wordToComplete, known.Concat(FindNames(commandAst)).Distinct(StringComparer.OrdinalIgnoreCase));
    }

    // `... | Add-ConvLayer 8 -Name stem | Add-MergeLayer -From <Tab>`: what -Name says where it says it literally.
    private static IEnumerable<string> FindNames(CommandAst? command)
    {
        if (command?.Parent is not PipelineAst pipeline)
        {
            yield break;
        }

        foreach (CommandAst before in pipeline.PipelineElements.TakeWhile(element => element != command).OfType<CommandAst>())
        {
            for (int i = 0; i + 1 < before.CommandElements.Count; i++)
            {
                if (before.CommandElements[i] is CommandParameterAst { ParameterName: var parameter }
                    && (parameter.Equals("Name", StringComparison.OrdinalIgnoreCase) || parameter.Equals("InputName", StringComparison.OrdinalIgnoreCase))
                    && before.CommandElements[i + 1] is StringConstantExpressionAst name)
                {
                    yield return name.Value;
                }
            }
        }
    }
}
