using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using NeuralPS.Sweeps.Space;
using NeuralPS.Sweeps.Trials;

namespace NeuralPS.Sweeps.Journals;

/// <summary>One line of the journal, taken apart. One object serves for all lines, one after the other.</summary>
internal sealed class Record
{
    // Trials of one study name the same few distributions again and again.
    private readonly Dictionary<string, Domain> _domains = new(StringComparer.Ordinal);

    public int Operation { get; private set; }

    public int? StudyId { get; private set; }

    public int? TrialId { get; private set; }

    public string? Name { get; private set; }

    public ImmutableArray<Direction> Directions { get; private set; }

    public TrialState? State { get; private set; }

    public DateTime? Started { get; private set; }

    public DateTime? Finished { get; private set; }

    public ImmutableArray<double> Values { get; private set; }

    public double? Number { get; private set; }

    public int? Step { get; private set; }

    public Domain? Domain { get; private set; }

    public List<KeyValuePair<string, double>> Parameters { get; } = [];

    public Dictionary<string, Domain> Domains { get; } = new(StringComparer.Ordinal);

    public List<KeyValuePair<int, double>> Reports { get; } = [];

    public List<KeyValuePair<string, JsonNode?>> UserAttributes { get; } = [];

    public List<KeyValuePair<string, JsonNode?>> SystemAttributes { get; } = [];

    /// <summary>Reads a line.</summary>
    /// <param name="line">The line without its line feed.</param>
    /// <exception cref="FormatException">The line is not a record; says why.</exception>
    public void Read(ReadOnlySpan<byte> line)
    {
        Clear();
        try
        {
            Utf8JsonReader reader = PythonJsonReader.Create(PythonJsonReader.Normalize(line));
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                throw new FormatException("It is not a JSON object.");
            }

            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                ReadField(ref reader);
            }

            if (reader.Read() || Operation < 0)
            {
                throw new FormatException("It has no op_code.");
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException or OverflowException)
        {
            throw new FormatException(e.Message, e);
        }
    }

    private void Clear()
    {
        Operation = -1;
        StudyId = TrialId = Step = null;
        Name = null;
        Directions = default;
        State = null;
        Started = Finished = null;
        Values = default;
        Number = null;
        Domain = null;
        Parameters.Clear();
        Domains.Clear();
        Reports.Clear();
        UserAttributes.Clear();
        SystemAttributes.Clear();
    }

    private void ReadField(ref Utf8JsonReader reader)
    {
        string field = FieldNames.Get(ref reader);
        reader.Read();
        if (reader.TokenType == JsonTokenType.Null)
        {
            return;
        }

        switch (field)
        {
            case "op_code": Operation = reader.GetInt32(); break;
            case "study_id": StudyId = reader.GetInt32(); break;
            case "trial_id": TrialId = reader.GetInt32(); break;
            case "study_name" or "param_name": Name = reader.GetString(); break;
            case "directions": Directions = [.. ReadNumbers(ref reader).Select(ToDirection)]; break;
            case "state": State = ToState(reader.GetInt32()); break;
            case "datetime_start": Started = ToTime(reader.GetString()!); break;
            case "datetime_complete": Finished = ToTime(reader.GetString()!); break;
            case "values": Values = [.. ReadNumbers(ref reader)]; break;
            case "value": Values = [PythonJsonReader.ReadDouble(ref reader)]; break;
            case "param_value_internal" or "intermediate_value": Number = PythonJsonReader.ReadDouble(ref reader); break;
            case "step": Step = reader.GetInt32(); break;
            case "distribution": Domain = ToDomain(reader.GetString()!); break;
            case "user_attr" or "user_attrs": ReadAttributes(ref reader, UserAttributes); break;
            case "system_attr" or "system_attrs": ReadAttributes(ref reader, SystemAttributes); break;
            case "params" or "distributions" or "intermediate_values": ReadMap(ref reader, field); break;
            default: reader.Skip(); break;
        }
    }

    private void ReadMap(ref Utf8JsonReader reader, string field)
    {
        Expect(reader.TokenType == JsonTokenType.StartObject, field, "an object");
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string key = reader.GetString()!;
            reader.Read();
            switch (field)
            {
                case "params": Parameters.Add(new(key, PythonJsonReader.ReadDouble(ref reader))); break;
                case "distributions": Domains[key] = ToDomain(reader.GetString()!); break;
                default: Reports.Add(new(int.Parse(key, CultureInfo.InvariantCulture), PythonJsonReader.ReadDouble(ref reader))); break;
            }
        }
    }

    private static void ReadAttributes(ref Utf8JsonReader reader, List<KeyValuePair<string, JsonNode?>> to)
    {
        Expect(reader.TokenType == JsonTokenType.StartObject, "attributes", "an object");
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string key = reader.GetString()!;
            reader.Read();
            to.Add(new(key, PythonJsonReader.ReadNode(ref reader)));
        }
    }

    private static List<double> ReadNumbers(ref Utf8JsonReader reader)
    {
        Expect(reader.TokenType == JsonTokenType.StartArray, "values", "an array");
        List<double> numbers = [];
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            numbers.Add(PythonJsonReader.ReadDouble(ref reader));
        }

        return numbers;
    }

    private Domain ToDomain(string text)
    {
        if (!_domains.TryGetValue(text, out Domain? domain))
        {
            domain = DomainJson.Read(text);
            _domains.Add(text, domain);
        }

        return domain;
    }

    private static Direction ToDirection(double value)
    {
        // Optuna's 0 is a direction that was not set.
        Expect(value is 0 or 1 or 2, "directions", "1 or 2");
        return value == 2 ? Direction.Maximize : Direction.Minimize;
    }

    private static TrialState ToState(int value)
    {
        Expect(value is >= 0 and <= 4, "state", "from 0 to 4");
        return (TrialState)value;
    }

    // A time with an offset is turned into local time; all others are local.
    private static DateTime ToTime(string text) =>
        DateTime.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeLocal);

    private static void Expect(bool condition, string field, string expected)
    {
        if (!condition)
        {
            throw new FormatException($"Its {field} should be {expected}.");
        }
    }
}
