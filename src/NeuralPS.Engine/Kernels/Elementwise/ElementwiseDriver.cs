using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace NeuralPS.Engine.Kernels.Elementwise;

/// <summary>
/// The loops over elements, with the widest vectors that the processor has. The last, incomplete vector is padded: an element
/// takes the same path wherever it stands, so its bits depend neither on its position nor on the length.
/// </summary>
internal static unsafe class ElementwiseDriver
{
    /// <summary>y = f(x); <paramref name="y"/> may be the same memory as <paramref name="x"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run<TOperation>(ReadOnlySpan<float> x, Span<float> y, TOperation operation = default)
        where TOperation : struct, IUnaryOperation
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(y.Length, x.Length);
        fixed (float* source = x, destination = y)
        {
            if (Vector512.IsHardwareAccelerated)
            {
                Run<Float512, TOperation>(source, destination, x.Length, operation);
            }
            else if (Vector256.IsHardwareAccelerated)
            {
                Run<Float256, TOperation>(source, destination, x.Length, operation);
            }
            else
            {
                Run<Float128, TOperation>(source, destination, x.Length, operation);
            }
        }
    }

    /// <summary>y = f(x1, x2); <paramref name="y"/> may be the same memory as either.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run<TOperation>(
        ReadOnlySpan<float> x1, ReadOnlySpan<float> x2, Span<float> y, TOperation operation = default)
        where TOperation : struct, IBinaryOperation
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(x2.Length, x1.Length);
        ArgumentOutOfRangeException.ThrowIfLessThan(y.Length, x1.Length);
        fixed (float* source1 = x1, source2 = x2, destination = y)
        {
            if (Vector512.IsHardwareAccelerated)
            {
                Run<Float512, TOperation>(source1, source2, destination, x1.Length, operation);
            }
            else if (Vector256.IsHardwareAccelerated)
            {
                Run<Float256, TOperation>(source1, source2, destination, x1.Length, operation);
            }
            else
            {
                Run<Float128, TOperation>(source1, source2, destination, x1.Length, operation);
            }
        }
    }

    /// <summary>The loop of y = f(x) for vectors of type <typeparamref name="T"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run<T, TOperation>(float* x, float* y, int length, TOperation operation)
        where T : struct, IFloatVector<T>
        where TOperation : struct, IUnaryOperation
    {
        int i = 0;
        for (; i <= length - T.Count; i += T.Count)
        {
            operation.Invoke(T.Load(x + i)).Store(y + i);
        }

        if (i < length)
        {
            RunTail<T, TOperation>(x + i, y + i, length - i, operation);
        }
    }

    /// <summary>The loop of y = f(x1, x2) for vectors of type <typeparamref name="T"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run<T, TOperation>(float* x1, float* x2, float* y, int length, TOperation operation)
        where T : struct, IFloatVector<T>
        where TOperation : struct, IBinaryOperation
    {
        int i = 0;
        for (; i <= length - T.Count; i += T.Count)
        {
            operation.Invoke(T.Load(x1 + i), T.Load(x2 + i)).Store(y + i);
        }

        if (i < length)
        {
            RunTail<T, TOperation>(x1 + i, x2 + i, y + i, length - i, operation);
        }
    }

    // Not inlined: the loops keep their registers.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void RunTail<T, TOperation>(float* x, float* y, int length, TOperation operation)
        where T : struct, IFloatVector<T>
        where TOperation : struct, IUnaryOperation
    {
        operation.Invoke(T.LoadFirst(x, length)).StoreFirst(y, length);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void RunTail<T, TOperation>(float* x1, float* x2, float* y, int length, TOperation operation)
        where T : struct, IFloatVector<T>
        where TOperation : struct, IBinaryOperation
    {
        operation.Invoke(T.LoadFirst(x1, length), T.LoadFirst(x2, length)).StoreFirst(y, length);
    }
}
