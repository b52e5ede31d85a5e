using System.Runtime.InteropServices;

namespace NeuralPS.Engine.Tests.Layers;

/// <summary>Aligned floats of zeros between two strips of NaN: reading across an end shows in results, writing in a check.</summary>
internal sealed unsafe class GuardedMemory : IDisposable
{
    private const int Guard = 256;
    private const uint Mark = 0x7FC0_5AFE;

    private readonly float* _memory;

    public GuardedMemory(long length)
    {
        Length = length;
        _memory = (float*)NativeMemory.AlignedAlloc((nuint)((length + (2 * Guard)) * sizeof(float)), 64);
        Data = _memory + Guard;
        new Span<float>(_memory, Guard).Fill(BitConverter.UInt32BitsToSingle(Mark));
        new Span<float>(Data + length, Guard).Fill(BitConverter.UInt32BitsToSingle(Mark));
        Span.Clear();
    }

    public long Length { get; }

    public float* Data { get; }

    public Span<float> Span => new(Data, checked((int)Length));

    public void AssertIntact()
    {
        for (int i = 0; i < Guard; i++)
        {
            Assert.Equal(Mark, BitConverter.SingleToUInt32Bits(_memory[i]));
            Assert.Equal(Mark, BitConverter.SingleToUInt32Bits(Data[Length + i]));
        }
    }

    public void Dispose() => NativeMemory.AlignedFree(_memory);
}
