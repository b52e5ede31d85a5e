using System.Runtime.CompilerServices;
using NeuralPS.Engine.Tensors;

namespace NeuralPS.Engine.Kernels;

/// <summary>Transposes weights from panels of outputs [out/16][in][16] to panels of inputs [in/16][out][16].</summary>
internal static unsafe class BlockTranspose
{
    /// <summary>Transposes.</summary>
    /// <param name="source">The weights, both sizes in whole blocks.</param>
    /// <param name="destination">Receives the transposed weights.</param>
    /// <param name="outputBlocks">Blocks of 16 outputs.</param>
    /// <param name="inputBlocks">Blocks of 16 inputs.</param>
    /// <param name="output">The block of outputs to transpose.</param>
    public static void Run(float* source, float* destination, int outputBlocks, int inputBlocks, int output)
    {
        const int Square = Layout.BlockSize * Layout.BlockSize;
        for (int input = 0; input < inputBlocks; input++)
        {
            RunSquare(source + ((((long)output * inputBlocks) + input) * Square), destination + ((((long)input * outputBlocks) + output) * Square));
        }
    }

    /// <summary>Transposes 16 x 16 floats.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void RunSquare(float* source, float* destination)
    {
        for (int k = 0; k < Layout.BlockSize; k++)
        {
            for (int o = 0; o < Layout.BlockSize; o++)
            {
                destination[(o * Layout.BlockSize) + k] = source[(k * Layout.BlockSize) + o];
            }
        }
    }
}
