using System.Globalization;

namespace NeuralPS.Engine.Data;

/// <summary>Finds the label of a class by its name.</summary>
internal sealed class ClassIndex
{
    private readonly Dictionary<string, int> _labelOfName = new(StringComparer.Ordinal);
    private readonly bool _areNumbers;

    /// <summary>Lists the names.</summary>
    /// <exception cref="DataException">Two classes have the same name (ClassDuplicate).</exception>
    public ClassIndex(IReadOnlyList<string> names)
    {
        Count = names.Count;
        _areNumbers = names.All(name => double.TryParse(name, NumberStyles.Float, CultureInfo.InvariantCulture, out _));
        for (int i = 0; i < names.Count; i++)
        {
            if (!_labelOfName.TryAdd(names[i], i))
            {
                throw new DataException(
                    "ClassDuplicate", $"Two classes are called '{CellValue.Shorten(names[i])}'; give each a name of its own.");
            }
        }
    }

    /// <summary>The number of classes.</summary>
    public int Count { get; }

    /// <summary>
    /// The label of the class called <paramref name="name"/>. A whole number that is no name is the label itself, in range or not;
    /// but not where all names are numbers, since one class would silently be taken for another.
    /// </summary>
    public bool TryFind(string name, out int label) =>
        _labelOfName.TryGetValue(name, out label)
        || (!_areNumbers && int.TryParse(name, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out label));
}
