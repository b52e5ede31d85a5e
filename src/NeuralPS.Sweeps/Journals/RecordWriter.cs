using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using NeuralPS.Sweeps.Space;
using NeuralPS.Sweeps.Trials;

namespace NeuralPS.Sweeps.Journals;

/// <summary>Writes records, one to a line, as Optuna would.</summary>
/// <param name="worker">The name of the writer; no other has it.</param>
internal sealed class RecordWriter(string worker)
{
    private readonly StringBuilder _text = new();

    public bool IsEmpty => _text.Length == 0;

    public byte[] ToBytes() => Encoding.ASCII.GetBytes(_text.ToString());

    public RecordWriter Begin(Operation operation)
    {
        _text.Append(CultureInfo.InvariantCulture, $"{{\"op_code\": {(int)operation}, \"worker_id\": ");
        PythonJson.Append(_text, worker);
        return this;
    }

    public void End() => _text.Append("}\n");

    public RecordWriter Write(string field, int value)
    {
        Field(field).Append(value.ToString(CultureInfo.InvariantCulture));
        return this;
    }

    public RecordWriter Write(string field, string value)
    {
        PythonJson.Append(Field(field), value);
        return this;
    }

    public RecordWriter Write(string field, double value)
    {
        PythonJson.Append(Field(field), value);
        return this;
    }

    public RecordWriter WriteNull(string field)
    {
        Field(field).Append("null");
        return this;
    }

    /// <summary>The values in brackets, or null if there are none.</summary>
    public RecordWriter Write(string field, IReadOnlyList<double> values)
    {
        if (values.Count == 0)
        {
            return WriteNull(field);
        }

        Field(field).Append('[');
        for (int i = 0; i < values.Count; i++)
        {
            PythonJson.Append(_text.Append(i == 0 ? string.Empty : ", "), values[i]);
        }

        _text.Append(']');
        return this;
    }

    public RecordWriter WriteIntegers(string field, IEnumerable<int> values)
    {
        Field(field).Append('[').AppendJoin(", ", values).Append(']');
        return this;
    }

    public RecordWriter Write(string field, DateTime? time)
    {
        if (time is null)
        {
            return WriteNull(field);
        }

        DateTime local = time.Value.Kind == DateTimeKind.Utc ? time.Value.ToLocalTime() : time.Value;
        return Write(field, local.ToString("yyyy-MM-ddTHH:mm:ss.ffffff", CultureInfo.InvariantCulture));
    }

    public RecordWriter Write(string field, IEnumerable<KeyValuePair<string, JsonNode?>> attributes)
    {
        PythonJson.Append(Field(field), attributes);
        return this;
    }

    public RecordWriter WriteParameter(string name, TrialParameter parameter)
    {
        Write("param_name", name);
        Value(Field("param_value_internal"), parameter);
        return Write("distribution", DomainJson.Write(parameter.Domain));
    }

    public RecordWriter WriteParameters(IReadOnlyDictionary<string, TrialParameter> parameters)
    {
        Map("distributions", parameters, static (to, parameter) => PythonJson.Append(to, DomainJson.Write(parameter.Domain)));
        return Map("params", parameters, Value);
    }

    public RecordWriter WriteReports(IReadOnlyDictionary<int, double> reports) => Map(
        "intermediate_values",
        reports.Select(pair => KeyValuePair.Create(pair.Key.ToString(CultureInfo.InvariantCulture), pair.Value)),
        PythonJson.Append);

    private RecordWriter Map<T>(string field, IEnumerable<KeyValuePair<string, T>> map, Action<StringBuilder, T> append)
    {
        Field(field).Append('{');
        string separator = string.Empty;
        foreach ((string key, T value) in map)
        {
            PythonJson.Append(_text.Append(separator), key);
            append(_text.Append(": "), value);
            separator = ", ";
        }

        _text.Append('}');
        return this;
    }

    // The index of a choice is a whole number, as Optuna uses it to look up the choice.
    private static void Value(StringBuilder to, TrialParameter parameter)
    {
        if (parameter.Domain is CategoricalDomain)
        {
            to.Append(CultureInfo.InvariantCulture, $"{(int)parameter.Value}");
        }
        else
        {
            PythonJson.Append(to, parameter.Value);
        }
    }

    private StringBuilder Field(string name) => _text.Append(", \"").Append(name).Append("\": ");
}
