using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using NeuralPS.Engine.Tensors;

namespace NeuralPS.Engine.Kernels;

/// <summary>Sums pixels (or rows) of 16 contiguous floats, lane by lane, in their order.</summary>
internal static unsafe class BlockSum
{
    /// <summary>Writes the 16 sums.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(float* pixels, int count, float* sums)
    {
        Vector512<float> sum = Vector512<float>.Zero;
        for (int i = 0; i < count; i++)
        {
            sum += Vector512.Load(pixels + ((nint)i * Layout.BlockSize));
        }

        sum.Store(sums);
    }
}
