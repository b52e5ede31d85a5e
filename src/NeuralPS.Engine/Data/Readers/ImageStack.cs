using NeuralPS.Engine.Formats.Png;
using NeuralPS.Engine.Tensors;

namespace NeuralPS.Engine.Data.Readers;

/// <summary>Images of one size that are being put together into rows.</summary>
internal sealed class ImageStack
{
    private readonly List<PngImage> _images = [];
    private string _firstPath = "";

    /// <summary>Reads the image at <paramref name="path"/>.</summary>
    /// <exception cref="FileFormatException">The file is no PNG image, or damaged.</exception>
    /// <exception cref="DataException">
    /// The file cannot be read, its size is not that of the first (ImageSizeMismatch), or there are too many (DatasetTooLarge).
    /// </exception>
    public void Add(string path)
    {
        using SourceFile file = SourceFile.Open(path);
        PngImage image = OverBlack(PngDecoder.Decode(file.ReadRest(file.DeclaredLength, 0, "Its last four bytes"), path));
        _firstPath = _images.Count == 0 ? path : _firstPath;
        _images.Add(image);
        PngImage first = _images[0];
        if (image.Width != first.Width || image.Height != first.Height)
        {
            throw new DataException(
                "ImageSizeMismatch",
                $"'{_firstPath}' has {first.Width} x {first.Height} pixels, but '{path}' has {image.Width} x {image.Height} "
                + "(width x height). All images of a data set must have one size; resize or crop them beforehand.");
        }

        if (3L * image.Width * image.Height * _images.Count > Array.MaxLength)
        {
            throw new DataException(
                "DatasetTooLarge",
                $"Up to '{path}', the {_images.Count} images of {image.Width} x {image.Height} pixels have more than {Array.MaxLength} "
                + "values; read fewer, or smaller ones.");
        }
    }

    /// <summary>The images as rows of (height, width, channels); bytes if no image has more than 8 bits. Empties the stack.</summary>
    /// <param name="rawPixels">Values of 0 to 255, instead of 0 to 1.</param>
    /// <param name="asColour">Three channels, even if all images are gray.</param>
    public RowStore ToRows(bool rawPixels, bool asColour)
    {
        int channels = asColour || _images.Any(image => !image.IsGray) ? 3 : 1;
        var shape = new Shape(_images[0].Height, _images[0].Width, channels);
        float range = rawPixels ? 255f : 1f;
        if (_images.All(image => image.SampleBytes == 1))
        {
            byte[] bytes = Gather<byte>(shape.Length, channels, (image, index) => (byte)image.GetSample(index));
            return new ByteRows(bytes, shape, rawPixels ? 1f : 1f / 255f);
        }

        return new FloatRows(
            Gather(shape.Length, channels, (image, index) => (float)((double)image.GetSample(index) * range / image.Maximum)), shape);
    }

    private T[] Gather<T>(int length, int channels, Func<PngImage, int, T> read)
    {
        T[] values = new T[length * _images.Count];
        for (int row = 0; row < _images.Count; row++)
        {
            PngImage image = _images[row];
            for (int i = 0; i < length; i++)
            {
                values[(row * length) + i] = read(image, image.Channels == channels ? i : i / channels);
            }
        }

        _images.Clear();
        return values;
    }

    // A pixel of alpha a shows a times its colour, and black for the rest.
    private static PngImage OverBlack(PngImage image)
    {
        if (!image.HasAlpha)
        {
            return image;
        }

        int colours = image.Channels - 1;
        int pixels = image.Width * image.Height;
        byte[] bytes = new byte[pixels * colours * image.SampleBytes];
        for (int pixel = 0; pixel < pixels; pixel++)
        {
            int source = pixel * image.Channels;
            long alpha = image.GetSample(source + colours);
            for (int i = 0; i < colours; i++)
            {
                int value = (int)(((image.GetSample(source + i) * alpha) + (image.Maximum / 2)) / image.Maximum);
                int target = ((pixel * colours) + i) * image.SampleBytes;
                bytes[target] = (byte)(image.SampleBytes == 1 ? value : value >> 8);
                if (image.SampleBytes == 2)
                {
                    bytes[target + 1] = (byte)value;
                }
            }
        }

        return image with { Channels = colours, Bytes = bytes };
    }
}
