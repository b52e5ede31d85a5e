using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using NeuralPS.Sweeps.Space;

namespace NeuralPS.Sweeps.Journals;

/// <summary>
/// Domains as the journal writes them: JSON inside a string, such as <c>{"name": "IntDistribution", "attributes": {...}}</c>.
/// </summary>
internal static class DomainJson
{
    public static string Write(Domain domain)
    {
        StringBuilder to = new("{\"name\": \"");
        switch (domain)
        {
            case FloatDomain real:
                to.Append("FloatDistribution\", \"attributes\": {\"step\": ");
                _ = real.Step is null ? to.Append("null") : AppendNumber(to, real.Step.Value);
                AppendNumber(to.Append(", \"low\": "), real.Low);
                AppendNumber(to.Append(", \"high\": "), real.High);
                to.Append(", \"log\": ").Append(real.IsLog ? "true" : "false");
                break;
            case IntegerDomain whole:
                to.Append("IntDistribution\", \"attributes\": {\"log\": ").Append(whole.IsLog ? "true" : "false");
                to.Append(CultureInfo.InvariantCulture, $", \"step\": {whole.Step}, \"low\": {whole.Low}, \"high\": {whole.High}");
                break;
            case CategoricalDomain choices:
                to.Append("CategoricalDistribution\", \"attributes\": {\"choices\": ");
                PythonJson.Append(to, new JsonArray([.. choices.Choices.Select(ToNode)]));
                break;
            default:
                throw new SweepException("BadDomain", $"A domain of the kind {domain.GetType().Name} cannot be written to a journal.");
        }

        return to.Append("}}").ToString();
    }

    /// <summary>Reads what any version of Optuna writes; names that it gave up are read as what replaced them.</summary>
    /// <exception cref="FormatException">Says what is wrong.</exception>
    public static Domain Read(string text)
    {
        JsonObject root = PythonJsonReader.Parse(text) as JsonObject ?? throw new FormatException("A distribution is not a JSON object.");

        // The short form has everything on one level.
        JsonObject values = root["attributes"] as JsonObject ?? root;
        string? name = Text(root["name"] ?? root["type"]);
        try
        {
            return name switch
            {
                "FloatDistribution" or "float" => Real(values, Flag(values, "log"), "step"),
                "UniformDistribution" => Real(values, false, null),
                "LogUniformDistribution" => Real(values, true, null),
                "DiscreteUniformDistribution" => Real(values, false, "q"),
                "IntDistribution" or "int" => Whole(values, Flag(values, "log")),
                "IntUniformDistribution" => Whole(values, false),
                "IntLogUniformDistribution" => Whole(values, true),
                "CategoricalDistribution" or "categorical" => Choices(values),
                _ => throw new FormatException($"'{name}' is not a distribution that this version knows."),
            };
        }
        catch (SweepException e)
        {
            throw new FormatException($"A distribution cannot be used. {e.Message}", e);
        }
    }

    private static FloatDomain Real(JsonObject values, bool isLog, string? step) =>
        new(Number(values, "low"), Number(values, "high"), isLog, step is null || values[step] is null ? null : Number(values, step));

    // A logarithmic range of whole numbers once had a step, which was never heeded.
    private static IntegerDomain Whole(JsonObject values, bool isLog) =>
        new(
            (long)Number(values, "low"),
            (long)Number(values, "high"),
            isLog,
            isLog || values["step"] is null ? 1 : (long)Number(values, "step"));

    private static CategoricalDomain Choices(JsonObject values)
    {
        JsonArray? choices = values["choices"] as JsonArray;
        if (choices is null or { Count: 0 })
        {
            throw new FormatException("A distribution has no choices.");
        }

        return CategoricalDomain.FromJournal(choices.Select(FromNode));
    }

    private static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue(out string? text) ? text : null;

    private static bool Flag(JsonObject values, string name) => values[name] switch
    {
        null => false,
        JsonValue value when value.TryGetValue(out bool flag) => flag,
        _ => throw new FormatException($"A distribution has another '{name}' than true and false."),
    };

    private static double Number(JsonObject values, string name) => values[name] switch
    {
        JsonValue value when value.TryGetValue(out double number) => number,
        JsonValue value when value.TryGetValue(out long number) => number,
        _ => throw new FormatException($"A distribution has no number '{name}'."),
    };

    private static JsonNode? ToNode(object? choice) => choice switch
    {
        null => null,
        bool flag => JsonValue.Create(flag),
        long number => JsonValue.Create(number),
        double number => JsonValue.Create(number),
        _ => JsonValue.Create((string)choice),
    };

    // Choices of other kinds, which Optuna warns of, are shown as their JSON.
    private static object? FromNode(JsonNode? node) => node switch
    {
        null => null,
        JsonValue value when value.TryGetValue(out bool flag) => flag,
        JsonValue value when value.TryGetValue(out long number) => number,
        JsonValue value when value.TryGetValue(out double number) => number,
        JsonValue value when value.TryGetValue(out string? text) => text,
        _ => ToText(node),
    };

    private static string ToText(JsonNode node)
    {
        StringBuilder to = new();
        PythonJson.Append(to, node);
        return to.ToString();
    }

    private static StringBuilder AppendNumber(StringBuilder to, double value)
    {
        PythonJson.Append(to, value);
        return to;
    }
}
