namespace NeuralPS.Engine.Formulas.Vectors;

/// <summary>
/// Turns expressions into instructions. Equal parts are computed once, parts without variables now, in double precision, and small whole
/// powers become products. Registers are used again as soon as nothing needs what they hold.
/// </summary>
internal sealed class ProgramBuilder
{
    private const int LargestProductPower = 64;

    // While building, a register is the number of the instruction that writes it.
    private readonly List<Instruction> _instructions = [];
    private readonly Dictionary<Instruction, Operand> _known = [];
    private readonly Dictionary<Expression, Operand> _places = [];
    private readonly HashSet<int> _inputs = [];

    /// <summary>Says that an expression, such as a variable, is an input.</summary>
    public void AddInput(Expression expression, int index) => _places[expression] = Operand.Input(index);

    /// <summary>True when what was built reads an input.</summary>
    public bool Reads(int input) => _inputs.Contains(input);

    /// <summary>The place of an expression's value.</summary>
    public Operand Compile(Expression expression)
    {
        if (!_places.TryGetValue(expression, out Operand place))
        {
            place = expression switch
            {
                NumberExpression number => Operand.Number((float)number.Value),
                ConstantExpression constant => Operand.Number((float)constant.Value),
                VariableExpression variable => throw new InvalidOperationException($"The variable '{variable.Name}' is no input."),
                _ => CompileOperation((OperationExpression)expression),
            };
            _places.Add(expression, place);
        }

        if (place.Kind == OperandKind.Input)
        {
            _inputs.Add(place.Index);
        }

        return place;
    }

    /// <summary>The product of a weight and a slope, which is 0 where the weight is.</summary>
    public Operand Weigh(Operand weight, Operand slope)
    {
        if (weight.Kind == OperandKind.Input)
        {
            _inputs.Add(weight.Index);
        }

        return Emit(VectorOperation.Weigh, weight, slope);
    }

    /// <summary>The program that writes these values.</summary>
    public VectorProgram Build(params Operand[] outputs)
    {
        int[] lastUse = new int[_instructions.Count];
        for (int i = 0; i < lastUse.Length; i++)
        {
            lastUse[i] = i;
            foreach (Operand operand in GetOperands(_instructions[i]))
            {
                lastUse[operand.Index] = i;
            }
        }

        foreach (Operand output in outputs.Where(output => output.Kind == OperandKind.Register))
        {
            lastUse[output.Index] = int.MaxValue;
        }

        // The target is taken before the operands are given back: no instruction writes where it reads.
        int[] registers = new int[lastUse.Length];
        var free = new Stack<int>();
        int count = 0;
        var instructions = new Instruction[lastUse.Length];
        for (int i = 0; i < lastUse.Length; i++)
        {
            registers[i] = free.TryPop(out int register) ? register : count++;
            Instruction step = _instructions[i];
            instructions[i] = step with
            {
                Target = registers[i], A = Place(step.A, registers), B = Place(step.B, registers), C = Place(step.C, registers),
            };
            foreach (int index in GetOperands(step).Select(operand => operand.Index).Append(i).Distinct().Where(index => lastUse[index] == i))
            {
                free.Push(registers[index]);
            }
        }

        return new VectorProgram(instructions, [.. outputs.Select(output => Place(output, registers))], count);
    }

    private static Operand Place(Operand operand, int[] registers) =>
        operand.Kind == OperandKind.Register ? Operand.Register(registers[operand.Index]) : operand;

    private static IEnumerable<Operand> GetOperands(Instruction step) =>
        new[] { step.A, step.B, step.C }.Where(operand => operand.Kind == OperandKind.Register);

    private Operand CompileOperation(OperationExpression operation)
    {
        if (!HasInput(operation))
        {
            return Operand.Number((float)ExpressionEvaluation.Evaluate(operation, new Dictionary<string, double>()));
        }

        Operand a = Compile(operation.First);
        switch (operation.Operands.Length)
        {
            case 1:
                return Emit((VectorOperation)operation.Operation, a);
            case 2 when operation is { Operation: FormulaOperation.Power, Second: NumberExpression exponent }:
                return CompilePower(a, exponent.Value);
            case 2:
                return Emit((VectorOperation)operation.Operation, a, Compile(operation.Second));
            default:
                return Emit(VectorOperation.Where, Fill(a), Fill(Compile(operation.Second)), Fill(Compile(operation.Third)));
        }
    }

    private bool HasInput(Expression expression)
    {
        if (_places.TryGetValue(expression, out Operand place) && place.Kind != OperandKind.Number)
        {
            return true;
        }

        if (expression is OperationExpression operation)
        {
            foreach (Expression operand in operation.Operands)
            {
                if (HasInput(operand))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private Operand CompilePower(Operand a, double exponent)
    {
        if (exponent == 0.5)
        {
            return Emit(VectorOperation.Sqrt, a);
        }

        double magnitude = Math.Abs(exponent);
        if (exponent == 0 || magnitude > LargestProductPower || Math.Floor(magnitude) != magnitude)
        {
            return Emit(VectorOperation.Power, a, Operand.Number((float)exponent));
        }

        Operand? product = null;
        Operand square = a;
        for (int rest = (int)magnitude; rest > 0; rest >>= 1)
        {
            if ((rest & 1) != 0)
            {
                product = product is { } other ? Emit(VectorOperation.Multiply, other, square) : square;
            }

            square = rest > 1 ? Emit(VectorOperation.Multiply, square, square) : square;
        }

        return exponent > 0 ? product!.Value : Emit(VectorOperation.Divide, Operand.Number(1), product!.Value);
    }

    // Choices take blocks only.
    private Operand Fill(Operand operand) => operand.Kind == OperandKind.Number ? Emit(VectorOperation.Fill, operand) : operand;

    private Operand Emit(VectorOperation operation, Operand a, Operand b = default, Operand c = default)
    {
        var step = new Instruction(operation, 0, a, b, c);
        if (!_known.TryGetValue(step, out Operand place))
        {
            place = Operand.Register(_instructions.Count);
            _instructions.Add(step);
            _known.Add(step, place);
        }

        return place;
    }
}
