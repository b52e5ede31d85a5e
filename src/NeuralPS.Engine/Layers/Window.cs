using NeuralPS.Engine.Tensors;

namespace NeuralPS.Engine.Layers;

/// <summary>A window that slides over an image: of a convolution or of pooling.</summary>
internal readonly struct Window
{
    /// <summary>Resolves the padding for samples of shape <paramref name="input"/>.</summary>
    public Window(Shape input, int height, int width, int stride, int dilation, Padding padding)
    {
        Height = height;
        Width = width;
        Stride = stride;
        Dilation = dilation;
        (int top, int bottom, OutputHeight) = padding.Resolve(input[0], height, stride, dilation);
        (int left, int right, OutputWidth) = padding.Resolve(input[1], width, stride, dilation);
        Halo = new Halo(top, left, bottom, right);
    }

    /// <summary>Lines of the window.</summary>
    public int Height { get; }

    /// <summary>Pixels of a line of the window.</summary>
    public int Width { get; }

    /// <summary>Lines and pixels from one position to the next.</summary>
    public int Stride { get; }

    /// <summary>Lines and pixels from one element of the window to the next.</summary>
    public int Dilation { get; }

    /// <summary>Positions downwards; 0 when the window does not fit.</summary>
    public int OutputHeight { get; }

    /// <summary>Positions across; 0 when the window does not fit.</summary>
    public int OutputWidth { get; }

    /// <summary>The padding.</summary>
    public Halo Halo { get; }

    /// <summary>Throws unless samples are images.</summary>
    public static void RequireImage(Shape input, string kind, string name)
    {
        if (!input.IsImage)
        {
            throw new ShapeException(
                "NeedsImage",
                $"{kind} '{name}' takes images of shape height x width x channels, but its input has the shape {input}. "
                + "Give the network an input shape such as 28, 28, 1, or put the layer before the one that flattens.");
        }
    }

    /// <summary>The output size, or an error where the window does not fit.</summary>
    public (int Height, int Width) GetOutputSize(string kind, string name, Shape input) =>
        OutputHeight >= 1 && OutputWidth >= 1
            ? (OutputHeight, OutputWidth)
            : throw new ShapeException(
                "WindowDoesNotFit",
                $"{kind} '{name}' has a window of {Height}x{Width}"
                + (Dilation > 1 ? $" (dilation {Dilation})" : "")
                + $", which does not fit into its input of shape {input}. Use a smaller window, same padding, or fewer pooling layers before it.");
}
