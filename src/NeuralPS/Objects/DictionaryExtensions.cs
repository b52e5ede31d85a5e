using System.Collections.Specialized;

namespace NeuralPS;

/// <summary>Fills ordered dictionaries, which is what PowerShell shows well.</summary>
internal static class DictionaryExtensions
{
    /// <summary>Adds settings in their order.</summary>
    public static OrderedDictionary AddAll(this OrderedDictionary dictionary, IEnumerable<KeyValuePair<string, double>> settings)
    {
        foreach ((string key, double value) in settings)
        {
            dictionary.Add(key, value);
        }

        return dictionary;
    }
}
