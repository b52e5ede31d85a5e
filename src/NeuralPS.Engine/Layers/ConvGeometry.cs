using NeuralPS.Engine.Tensors;

namespace NeuralPS.Engine.Layers;

/// <summary>
/// The sizes of a convolution as its kernels see them. Weights stand as <c>[filters/16][channels/16][ky][kx][16 in][16 out]</c>
/// over blocked images, <c>[filters/16][ky][kx][channels][16 out]</c> over plain ones, and <c>[channels/16][ky][kx][16]</c> when
/// every channel has a filter of its own (depthwise).
/// </summary>
/// <remarks>
/// Groups of channels that are no multiple of 16 are joined until they are, with zeros where a filter does not see a channel;
/// if need be, into one.
/// </remarks>
internal sealed class ConvGeometry
{
    private const int BlockSize = Layout.BlockSize;

    private readonly int _channelsPerLayerGroup;
    private readonly int _filtersPerLayerGroup;

    /// <summary>Works out the sizes.</summary>
    public ConvGeometry(ConvLayer layer, Shape inputShape, Layout input, Layout output)
    {
        Window = layer.GetWindow(inputShape);
        Input = input;
        Output = output;
        int channels = input.Channels;
        int filters = output.Channels;
        _channelsPerLayerGroup = channels / layer.Groups;
        _filtersPerLayerGroup = filters / layer.Groups;
        IsDepthwise = layer.Groups > 1 && layer.Groups == channels && layer.Groups == filters && !input.IsPlain;
        int joined = 1;
        while (joined < layer.Groups
            && (layer.Groups % joined != 0
                || joined * _channelsPerLayerGroup % BlockSize != 0
                || joined * _filtersPerLayerGroup % BlockSize != 0))
        {
            joined++;
        }

        Groups = IsDepthwise ? input.Blocks : layer.Groups / joined;
        HasGaps = joined > 1 && !IsDepthwise;
        InputBlocks = IsDepthwise ? 1 : input.Blocks / Groups;
        OutputBlocks = IsDepthwise ? 1 : output.Blocks / Groups;
        Taps = Window.Height * Window.Width;
        TapLength = IsDepthwise ? 1 : input.IsPlain ? channels : BlockSize;
        PanelTerms = checked((IsDepthwise ? 1 : InputBlocks) * Taps * TapLength);
        WeightLength = checked(PanelTerms * BlockSize * output.Blocks);
        WindowOrigin = input.Origin - (Window.Halo.Top * input.LineStride) - (Window.Halo.Left * input.PixelStride);
    }

    /// <summary>The window.</summary>
    public Window Window { get; }

    /// <summary>The layout of the images read.</summary>
    public Layout Input { get; }

    /// <summary>The layout of the images written.</summary>
    public Layout Output { get; }

    /// <summary>True when every channel has a filter of its own: lanes do not mix.</summary>
    public bool IsDepthwise { get; }

    /// <summary>Groups in whole blocks, after joining; for depthwise convolutions the blocks.</summary>
    public int Groups { get; }

    /// <summary>True when joined groups left weights that must stay zero.</summary>
    public bool HasGaps { get; }

    /// <summary>Blocks of channels to a group.</summary>
    public int InputBlocks { get; }

    /// <summary>Blocks of filters to a group.</summary>
    public int OutputBlocks { get; }

    /// <summary>Elements of the window.</summary>
    public int Taps { get; }

    /// <summary>Terms that a filter adds per element of the window and block of channels: 16, the channels, or 1.</summary>
    public int TapLength { get; }

    /// <summary>Terms that a filter adds for an output.</summary>
    public int PanelTerms { get; }

    /// <summary>Floats of all packed weights.</summary>
    public int WeightLength { get; }

    /// <summary>Position of the first element of the first window in an image: in the halo, where there is padding.</summary>
    public int WindowOrigin { get; }

    /// <summary>Multiply-adds of one image, unused lanes included.</summary>
    public long MultiplyAdds => (long)WeightLength * Output.Height * Output.Width;

    /// <summary>Floats from the first element of a window to element (ky, kx).</summary>
    public long TapOffset(int ky, int kx) =>
        ((long)ky * Window.Dilation * Input.LineStride) + ((long)kx * Window.Dilation * Input.PixelStride);

    /// <summary>Position in the packed weights of element <paramref name="index"/> of [filters, ky, kx, channels / groups].</summary>
    public int PackedIndex(int index)
    {
        int channel = index % _channelsPerLayerGroup;
        int tap = index / _channelsPerLayerGroup % Taps;
        int filter = index / _channelsPerLayerGroup / Taps;
        int panel = filter / BlockSize * PanelTerms * BlockSize;
        if (IsDepthwise)
        {
            return panel + (tap * BlockSize) + (filter % BlockSize);
        }

        if (Input.IsPlain)
        {
            return panel + (((tap * TapLength) + channel) * BlockSize) + (filter % BlockSize);
        }

        channel += filter / _filtersPerLayerGroup * _channelsPerLayerGroup;
        channel -= filter / BlockSize / OutputBlocks * InputBlocks * BlockSize;
        return panel
            + ((((channel / BlockSize * Taps) + tap) * BlockSize) + (channel % BlockSize)) * BlockSize
            + (filter % BlockSize);
    }

    /// <summary>True when the filter sees the channel, both counted within joined group <paramref name="group"/>.</summary>
    public bool Sees(int group, int filter, int channel) =>
        ((group * OutputBlocks * BlockSize) + filter) / _filtersPerLayerGroup
            == ((group * InputBlocks * BlockSize) + channel) / _channelsPerLayerGroup;
}
