using NeuralPS.Engine.Randomness;
using NeuralPS.Engine.Tensors;

namespace NeuralPS.Engine.Data.Augmentation;

/// <summary>
/// What happens to one image: output pixel p takes the value at A (p - c) + b of the input, c being the centre, by bilinear
/// interpolation where that lies between pixels; then a square is blotted out.
/// </summary>
internal readonly struct ImageWarp
{
    // Numbers drawn for an image, each at a fixed place, so that one setting does not change what another draws.
    private const int DrawsPerImage = 16;

    private ImageWarp(double yy, double yx, double xy, double xx, double y, double x, int cutY, int cutX, int cutSize)
    {
        (YY, YX, XY, XX, Y, X) = (yy, yx, xy, xx, y, x);
        (CutY, CutX, CutSize) = (cutY, cutX, cutSize);
    }

    private double YY { get; }

    private double YX { get; }

    private double XY { get; }

    private double XX { get; }

    private double Y { get; }

    private double X { get; }

    private int CutY { get; }

    private int CutX { get; }

    private int CutSize { get; }

    /// <summary>Draws what happens to a sample in an epoch.</summary>
    /// <param name="augmentation">What may happen.</param>
    /// <param name="shape">The shape of the image.</param>
    /// <param name="seed">The seed.</param>
    /// <param name="epoch">The epoch, or the number of the copy.</param>
    /// <param name="row">The row of the data set.</param>
    public static ImageWarp Draw(ImageAugmentation augmentation, Shape shape, ulong seed, int epoch, int row)
    {
        var stream = new RandomStream(seed, RandomPurpose.Augmentation, epoch: epoch);
        long first = (long)row * DrawsPerImage;
        int Between(int index, int most) => most == 0 ? 0 : stream.GetInteger(first + index, (2 * most) + 1) - most;
        double scale = augmentation.Crop == 1 ? 1 : augmentation.Crop + (stream.GetUniform(first) * (1 - augmentation.Crop));
        double freeY = (1 - scale) * (shape[0] - 1) / 2;
        double freeX = (1 - scale) * (shape[1] - 1) / 2;
        return Create(
            shape,
            augmentation.FlipVertical && stream.GetUniform(first + 1) < 0.5,
            augmentation.FlipHorizontal && stream.GetUniform(first + 2) < 0.5,
            augmentation.Rotation == 0 ? 0 : ((2 * stream.GetUniform(first + 3)) - 1) * augmentation.Rotation,
            scale,
            scale == 1 ? 0 : ((2 * stream.GetUniform(first + 4)) - 1) * freeY,
            scale == 1 ? 0 : ((2 * stream.GetUniform(first + 5)) - 1) * freeX,
            Between(6, augmentation.VerticalShift),
            Between(7, augmentation.HorizontalShift),
            augmentation.CutOut == 0 ? 0 : stream.GetInteger(first + 8, shape[0]),
            augmentation.CutOut == 0 ? 0 : stream.GetInteger(first + 9, shape[1]),
            augmentation.CutOut);
    }

    /// <summary>Composes a warp of its parts, undone from the last to the first: from the output back to the input.</summary>
    /// <param name="shape">The shape of the image.</param>
    /// <param name="flipsVertically">Mirrors top and bottom.</param>
    /// <param name="flipsHorizontally">Mirrors left and right.</param>
    /// <param name="degrees">Rotates counterclockwise.</param>
    /// <param name="scale">The part of height and width that is enlarged to the whole.</param>
    /// <param name="windowY">How far the centre of that part lies below that of the image.</param>
    /// <param name="windowX">How far it lies right of it.</param>
    /// <param name="down">Lines to shift down.</param>
    /// <param name="right">Pixels to shift right.</param>
    /// <param name="cutY">The line of the centre of what is cut out.</param>
    /// <param name="cutX">Its pixel.</param>
    /// <param name="cutSize">The side of what is cut out; 0 for nothing.</param>
    public static ImageWarp Create(
        Shape shape,
        bool flipsVertically = false,
        bool flipsHorizontally = false,
        double degrees = 0,
        double scale = 1,
        double windowY = 0,
        double windowX = 0,
        int down = 0,
        int right = 0,
        int cutY = 0,
        int cutX = 0,
        int cutSize = 0)
    {
        double sine = degrees == 0 ? 0 : Math.Sin(degrees * Math.PI / 180);
        double cosine = degrees == 0 ? 1 : Math.Cos(degrees * Math.PI / 180);
        double flipY = flipsVertically ? -scale : scale;
        double flipX = flipsHorizontally ? -scale : scale;

        // y grows downwards: counterclockwise, the pixel right of the centre comes from below it.
        double yy = flipY * cosine;
        double yx = flipY * sine;
        double xy = -flipX * sine;
        double xx = flipX * cosine;
        double centreY = (shape[0] - 1) / 2.0;
        double centreX = (shape[1] - 1) / 2.0;
        double offsetY = -centreY - down;
        double offsetX = -centreX - right;
        return new ImageWarp(
            yy, yx, xy, xx,
            centreY + (flipsVertically ? -windowY : windowY) + (yy * offsetY) + (yx * offsetX),
            centreX + (flipsHorizontally ? -windowX : windowX) + (xy * offsetY) + (xx * offsetX),
            cutY - (cutSize / 2), cutX - (cutSize / 2), cutSize);
    }

    /// <summary>Warps an image, row-major (height, width, channels).</summary>
    public void Apply(ReadOnlySpan<float> source, Span<float> target, Shape shape, AugmentationFill fill, float fillValue)
    {
        int height = shape[0];
        int width = shape[1];
        int channels = shape[2];
        bool meetsPixels = Math.Abs(YY) == 1 && Math.Abs(XX) == 1 && YX == 0 && XY == 0;
        int index = 0;
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++, index += channels)
            {
                Span<float> pixel = target.Slice(index, channels);
                double sourceY = (YY * y) + (YX * x) + Y;
                double sourceX = (XY * y) + (XX * x) + X;
                if (meetsPixels)
                {
                    Copy(source, pixel, Find((int)sourceY, (int)sourceX, height, width, channels, fill), fillValue);
                }
                else
                {
                    Sample(source, pixel, height, width, sourceY, sourceX, fill, fillValue);
                }
            }
        }

        for (int y = Math.Max(CutY, 0); y < Math.Min(CutY + CutSize, height); y++)
        {
            int left = Math.Max(CutX, 0);
            int right = Math.Min(CutX + CutSize, width);
            target.Slice(((y * width) + left) * channels, Math.Max(right - left, 0) * channels).Fill(fillValue);
        }
    }

    private static void Copy(ReadOnlySpan<float> source, Span<float> pixel, int at, float fillValue)
    {
        if (at < 0)
        {
            pixel.Fill(fillValue);
        }
        else
        {
            source.Slice(at, pixel.Length).CopyTo(pixel);
        }
    }

    private static void Sample(
        ReadOnlySpan<float> source, Span<float> pixel, int height, int width, double y, double x, AugmentationFill fill, float fillValue)
    {
        // Rotations by a right angle meet pixels but for rounding.
        double roundY = Math.Round(y);
        double roundX = Math.Round(x);
        if (Math.Abs(y - roundY) < 1e-6 && Math.Abs(x - roundX) < 1e-6)
        {
            Copy(source, pixel, Find((int)roundY, (int)roundX, height, width, pixel.Length, fill), fillValue);
            return;
        }

        int top = (int)Math.Floor(y);
        int left = (int)Math.Floor(x);
        float below = (float)(y - top);
        float beside = (float)(x - left);
        int a = Find(top, left, height, width, pixel.Length, fill);
        int b = Find(top, left + 1, height, width, pixel.Length, fill);
        int c = Find(top + 1, left, height, width, pixel.Length, fill);
        int d = Find(top + 1, left + 1, height, width, pixel.Length, fill);
        for (int channel = 0; channel < pixel.Length; channel++)
        {
            float upper = ((1 - beside) * (a < 0 ? fillValue : source[a + channel])) + (beside * (b < 0 ? fillValue : source[b + channel]));
            float lower = ((1 - beside) * (c < 0 ? fillValue : source[c + channel])) + (beside * (d < 0 ? fillValue : source[d + channel]));
            pixel[channel] = ((1 - below) * upper) + (below * lower);
        }
    }

    // Where a pixel stands, or stands for one outside; -1 for the constant outside.
    private static int Find(int y, int x, int height, int width, int channels, AugmentationFill fill)
    {
        if ((uint)y < (uint)height && (uint)x < (uint)width)
        {
            return ((y * width) + x) * channels;
        }

        return fill switch
        {
            AugmentationFill.Constant => -1,
            AugmentationFill.Nearest => ((Math.Clamp(y, 0, height - 1) * width) + Math.Clamp(x, 0, width - 1)) * channels,
            _ => ((Reflect(y, height) * width) + Reflect(x, width)) * channels,
        };
    }

    private static int Reflect(int position, int length)
    {
        int period = 2 * length;
        int within = ((position % period) + period) % period;
        return within < length ? within : period - 1 - within;
    }
}
