using NeuralPS.Engine.Data.Synthesis;

namespace NeuralPS.Engine.Tests.Data.Synthesis;

public class TruthTableTests
{
    [Theory]
    [InlineData(SyntheticKind.And, new float[] { 0, 0, 0, 1 })]
    [InlineData(SyntheticKind.Or, new float[] { 0, 1, 1, 1 })]
    [InlineData(SyntheticKind.Xor, new float[] { 0, 1, 1, 0 })]
    public void Tables_are_exact(SyntheticKind kind, float[] expected)
    {
        Samples plain = Samples.Make(kind, 4);
        Samples signed = Samples.Make(kind, 4, signed: true);

        Assert.Equal(expected, plain.Outputs);
        Assert.Equal(expected, signed.Outputs);
        Assert.Equal([[0, 0], [0, 1], [1, 0], [1, 1]], plain.Inputs);
        Assert.Equal([[-1, -1], [-1, 1], [1, -1], [1, 1]], signed.Inputs);
    }

    [Fact]
    public void More_rows_repeat_the_table_and_noise_moves_only_the_inputs()
    {
        Samples table = Samples.Make(SyntheticKind.Xor, 4);
        Samples noisy = Samples.Make(SyntheticKind.Xor, 400, noise: 0.1);

        for (int i = 0; i < 400; i++)
        {
            Assert.Equal(table.Outputs[i % 4], noisy.Outputs[i]);
            Assert.Equal(table.Inputs[i % 4][0], noisy.Inputs[i][0], 0.5f);
            Assert.NotEqual(table.Inputs[i % 4][0], noisy.Inputs[i][0]);
        }

        Assert.InRange(noisy.SeparateByBestLine(), 0.5, 0.77);
    }
}
