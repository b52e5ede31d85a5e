using System.Buffers;
using System.Management.Automation;

namespace NeuralPS.Binding;

/// <summary>Turns names into completions.</summary>
internal static class Completions
{
    private static readonly SearchValues<char> NeedsQuotes = SearchValues.Create(" ,;()'");

    /// <summary>Those of <paramref name="names"/> that start with the word, quoted where they need it.</summary>
    public static IEnumerable<CompletionResult> From(string? word, IEnumerable<string> names) =>
        From(word, names.Select(name => (name, name, name)));

    /// <summary>The same with what the list of completions shows of each, and its explanation.</summary>
    public static IEnumerable<CompletionResult> From(string? word, IEnumerable<(string Name, string Text, string ToolTip)> items)
    {
        string start = (word ?? "").Trim('\'', '"');
        return items
            .Where(item => item.Name.StartsWith(start, StringComparison.OrdinalIgnoreCase))
            .Select(item => new CompletionResult(
                item.Name.AsSpan().ContainsAny(NeedsQuotes) ? $"'{item.Name.Replace("'", "''", StringComparison.Ordinal)}'" : item.Name,
                item.Text,
                CompletionResultType.ParameterValue,
                item.ToolTip));
    }
}
