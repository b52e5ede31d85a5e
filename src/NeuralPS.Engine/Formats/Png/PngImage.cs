namespace NeuralPS.Engine.Formats.Png;

/// <summary>A decoded PNG image: rows from the top, in each row pixels from the left, in each pixel the channels.</summary>
/// <param name="Width">Width in pixels.</param>
/// <param name="Height">Height in pixels.</param>
/// <param name="Channels">1: gray. 2: gray, alpha. 3: red, green, blue. 4: red, green, blue, alpha.</param>
/// <param name="SampleBytes">1 for samples of 0 to 255; 2 for samples of 0 to 65535.</param>
/// <param name="Bytes">The samples; those of two bytes are big-endian, as in the file.</param>
internal sealed record PngImage(int Width, int Height, int Channels, int SampleBytes, byte[] Bytes)
{
    /// <summary>Whether there are no colours.</summary>
    public bool IsGray => Channels <= 2;

    /// <summary>Whether the last channel is alpha.</summary>
    public bool HasAlpha => Channels is 2 or 4;

    /// <summary>The largest value of a sample: 255 or 65535.</summary>
    public int Maximum => SampleBytes == 1 ? 255 : 65535;

    /// <summary>The sample at <paramref name="index"/>, counted over all pixels and channels.</summary>
    public int GetSample(int index) =>
        SampleBytes == 1 ? Bytes[index] : (Bytes[2 * index] << 8) | Bytes[(2 * index) + 1];
}
