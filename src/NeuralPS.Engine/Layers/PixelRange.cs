using NeuralPS.Engine.Activations;
using NeuralPS.Engine.Tensors;

namespace NeuralPS.Engine.Layers;

/// <summary>Some pixels of some blocks of channels: what a part of a convolution has written.</summary>
/// <param name="offset">Floats before the images of the range.</param>
/// <param name="pixels">Offset of each pixel.</param>
/// <param name="count">The number of pixels.</param>
/// <param name="firstBlock">The first block of channels.</param>
/// <param name="blocks">The number of blocks.</param>
internal readonly unsafe struct PixelRange(long offset, int* pixels, int count, int firstBlock, int blocks)
{
    /// <summary>Writes a = g(z) for the pixels of the range.</summary>
    public void Activate(Activation activation, in Layout layout, float* z, float* a)
    {
        for (int block = firstBlock; block < firstBlock + blocks; block++)
        {
            long start = offset + (block * layout.BlockStride);
            int lanes = Math.Min(Layout.BlockSize, layout.Channels - (block * Layout.BlockSize));
            int first = 0;
            while (first < count)
            {
                int end = first + 1;
                while (end < count && pixels[end] == pixels[end - 1] + Layout.BlockSize)
                {
                    end++;
                }

                ActivationStep.Forward(activation, z + start + pixels[first], a + start + pixels[first], end - first, lanes);
                first = end;
            }
        }
    }
}
