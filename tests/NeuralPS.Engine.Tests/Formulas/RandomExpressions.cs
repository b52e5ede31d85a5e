using NeuralPS.Engine.Formulas;

namespace NeuralPS.Engine.Tests.Formulas;

/// <summary>Random trees for property tests: the same for the same seed.</summary>
internal sealed class RandomExpressions(int seed, params string[] variables)
{
    private static readonly FormulaOperation[] Operations = Enum.GetValues<FormulaOperation>();

    // Seeded and for tests only.
    private readonly Random _random = new(seed);

    /// <summary>A tree of at most so many levels.</summary>
    public Expression Next(int depth)
    {
        if (depth == 0 || _random.Next(6) == 0)
        {
            return _random.Next(4) switch
            {
                0 => Math.Round((_random.NextDouble() * 8) - 4, _random.Next(4)),
                1 => _random.Next(2) == 0 ? ConstantExpression.Pi : ConstantExpression.E,
                _ => new VariableExpression(variables[_random.Next(variables.Length)]),
            };
        }

        FormulaOperation operation = _random.Next(3) == 0
            ? Operations[_random.Next(Operations.Length)]
            : Operations[_random.Next((int)FormulaOperation.Negate + 1)];
        if (operation == FormulaOperation.Negate)
        {
            return -Next(depth - 1);
        }

        var operands = new Expression[FormulaNames.GetArity(operation)];
        for (int i = 0; i < operands.Length; i++)
        {
            operands[i] = Next(depth - 1);
        }

        return new OperationExpression(operation, operands);
    }
}
