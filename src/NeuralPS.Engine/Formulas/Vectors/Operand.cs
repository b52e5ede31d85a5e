namespace NeuralPS.Engine.Formulas.Vectors;

/// <summary>Where an instruction finds an operand.</summary>
internal enum OperandKind : byte
{
    /// <summary>There is none.</summary>
    None,

    /// <summary>A register: a block of values that an instruction wrote.</summary>
    Register,

    /// <summary>An input of the program.</summary>
    Input,

    /// <summary>The same number for all elements.</summary>
    Number,
}

/// <summary>An operand of an instruction.</summary>
/// <param name="Kind">Where it is.</param>
/// <param name="Index">Which register, or which input.</param>
/// <param name="Value">The number.</param>
internal readonly record struct Operand(OperandKind Kind, int Index, float Value)
{
    /// <summary>The same number for all elements.</summary>
    public static Operand Number(float value) => new(OperandKind.Number, 0, value);

    /// <summary>An input.</summary>
    public static Operand Input(int index) => new(OperandKind.Input, index, 0);

    /// <summary>A register.</summary>
    public static Operand Register(int index) => new(OperandKind.Register, index, 0);
}

/// <summary>One step of a program over a block of values.</summary>
/// <param name="Operation">What is computed.</param>
/// <param name="Target">The register that is written, which none of the operands is.</param>
/// <param name="A">The first operand.</param>
/// <param name="B">The second operand.</param>
/// <param name="C">The third operand.</param>
internal readonly record struct Instruction(VectorOperation Operation, int Target, Operand A, Operand B, Operand C);
