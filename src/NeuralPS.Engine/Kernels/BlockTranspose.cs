using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using NeuralPS.Engine.Tensors;

namespace NeuralPS.Engine.Kernels;

/// <summary>Transposes weights from panels of outputs [out/16][in][16] to panels of inputs [in/16][out][16].</summary>
internal static unsafe class BlockTranspose
{
    private const int BlockSize = Layout.BlockSize;

    /// <summary>Transposes a block of outputs.</summary>
    /// <param name="source">The weights, both sizes in whole blocks.</param>
    /// <param name="destination">Receives the transposed weights.</param>
    /// <param name="outputBlocks">Blocks of 16 outputs.</param>
    /// <param name="inputBlocks">Blocks of 16 inputs.</param>
    /// <param name="output">The block of outputs to transpose.</param>
    public static void Run(float* source, float* destination, int outputBlocks, int inputBlocks, int output)
    {
        const int Square = BlockSize * BlockSize;
        for (int input = 0; input < inputBlocks; input++)
        {
            float* from = source + ((((long)output * inputBlocks) + input) * Square);
            RunSquare(from, destination + ((((long)input * outputBlocks) + output) * Square));
        }
    }

    /// <summary>Transposes 16 x 16 floats: to[o, k] = from[k, o].</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void RunSquare(float* from, float* to)
    {
        for (int k = 0; k < BlockSize; k += 4)
        {
            for (int o = 0; o < BlockSize; o += 4)
            {
                RunFour(from + (k * BlockSize) + o, to + (o * BlockSize) + k);
            }
        }
    }

    /// <summary>Transposes four lines of four: a, b, c and d receive the first to the fourth elements of all.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Turn(ref Vector128<float> a, ref Vector128<float> b, ref Vector128<float> c, ref Vector128<float> d)
    {
        // Lines are interleaved in pairs, and then the pairs.
        Vector128<double> abLow = InterleaveLow(a, b).AsDouble(), cdLow = InterleaveLow(c, d).AsDouble();
        Vector128<double> abHigh = InterleaveHigh(a, b).AsDouble(), cdHigh = InterleaveHigh(c, d).AsDouble();
        a = LowerHalves(abLow, cdLow).AsSingle();
        b = UpperHalves(abLow, cdLow).AsSingle();
        c = LowerHalves(abHigh, cdHigh).AsSingle();
        d = UpperHalves(abHigh, cdHigh).AsSingle();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void RunFour(float* from, float* to)
    {
        Vector128<float> a = Vector128.Load(from);
        Vector128<float> b = Vector128.Load(from + BlockSize);
        Vector128<float> c = Vector128.Load(from + (2 * BlockSize));
        Vector128<float> d = Vector128.Load(from + (3 * BlockSize));
        Turn(ref a, ref b, ref c, ref d);
        Vector128.Store(a, to);
        Vector128.Store(b, to + BlockSize);
        Vector128.Store(c, to + (2 * BlockSize));
        Vector128.Store(d, to + (3 * BlockSize));
    }

    // a0 b0 a1 b1.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> InterleaveLow(Vector128<float> a, Vector128<float> b) =>
        Sse.IsSupported ? Sse.UnpackLow(a, b)
        : AdvSimd.Arm64.IsSupported ? AdvSimd.Arm64.ZipLow(a, b)
        : Vector128.Create(a.GetElement(0), b.GetElement(0), a.GetElement(1), b.GetElement(1));

    // a2 b2 a3 b3.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> InterleaveHigh(Vector128<float> a, Vector128<float> b) =>
        Sse.IsSupported ? Sse.UnpackHigh(a, b)
        : AdvSimd.Arm64.IsSupported ? AdvSimd.Arm64.ZipHigh(a, b)
        : Vector128.Create(a.GetElement(2), b.GetElement(2), a.GetElement(3), b.GetElement(3));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<double> LowerHalves(Vector128<double> a, Vector128<double> b) =>
        Sse2.IsSupported ? Sse2.UnpackLow(a, b)
        : AdvSimd.Arm64.IsSupported ? AdvSimd.Arm64.ZipLow(a, b)
        : Vector128.Create(a.GetElement(0), b.GetElement(0));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<double> UpperHalves(Vector128<double> a, Vector128<double> b) =>
        Sse2.IsSupported ? Sse2.UnpackHigh(a, b)
        : AdvSimd.Arm64.IsSupported ? AdvSimd.Arm64.ZipHigh(a, b)
        : Vector128.Create(a.GetElement(1), b.GetElement(1));
}
