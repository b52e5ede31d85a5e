using System.Management.Automation;

namespace NeuralPS;

/// <summary>Makes flat records with properties that depend on the data.</summary>
internal static class Record
{
    /// <summary>An empty record.</summary>
    /// <param name="typeName">The type name that views go by.</param>
    public static PSObject Create(string typeName)
    {
        var record = new PSObject();
        record.TypeNames.Insert(0, typeName);
        return record;
    }

    /// <summary>Adds a property.</summary>
    public static void Add(this PSObject record, string name, object? value) => record.Properties.Add(new PSNoteProperty(name, value));

    /// <summary>Adds a property, or changes it where the object has it already.</summary>
    public static void Set(this PSObject record, string name, object? value)
    {
        record.Properties.Remove(name);
        record.Properties.Add(new PSNoteProperty(name, value));
    }
}
