using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace NeuralPS.Engine.Activations;

/// <summary>A name with optional numbers, as descriptions in files spell it: <c>ReLU</c>, <c>LeakyReLU(0.2)</c>.</summary>
/// <param name="Name">What stands before the parentheses.</param>
/// <param name="Values">The numbers between them, separated by commas; empty without parentheses.</param>
internal sealed record ParameterizedName(string Name, double[] Values)
{
    /// <summary>Reads <paramref name="text"/>; false when it has another form.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out ParameterizedName? result)
    {
        result = null;
        string trimmed = text.Trim();
        int open = trimmed.IndexOf('(', StringComparison.Ordinal);
        if (open < 0)
        {
            result = new ParameterizedName(trimmed, []);
            return trimmed.Length > 0;
        }

        if (open == 0 || !trimmed.EndsWith(')'))
        {
            return false;
        }

        string[] parts = trimmed[(open + 1)..^1].Split(',');
        var values = new double[parts.Length];
        for (int i = 0; i < parts.Length; i++)
        {
            if (!double.TryParse(parts[i], NumberStyles.Float, CultureInfo.InvariantCulture, out values[i]))
            {
                return false;
            }
        }

        result = new ParameterizedName(trimmed[..open].TrimEnd(), values);
        return true;
    }
}
