using NeuralPS.Engine.Tensors;

namespace NeuralPS.Engine.Layers;

/// <summary>
/// A window that slides over an image: of a convolution or of pooling. Over a sequence slides a window of one line, whose
/// length is the width given.
/// </summary>
internal readonly struct Window
{
    /// <summary>Resolves the padding for samples of shape <paramref name="input"/>.</summary>
    public Window(Shape input, int height, int width, int stride, int dilation, Padding padding)
    {
        Height = input.IsSequence ? 1 : height;
        Width = width;
        Stride = stride;
        Dilation = dilation;
        (int top, int bottom, OutputHeight) = input.IsSequence ? (0, 0, 1) : padding.Resolve(input.Height, height, stride, dilation);
        (int left, int right, OutputWidth) = padding.Resolve(input.Width, width, stride, dilation);
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

    /// <summary>Throws unless samples are images or sequences.</summary>
    public static void RequireImage(Shape input, string kind, string name)
    {
        if (!input.IsImage && !input.IsSequence)
        {
            throw new ShapeException(
                "NeedsImage",
                $"{kind} '{name}' takes images of shape height x width x channels or sequences of shape length x channels, but its input "
                + $"has the shape {input}. Give the network an input shape such as 28, 28, 1 or 100, 1, or put the layer before the one "
                + "that flattens.");
        }
    }

    /// <summary>Throws where a kernel, or another size, with lines of its own meets a sequence, which has none.</summary>
    public static void RequireScalarKernel(Shape input, int height, int width, string kind, string name, string what = "a kernel")
    {
        if (input.IsSequence && height != width && height != 1)
        {
            throw new ShapeException(
                "KernelNotScalar",
                $"{kind} '{name}' has {what} of {height}x{width}, but its input is a sequence of shape {input} (length x channels), for which "
                + $"it is one number. Use one, or give images a channel dimension: {input}x1.");
        }
    }

    /// <summary>The size for tables: <c>3x3</c>, or <c>3</c> over sequences.</summary>
    public static string Format(Shape? input, int height, int width) => input?.IsSequence == true ? $"{width}" : $"{height}x{width}";

    /// <summary>The output size, or an error where the window does not fit.</summary>
    public (int Height, int Width) GetOutputSize(string kind, string name, Shape input) =>
        OutputHeight >= 1 && OutputWidth >= 1
            ? (OutputHeight, OutputWidth)
            : throw new ShapeException(
                "WindowDoesNotFit",
                $"{kind} '{name}' has a window of {Format(input, Height, Width)}"
                + (Dilation > 1 ? $" (dilation {Dilation})" : "")
                + $", which does not fit into its input of shape {input}. Use a smaller window, same padding, or fewer pooling layers before it.");
}
