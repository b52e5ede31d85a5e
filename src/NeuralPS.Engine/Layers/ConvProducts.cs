using NeuralPS.Engine.Kernels;
using NeuralPS.Engine.Tensors;

namespace NeuralPS.Engine.Layers;

/// <summary>Lays out the products of a convolution, forwards and for its input gradient.</summary>
internal static class ConvProducts
{
    /// <summary>z[y, x] = sum over blocks, ky, kx, channels of x[y s + ky d, x s + kx d] w[ky, kx].</summary>
    public static ImageProduct Forward(ConvGeometry geometry)
    {
        Layout input = geometry.Input;
        Layout output = geometry.Output;
        Window window = geometry.Window;
        SegmentList segments = NewSegments(geometry);
        for (int block = 0; block < geometry.InputBlocks; block++)
        {
            for (int tap = 0; tap < geometry.Taps; tap++)
            {
                segments.Add(
                    (block * input.BlockStride) + geometry.TapOffset(tap / window.Width, tap % window.Width),
                    ((long)block * geometry.Taps + tap) * geometry.TapLength * Layout.BlockSize);
            }
        }

        segments.Join();
        return new ImageProduct(
            geometry,
            segments,
            input,
            output,
            output.Height,
            output.Width,
            (y, x) => geometry.WindowOrigin + ((long)y * window.Stride * input.LineStride) + ((long)x * window.Stride * input.PixelStride),
            (y, x) => output.Origin + ((long)y * output.LineStride) + (x * Layout.BlockSize),
            geometry.InputBlocks,
            geometry.OutputBlocks);
    }

    /// <summary>
    /// dx[i] = sum over blocks and those ky with i + padding - ky d = s y of dz[y] w[ky], and likewise across. Pixels that
    /// agree modulo the stride meet the same elements of the window: a product each.
    /// </summary>
    /// <param name="geometry">The convolution.</param>
    /// <param name="gradient">The layout of dz, with the halo of <see cref="GetGradientHalo"/>.</param>
    public static ImageProduct[] InputGradient(ConvGeometry geometry, Layout gradient)
    {
        int stride = geometry.Window.Stride;
        var products = new List<ImageProduct>();
        for (int y = 0; y < Math.Min(stride, geometry.Input.Height); y++)
        {
            for (int x = 0; x < Math.Min(stride, geometry.Input.Width); x++)
            {
                products.Add(InputGradient(geometry, gradient, y, x));
            }
        }

        return [.. products];
    }

    /// <summary>The zeros around dz that the input gradient reads.</summary>
    /// <param name="window">The window of the convolution, with its padding.</param>
    /// <param name="height">Lines of the convolution's input.</param>
    /// <param name="width">Pixels of a line of the convolution's input.</param>
    public static Halo GetGradientHalo(in Window window, int height, int width)
    {
        (int top, int bottom) = GetReach(height, window.OutputHeight, window.Halo.Top, window.Height, window.Stride, window.Dilation);
        (int left, int right) = GetReach(width, window.OutputWidth, window.Halo.Left, window.Width, window.Stride, window.Dilation);
        return new Halo(top, left, bottom, right);
    }

    /// <summary>Where in an image of dz the window of the first dx begins, for windows of 3 x 3 at stride 1: in the halo.</summary>
    /// <param name="window">The window of the convolution, with its padding.</param>
    /// <param name="gradient">The layout of dz, with the halo of <see cref="GetGradientHalo"/>.</param>
    public static long GetGradientOrigin(in Window window, Layout gradient) =>
        gradient.Origin + ((window.Halo.Top - 2L) * gradient.LineStride) + ((window.Halo.Left - 2L) * gradient.PixelStride);

    private static ImageProduct InputGradient(ConvGeometry geometry, Layout gradient, int firstY, int firstX)
    {
        Layout input = geometry.Input;
        Window window = geometry.Window;
        int stride = window.Stride;
        SegmentList segments = NewSegments(geometry);
        for (int block = 0; block < geometry.OutputBlocks; block++)
        {
            // Backwards through the window, so that offsets rise: the transposed weights stand in this order.
            for (int tap = 0; tap < geometry.Taps; tap++)
            {
                int mirrored = geometry.Taps - 1 - tap;
                int y = firstY + window.Halo.Top - (mirrored / window.Width * window.Dilation);
                int x = firstX + window.Halo.Left - (mirrored % window.Width * window.Dilation);
                if (y % stride == 0 && x % stride == 0)
                {
                    segments.Add(
                        (block * gradient.BlockStride) + ((long)(y / stride) * gradient.LineStride) + (x / stride * Layout.BlockSize),
                        ((long)block * geometry.Taps + tap) * geometry.TapLength * Layout.BlockSize);
                }
            }
        }

        segments.Join();
        return new ImageProduct(
            geometry,
            segments,
            gradient,
            input,
            (input.Height - firstY + stride - 1) / stride,
            (input.Width - firstX + stride - 1) / stride,
            (y, x) => gradient.Origin + ((long)y * gradient.LineStride) + (x * Layout.BlockSize),
            (y, x) => input.Origin + ((long)(firstY + (y * stride)) * input.LineStride) + ((firstX + (x * stride)) * Layout.BlockSize),
            geometry.OutputBlocks,
            geometry.InputBlocks);
    }

    // Lines of dz before its first and after its last that some line of dx refers to.
    private static (int Before, int After) GetReach(int size, int outputSize, int padding, int window, int stride, int dilation)
    {
        int before = 0;
        int after = 0;
        for (int first = 0; first < Math.Min(stride, size); first++)
        {
            int last = (size - 1 - first) / stride;
            for (int k = 0; k < window; k++)
            {
                int position = first + padding - (k * dilation);
                if (position % stride == 0)
                {
                    before = Math.Max(before, -(position / stride));
                    after = Math.Max(after, last + (position / stride) - (outputSize - 1));
                }
            }
        }

        return (before, after);
    }

    private static SegmentList NewSegments(ConvGeometry geometry) =>
        new(geometry.TapLength, geometry.IsDepthwise ? Layout.BlockSize : 1);
}
