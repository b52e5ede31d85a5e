using System.Globalization;
using System.Text;
using NeuralPS.Engine.Networks;

namespace NeuralPS.Engine.Inspection;

/// <summary>
/// A network as a table of text: layer, what it reads unless that is always the line above, output shape, parameters,
/// multiply-adds; then the totals.
/// </summary>
public static class NetworkTable
{
    private static readonly string[] Headers = ["Layer", "Kind", "Reads", "Output", "Parameters", "Multiply-adds", "Details"];

    private const int ReadsColumn = 2;

    /// <summary>Renders the table, without a line break at the end.</summary>
    public static string Render(Network network)
    {
        var rows = new List<string[]> { Headers };
        foreach (NetworkInput input in network.Inputs)
        {
            rows.Add([input.Name, "input", "", input.Shape.ToString(), "0", "0", ""]);
        }

        foreach (NetworkLayer layer in network.Layers)
        {
            rows.Add([
                layer.Name, layer.Layer.Kind, string.Join(", ", layer.Sources), layer.OutputShape.ToString(), Count(layer.ParameterCount),
                Count(layer.MultiplyAdds), layer.Layer.GetSummary(layer.InputShape),
            ]);
        }

        int[] columns = [.. Enumerable.Range(0, Headers.Length).Where(column => column != ReadsColumn || !network.IsList)];
        int[] widths = [.. Enumerable.Range(0, Headers.Length).Select(column => rows.Max(row => row[column].Length))];
        string rule = new('-', columns.Sum(column => widths[column]) + (2 * (columns.Length - 1)));
        var text = new StringBuilder();
        text.Append(network.Name).Append(network.IsTrained ? " (trained)" : network.IsInitialized && network.ParameterCount > 0 ? " (initialised)" : "").AppendLine();
        for (int i = 0; i < rows.Count; i++)
        {
            text.AppendLine(Line(rows[i], columns, widths));
            if (i == 0)
            {
                text.AppendLine(rule);
            }
        }

        text.AppendLine(rule);
        return text.Append(Totals(network)).ToString();
    }

    /// <summary>Parameters and arithmetic of a network in one line.</summary>
    public static string Totals(Network network) =>
        $"{Count(network.ParameterCount)} parameters ({Bytes(network.ParameterCount * sizeof(float))}), "
        + (network.NonTrainableCount > 0 ? $"{Count(network.NonTrainableCount)} not trained, " : "")
        + $"{Count(network.MultiplyAdds)} multiply-adds per sample";

    /// <summary>A number of bytes for people: <c>940.6 KB</c>.</summary>
    public static string Bytes(long bytes)
    {
        string[] units = ["B", "KB", "MB", "GB", "TB"];
        double value = bytes;
        int unit = 0;
        while (value >= 1024 && unit < units.Length - 1)
        {
            value /= 1024;
            unit++;
        }

        return string.Create(CultureInfo.InvariantCulture, $"{value:0.#} {units[unit]}");
    }

    private static string Count(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    private static string Line(string[] cells, int[] columns, int[] widths)
    {
        // Numbers to the right, texts to the left.
        var line = new StringBuilder();
        foreach (int i in columns)
        {
            line.Append(i is 4 or 5 ? cells[i].PadLeft(widths[i]) : cells[i].PadRight(widths[i])).Append("  ");
        }

        return line.ToString().TrimEnd();
    }
}
