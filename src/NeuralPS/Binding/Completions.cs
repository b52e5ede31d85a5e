using System.Buffers;
using System.Management.Automation;

namespace NeuralPS.Binding;

/// <summary>Turns names into completions.</summary>
internal static class Completions
{
    private static readonly SearchValues<char> NeedsQuotes = SearchValues.Create(" ,;()'");

    /// <summary>Those of <paramref name="names"/> that start with the word, quoted where they need it.</summary>
    public static IEnumerable<CompletionResult> From(string? word, IEnumerable<string> names)
    {
        string start = (word ?? "").Trim('\'', '"');
        return names
            .Where(name => name.StartsWith(start, StringComparison.OrdinalIgnoreCase))
            .Select(name => new CompletionResult(
                name.AsSpan().ContainsAny(NeedsQuotes) ? $"'{name.Replace("'", "''", StringComparison.Ordinal)}'" : name,
                name,
                CompletionResultType.ParameterValue,
                name));
    }
}
