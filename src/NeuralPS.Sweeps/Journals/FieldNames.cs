using System.Text.Json;

namespace NeuralPS.Sweeps.Journals;

/// <summary>The names of the fields of records, so that reading one makes no new string.</summary>
internal static class FieldNames
{
    private static readonly string[] _names =
    [
        "op_code", "worker_id", "trial_id", "step", "intermediate_value", "param_name", "param_value_internal", "distribution", "state",
        "values", "datetime_start", "datetime_complete", "system_attr", "user_attr", "study_id", "value", "distributions", "params",
        "user_attrs", "system_attrs", "intermediate_values", "study_name", "directions",
    ];

    /// <summary>The name at the reader; empty if no record has it.</summary>
    public static string Get(ref Utf8JsonReader reader)
    {
        foreach (string name in _names)
        {
            if (reader.ValueTextEquals(name))
            {
                return name;
            }
        }

        return string.Empty;
    }
}
