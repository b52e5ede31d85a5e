using System.Numerics.Tensors;
using NeuralPS.Engine.Activations;
using NeuralPS.Engine.Kernels.Elementwise;

namespace NeuralPS.Engine.Formulas.Vectors;

/// <summary>The kernels of the instructions. Lengths are multiples of 16, and no kernel writes where it reads.</summary>
internal static unsafe class VectorKernels
{
    /// <summary>Runs an instruction over a block.</summary>
    public static void Run(in Instruction step, float* a, float* b, float* c, float* target, int length)
    {
        var y = new Span<float>(target, length);
        switch (step.Operation)
        {
            case VectorOperation.Add:
                Binary<AddOperation>(step, a, b, y);
                break;
            case VectorOperation.Subtract:
                Binary<SubtractOperation>(step, a, b, y);
                break;
            case VectorOperation.Multiply:
                Binary<MultiplyOperation>(step, a, b, y);
                break;
            case VectorOperation.Divide:
                Binary<DivideOperation>(step, a, b, y);
                break;
            case VectorOperation.Min:
                Binary<MinOperation>(step, a, b, y);
                break;
            case VectorOperation.Max:
                Binary<MaxOperation>(step, a, b, y);
                break;
            case VectorOperation.Weigh:
                Binary<WeighOperation>(step, a, b, y);
                break;
            case VectorOperation.Power:
                ScalarKernels.Power(step, a, b, y);
                break;
            case VectorOperation.Fill:
                y.Fill(step.A.Value);
                break;
            case VectorOperation.Where:
                Choose(a, b, c, target, length);
                break;
            default:
                Unary(step.Operation, new ReadOnlySpan<float>(a, length), y);
                break;
        }
    }

    private static void Unary(VectorOperation operation, ReadOnlySpan<float> x, Span<float> y)
    {
        switch (operation)
        {
            case VectorOperation.Negate:
                TensorPrimitives.Negate(x, y);
                break;
            case VectorOperation.Exp:
                ElementwiseDriver.Run<ExpOperation>(x, y);
                break;
            case VectorOperation.Log:
                TensorPrimitives.Log(x, y);
                break;
            case VectorOperation.Log1p:
                TensorPrimitives.Add(x, 1f, y);
                TensorPrimitives.Log(y, y);
                ElementwiseDriver.Run<Log1pOperation>(x, y, y);
                break;
            case VectorOperation.Expm1:
                ElementwiseDriver.Run<Expm1Operation>(x, y);
                break;
            case VectorOperation.Sqrt:
                TensorPrimitives.Sqrt(x, y);
                break;
            case VectorOperation.Abs:
                TensorPrimitives.Abs(x, y);
                break;
            case VectorOperation.Sign:
                ElementwiseDriver.Run<SignOperation>(x, y);
                break;
            case VectorOperation.Sin:
                ElementwiseDriver.Run<SineOperation>(x, y);
                ScalarKernels.RepairSine(x, y);
                break;
            case VectorOperation.Cos:
                ElementwiseDriver.Run<CosineOperation>(x, y);
                ScalarKernels.RepairCosine(x, y);
                break;
            case VectorOperation.Sinh:
                ElementwiseDriver.Run<SinhOperation>(x, y);
                break;
            case VectorOperation.Cosh:
                ElementwiseDriver.Run<CoshOperation>(x, y);
                break;
            case VectorOperation.Tanh:
                TanhActivation.Instance.Forward(x, y);
                break;
            case VectorOperation.Sigmoid:
                SigmoidActivation.Instance.Forward(x, y);
                break;
            case VectorOperation.Softplus:
                SoftplusActivation.Instance.Forward(x, y);
                break;
            case VectorOperation.ReLU:
                ReLUActivation.Instance.Forward(x, y);
                break;
            case VectorOperation.Step:
                StepActivation.Instance.Forward(x, y);
                break;
            case VectorOperation.GELU:
                GELUActivation.Instance.Forward(x, y);
                break;
            case VectorOperation.SiLU:
                SiLUActivation.Instance.Forward(x, y);
                break;
            case VectorOperation.Erf:
                ElementwiseDriver.Run<ErfOperation>(x, y);
                break;
            default:
                ScalarKernels.Run(operation, x, y);
                break;
        }
    }

    private static void Binary<TOperation>(in Instruction step, float* a, float* b, Span<float> y)
        where TOperation : struct, IBinaryOperation
    {
        if (step.A.Kind == OperandKind.Number)
        {
            ElementwiseDriver.Run(new ReadOnlySpan<float>(b, y.Length), y, new WithLeft<TOperation>(step.A.Value));
        }
        else if (step.B.Kind == OperandKind.Number)
        {
            ElementwiseDriver.Run(new ReadOnlySpan<float>(a, y.Length), y, new WithRight<TOperation>(step.B.Value));
        }
        else
        {
            ElementwiseDriver.Run<TOperation>(new ReadOnlySpan<float>(a, y.Length), new ReadOnlySpan<float>(b, y.Length), y);
        }
    }

    // The compiler makes a conditional move of it; choices are rare in formulas.
    private static void Choose(float* condition, float* then, float* otherwise, float* y, int length)
    {
        for (int i = 0; i < length; i++)
        {
            y[i] = condition[i] > 0 ? then[i] : otherwise[i];
        }
    }
}
