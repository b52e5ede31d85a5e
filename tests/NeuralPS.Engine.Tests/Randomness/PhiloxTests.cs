using NeuralPS.Engine.Randomness;

namespace NeuralPS.Engine.Tests.Randomness;

public class PhiloxTests
{
    // The known answers of Random123 (kat_vectors) for philox4x32 with 10 rounds.
    [Theory]
    [InlineData(0, 0, 0, 0, 0, 0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8)]
    [InlineData(
        0xffffffffffffffff, 0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff, 0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd)]
    [InlineData(
        0x299f31d0a4093822, 0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344, 0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1)]
    public void Known_answers(ulong key, uint a, uint b, uint c, uint d, uint w, uint x, uint y, uint z) =>
        Assert.Equal((w, x, y, z), Philox.Generate(key, (a, b, c, d)));
}
