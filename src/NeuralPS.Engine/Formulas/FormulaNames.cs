using System.Collections.Frozen;

namespace NeuralPS.Engine.Formulas;

/// <summary>The functions and constants that formulas may name.</summary>
internal static class FormulaNames
{
    private static readonly FormulaOperation[] Functions = [.. Enum.GetValues<FormulaOperation>().Where(operation => operation >= FormulaOperation.Exp)];

    private static readonly FrozenDictionary<string, FormulaOperation> ByName = Functions
        .Select(operation => KeyValuePair.Create(GetName(operation), operation))
        .Concat([KeyValuePair.Create("pow", FormulaOperation.Power), KeyValuePair.Create("ln", FormulaOperation.Log)])
        .ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>The names of all functions, as messages list them.</summary>
    public static string FunctionList { get; } = string.Join(", ", Functions.Select(GetName).Append("pow"));

    /// <summary>What may be called, by name.</summary>
    public static IEnumerable<string> All => ByName.Keys;

    /// <summary>The name of a function, such as <c>log1p</c>.</summary>
    public static string GetName(FormulaOperation operation) => operation.ToString().ToLowerInvariant();

    /// <summary>The number of operands.</summary>
    public static int GetArity(FormulaOperation operation) => operation switch
    {
        FormulaOperation.Where => 3,
        <= FormulaOperation.Power or FormulaOperation.Min or FormulaOperation.Max => 2,
        _ => 1,
    };

    /// <summary>The function of a name, whatever its case.</summary>
    public static bool TryGetFunction(string name, out FormulaOperation operation) => ByName.TryGetValue(name, out operation);

    /// <summary>pi or e.</summary>
    public static ConstantExpression? FindConstant(string name) =>
        string.Equals(name, "pi", StringComparison.OrdinalIgnoreCase) ? ConstantExpression.Pi
        : name == "e" ? ConstantExpression.E
        : null;
}
