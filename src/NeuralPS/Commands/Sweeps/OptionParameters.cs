namespace NeuralPS.Commands.Sweeps;

/// <summary>Options that a cmdlet has one parameter for each: only those that were given count.</summary>
internal static class OptionParameters
{
    /// <summary>The options that were given, by the names that the catalogs have for them.</summary>
    /// <param name="given">The parameters that were bound.</param>
    /// <param name="parameters">The parameters with the option that each sets, and their values.</param>
    public static Dictionary<string, object?> Collect(
        IReadOnlyDictionary<string, object> given, params (string Parameter, string Option, object? Value)[] parameters)
    {
        Dictionary<string, object?> options = [];
        foreach ((string parameter, string option, object? value) in parameters)
        {
            if (given.ContainsKey(parameter))
            {
                options[option] = value;
            }
        }

        return options;
    }
}
