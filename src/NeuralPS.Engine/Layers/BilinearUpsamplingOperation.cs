using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using NeuralPS.Engine.Kernels.Elementwise;
using NeuralPS.Engine.Tensors;

namespace NeuralPS.Engine.Layers;

/// <summary>
/// y(oy, ox) = (1 - v) ((1 - h) x(t, l) + h x(t, r)) + v ((1 - h) x(b, l) + h x(b, r)), where the place (o + 1/2) / f - 1/2 of the
/// output pixel, at least 0, lies a part v (h) of the way from line t to line b (pixel l to r). Backwards each of the four receives
/// dL/dy times its weight. In a sequence there is one line, and so v = 0.
/// </summary>
internal sealed unsafe class BilinearUpsamplingOperation : PlaneOperation
{
    private readonly Neighbours[] _lines;
    private readonly Neighbours[] _pixels;

    /// <summary>Compiles the layer.</summary>
    public BilinearUpsamplingOperation(UpsamplingLayer layer, CompileContext context)
        : base(context)
    {
        _lines = GetNeighbours(Input.Layout.Height, Output.Layout.Height / Input.Layout.Height);
        _pixels = GetNeighbours(Input.Layout.Width, layer.Factor);
    }

    /// <inheritdoc/>
    protected override void ForwardPlane(float* input, float* output, int plane)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            Forward<Float512>(input, output);
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            Forward<Float256>(input, output);
        }
        else
        {
            Forward<Float128>(input, output);
        }
    }

    /// <inheritdoc/>
    protected override void BackwardPlane(float* inputGradient, float* outputGradient, int plane)
    {
        Clear(inputGradient);
        if (Vector512.IsHardwareAccelerated)
        {
            Backward<Float512>(inputGradient, outputGradient);
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            Backward<Float256>(inputGradient, outputGradient);
        }
        else
        {
            Backward<Float128>(inputGradient, outputGradient);
        }
    }

    private static Neighbours[] GetNeighbours(int size, int factor)
    {
        var neighbours = new Neighbours[size * factor];
        for (int o = 0; o < neighbours.Length; o++)
        {
            double place = Math.Max(((o + 0.5) / factor) - 0.5, 0);
            int first = (int)place;
            neighbours[o] = new Neighbours(first, Math.Min(first + 1, size - 1), (float)(place - first));
        }

        return neighbours;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Forward<T>(float* input, float* output)
        where T : struct, IFloatVector<T>
    {
        int line = Input.Layout.LineStride;
        for (int oy = 0; oy < _lines.Length; oy++)
        {
            Neighbours vertical = _lines[oy];
            float* top = input + ((long)vertical.First * line);
            float* bottom = input + ((long)vertical.Second * line);
            float* y = output + ((long)oy * Output.Layout.LineStride);
            T above = T.Create(1 - vertical.Part);
            T below = T.Create(vertical.Part);
            for (int ox = 0; ox < _pixels.Length; ox++)
            {
                Neighbours horizontal = _pixels[ox];
                int left = horizontal.First * Layout.BlockSize;
                int right = horizontal.Second * Layout.BlockSize;
                T before = T.Create(1 - horizontal.Part);
                T behind = T.Create(horizontal.Part);
                for (int lane = 0; lane < Layout.BlockSize; lane += T.Count)
                {
                    T upper = T.FusedMultiplyAdd(behind, T.Load(top + right + lane), before * T.Load(top + left + lane));
                    T lower = T.FusedMultiplyAdd(behind, T.Load(bottom + right + lane), before * T.Load(bottom + left + lane));
                    T.FusedMultiplyAdd(below, lower, above * upper).Store(y + lane);
                }

                y += Layout.BlockSize;
            }
        }
    }

    // Adds one after another: at the border two of the four are the same pixel.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Backward<T>(float* inputGradient, float* outputGradient)
        where T : struct, IFloatVector<T>
    {
        int line = Input.Layout.LineStride;
        for (int oy = 0; oy < _lines.Length; oy++)
        {
            Neighbours vertical = _lines[oy];
            float* top = inputGradient + ((long)vertical.First * line);
            float* bottom = inputGradient + ((long)vertical.Second * line);
            float* dy = outputGradient + ((long)oy * Output.Layout.LineStride);
            T above = T.Create(1 - vertical.Part);
            T below = T.Create(vertical.Part);
            for (int ox = 0; ox < _pixels.Length; ox++)
            {
                Neighbours horizontal = _pixels[ox];
                int left = horizontal.First * Layout.BlockSize;
                int right = horizontal.Second * Layout.BlockSize;
                T before = T.Create(1 - horizontal.Part);
                T behind = T.Create(horizontal.Part);
                for (int lane = 0; lane < Layout.BlockSize; lane += T.Count)
                {
                    T gradient = T.Load(dy + lane);
                    T upper = above * gradient;
                    T lower = below * gradient;
                    AddProduct(before, upper, top + left + lane);
                    AddProduct(behind, upper, top + right + lane);
                    AddProduct(before, lower, bottom + left + lane);
                    AddProduct(behind, lower, bottom + right + lane);
                }

                dy += Layout.BlockSize;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddProduct<T>(T weight, T gradient, float* target)
        where T : struct, IFloatVector<T> => T.FusedMultiplyAdd(weight, gradient, T.Load(target)).Store(target);

    /// <summary>The lines or pixels of the input between which one of the output lies, and which part of the way from the first.</summary>
    private readonly record struct Neighbours(int First, int Second, float Part);
}
