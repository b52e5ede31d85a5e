using System.Runtime.CompilerServices;
using NeuralPS.Engine.Activations;
using NeuralPS.Engine.Tensors;

namespace NeuralPS.Engine.Layers;

/// <summary>
/// Applies an activation to lines of blocked memory, and its derivative on the way back. Lanes beyond the last channel stay zero.
/// </summary>
internal static unsafe class ActivationStep
{
    /// <summary>Writes a = g(z) for <paramref name="pixels"/> pixels of 16 channels; both may be the same memory.</summary>
    /// <param name="activation">g, elementwise.</param>
    /// <param name="z">The values before the activation.</param>
    /// <param name="a">Receives the values after it.</param>
    /// <param name="pixels">Pixels, or rows, of 16 contiguous floats.</param>
    /// <param name="lanes">Lanes in use, 1 to 16.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Forward(Activation activation, float* z, float* a, int pixels, int lanes)
    {
        int length = pixels * Layout.BlockSize;
        activation.Forward(new ReadOnlySpan<float>(z, length), new Span<float>(a, length));
        if (lanes < Layout.BlockSize && !activation.MapsZeroToZero)
        {
            for (int pixel = 0; pixel < pixels; pixel++)
            {
                new Span<float>(a + (pixel * Layout.BlockSize) + lanes, Layout.BlockSize - lanes).Clear();
            }
        }
    }

    /// <summary>Turns dL/da into dL/dz in place.</summary>
    /// <param name="activation">g, elementwise.</param>
    /// <param name="z">The values before the activation; null unless it needs them.</param>
    /// <param name="a">The values after it.</param>
    /// <param name="gradient">dL/da, replaced by dL/dz.</param>
    /// <param name="pixels">Pixels, or rows, of 16 contiguous floats.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Backward(Activation activation, float* z, float* a, float* gradient, int pixels)
    {
        int length = pixels * Layout.BlockSize;
        var slope = new Span<float>(gradient, length);
        activation.Backward(
            z is null ? default : new ReadOnlySpan<float>(z, length), new ReadOnlySpan<float>(a, length), slope, slope);
    }
}
