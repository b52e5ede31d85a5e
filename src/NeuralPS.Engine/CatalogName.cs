namespace NeuralPS.Engine;

/// <summary>How names of losses, metrics and optimizers are compared: without case, spaces, hyphens and underscores.</summary>
internal static class CatalogName
{
    /// <summary>The form in which two spellings of one name are equal: <c>mean_squared_error</c> gives <c>MEANSQUAREDERROR</c>.</summary>
    public static string Normalise(string name) => string.Concat(name.Where(c => c is not (' ' or '-' or '_'))).ToUpperInvariant();

    /// <summary>The error for a name that is not in the list.</summary>
    public static EngineException Unknown(string kind, string? name, IEnumerable<string> names) =>
        new("Unknown" + kind, $"There is no {kind.ToLowerInvariant()} '{name}'; use one of {string.Join(", ", names)}.");
}
