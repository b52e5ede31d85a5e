using NeuralPS.Engine.Tensors;
using NeuralPS.Engine.Tests.Layers;

namespace NeuralPS.Engine.Tests.Tensors;

public unsafe class LayoutConverterTests
{
    private const int Batch = 5;

    [Fact]
    public void Rows() => Check([.. new[] { 1, 15, 16, 17, 64, 100 }.Select(features => Layout.ForRows(Batch, features))]);

    [Fact]
    public void Images() => Check(
    [
        Layout.ForImages(Batch, 4, 3, 1),
        Layout.ForImages(Batch, 4, 3, 16, new Halo(1, 1, 1, 1)),
        Layout.ForImages(Batch, 2, 5, 40, new Halo(0, 2, 3, 1)),
    ]);

    [Fact]
    public void Plain_images() => Check(
    [
        Layout.ForPlainImages(Batch, 4, 3, 1),
        Layout.ForPlainImages(Batch, 4, 3, 3, new Halo(2, 1, 0, 1)),
    ]);

    [Fact]
    public void A_sample_of_another_length_is_an_error() => Assert.Equal(
        "SampleLength",
        Assert.Throws<ShapeException>(() => LayoutConverter.Store(new float[9], null, Layout.ForRows(1, 10), 0)).ErrorId);

    private static void Check(Layout[] layouts)
    {
        foreach (Layout layout in layouts)
        {
            using var memory = new GuardedMemory(layout.Length);
            memory.Span.Fill(-1);
            int length = layout.Height * layout.Width * layout.Channels;
            float[][] samples = [.. Enumerable.Range(0, Batch).Select(n => Enumerable.Range(0, length).Select(i => (float)((n * length) + i)).ToArray())];
            for (int n = 0; n < Batch; n++)
            {
                LayoutConverter.Store(samples[n], memory.Data, layout, n);
            }

            for (int n = 0; n < Batch; n++)
            {
                var loaded = new float[length];
                LayoutConverter.Load(memory.Data, layout, n, loaded);
                Assert.Equal(samples[n], loaded);
                for (int i = 0; i < length; i++)
                {
                    (int pixel, int c) = Math.DivRem(i, layout.Channels);
                    Assert.Equal(samples[n][i], memory.Data[layout.IndexOf(n, pixel / layout.Width, pixel % layout.Width, c)]);
                }
            }

            // What is neither an element nor an unused lane, which is now zero, is the halo and untouched.
            int lanes = layout.IsPlain ? layout.Channels : layout.Blocks * Layout.BlockSize;
            int unused = Batch * layout.Height * layout.Width * (lanes - layout.Channels);
            Assert.Equal(unused + 1, memory.Span.Count(0f));
            Assert.Equal(layout.Length - (Batch * layout.Height * layout.Width * lanes), memory.Span.Count(-1f));
            memory.AssertIntact();
        }
    }
}
