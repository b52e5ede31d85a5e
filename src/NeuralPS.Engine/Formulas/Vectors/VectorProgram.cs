using System.Runtime.CompilerServices;
using NeuralPS.Engine.Tensors;

namespace NeuralPS.Engine.Formulas.Vectors;

/// <summary>
/// A formula as instructions over blocks of float32 values that stay in the first cache. It has no state and allocates nothing when it
/// runs, so that one instance serves all threads; the bits of an element depend on its inputs alone, not on its place or the length.
/// </summary>
internal sealed unsafe class VectorProgram
{
    /// <summary>The most inputs and outputs.</summary>
    private const int MaximumPorts = 4;

    // All registers together should leave room in 32 KB for the blocks of the inputs and outputs.
    private const int RegisterFloats = 5120;
    private const int LargestBlock = 256;
    private const int SmallestBlock = Layout.BlockSize;

    // On the stack: 128 KB.
    private const int MaximumFloats = 32768;

    private readonly Instruction[] _instructions;
    private readonly Operand[] _outputs;
    private readonly int _registers;
    private readonly int _block;

    /// <summary>Creates a program: see <see cref="ProgramBuilder.Build"/>.</summary>
    /// <exception cref="FormulaException"><c>FormulaTooLarge</c>.</exception>
    public VectorProgram(Instruction[] instructions, Operand[] outputs, int registers)
    {
        _instructions = instructions;
        _outputs = outputs;
        _registers = registers;
        int fitting = RegisterFloats / Math.Max(1, registers) / SmallestBlock * SmallestBlock;
        _block = Math.Clamp(fitting, SmallestBlock, LargestBlock);
        if ((registers + MaximumPorts) * _block > MaximumFloats)
        {
            throw new FormulaException(
                "FormulaTooLarge", $"The formula needs {registers} values at a time, which is too many to run. Write it more shortly.");
        }
    }

    /// <summary>The number of registers.</summary>
    public int RegisterCount => _registers;

    /// <summary>The number of instructions.</summary>
    public int InstructionCount => _instructions.Length;

    /// <summary>Runs over one input.</summary>
    public void Run(ReadOnlySpan<float> x, Span<float> result)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(result.Length, x.Length);
        fixed (float* source = x, target = result)
        {
            float** ports = stackalloc float*[2] { source, target };
            Run(ports, 1, ports + 1, x.Length);
        }
    }

    /// <summary>
    /// Runs over <paramref name="length"/> elements. Outputs may be the same memory as inputs.
    /// </summary>
    /// <param name="inputs">Where the inputs start; those that the program does not read may be null.</param>
    /// <param name="inputCount">The number of inputs.</param>
    /// <param name="outputs">Where the outputs start, one for each operand that was given to the builder.</param>
    /// <param name="length">The number of elements.</param>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run(float** inputs, int inputCount, float** outputs, int length)
    {
        float* registers = stackalloc float[(_registers + inputCount) * _block];
        float** sources = stackalloc float*[inputCount];
        for (int first = 0; first < length; first += _block)
        {
            int count = Math.Min(_block, length - first);
            int padded = (count + SmallestBlock - 1) / SmallestBlock * SmallestBlock;
            for (int i = 0; i < inputCount; i++)
            {
                sources[i] = inputs[i] is null ? null : inputs[i] + first;
                if (padded != count && sources[i] is not null)
                {
                    sources[i] = Pad(sources[i], count, registers + ((_registers + i) * _block), padded);
                }
            }

            foreach (ref readonly Instruction step in _instructions.AsSpan())
            {
                VectorKernels.Run(
                    step,
                    Locate(step.A, sources, registers),
                    Locate(step.B, sources, registers),
                    Locate(step.C, sources, registers),
                    registers + (step.Target * _block),
                    padded);
            }

            for (int i = 0; i < _outputs.Length; i++)
            {
                var target = new Span<float>(outputs[i] + first, count);
                if (_outputs[i].Kind == OperandKind.Number)
                {
                    target.Fill(_outputs[i].Value);
                }
                else
                {
                    new ReadOnlySpan<float>(Locate(_outputs[i], sources, registers), count).CopyTo(target);
                }
            }
        }
    }

    private static float* Pad(float* source, int count, float* target, int padded)
    {
        new ReadOnlySpan<float>(source, count).CopyTo(new Span<float>(target, count));
        new Span<float>(target + count, padded - count).Clear();
        return target;
    }

    private float* Locate(Operand operand, float** sources, float* registers) => operand.Kind switch
    {
        OperandKind.Register => registers + (operand.Index * _block),
        OperandKind.Input => sources[operand.Index],
        _ => null,
    };
}
