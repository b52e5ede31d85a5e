using System.Numerics.Tensors;
using System.Runtime.CompilerServices;

namespace NeuralPS.Engine.Formulas.Vectors;

/// <summary>What is computed element by element: rare functions, and arguments for which the vector form is not accurate.</summary>
internal static unsafe class ScalarKernels
{
    // Up to here the vector form of the sine reduces its argument exactly enough.
    private const float LargestAngle = 8192f;

    /// <summary>tan, asin, acos or atan.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(VectorOperation operation, ReadOnlySpan<float> x, Span<float> y)
    {
        switch (operation)
        {
            case VectorOperation.Tan:
                for (int i = 0; i < x.Length; i++)
                {
                    y[i] = MathF.Tan(x[i]);
                }

                break;
            case VectorOperation.Asin:
                for (int i = 0; i < x.Length; i++)
                {
                    y[i] = MathF.Asin(x[i]);
                }

                break;
            case VectorOperation.Acos:
                for (int i = 0; i < x.Length; i++)
                {
                    y[i] = MathF.Acos(x[i]);
                }

                break;
            case VectorOperation.Atan:
                for (int i = 0; i < x.Length; i++)
                {
                    y[i] = MathF.Atan(x[i]);
                }

                break;
            default:
                throw new InvalidOperationException($"{operation} has no kernel.");
        }
    }

    /// <summary>a^b: not by logarithms, which know no negative bases.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Power(in Instruction step, float* a, float* b, Span<float> y)
    {
        float left = step.A.Value;
        float right = step.B.Value;
        for (int i = 0; i < y.Length; i++)
        {
            y[i] = MathF.Pow(a is null ? left : a[i], b is null ? right : b[i]);
        }
    }

    /// <summary>Computes the sines of large angles again.</summary>
    public static void RepairSine(ReadOnlySpan<float> x, Span<float> y)
    {
        if (HasLargeAngle(x))
        {
            for (int i = 0; i < x.Length; i++)
            {
                y[i] = MathF.Abs(x[i]) <= LargestAngle ? y[i] : MathF.Sin(x[i]);
            }
        }
    }

    /// <summary>Computes the cosines of large angles again.</summary>
    public static void RepairCosine(ReadOnlySpan<float> x, Span<float> y)
    {
        if (HasLargeAngle(x))
        {
            for (int i = 0; i < x.Length; i++)
            {
                y[i] = MathF.Abs(x[i]) <= LargestAngle ? y[i] : MathF.Cos(x[i]);
            }
        }
    }

    // Negated, so that NaN counts as large.
    private static bool HasLargeAngle(ReadOnlySpan<float> x) => !(TensorPrimitives.MaxMagnitude(x) <= LargestAngle);
}
