using NeuralPS.Engine.Losses;
using NeuralPS.Engine.Optimizers;

namespace NeuralPS.Engine.Tests.Losses;

public class PerceptronRuleTests
{
    [Theory]
    [InlineData("AND", -1, -1, -1, 1, true)]
    [InlineData("OR", -1, 1, 1, 1, true)]
    [InlineData("XOR", -1, 1, 1, -1, false)]
    public void Perceptron_loss_and_rule_learn_what_a_line_separates(string name, int y00, int y01, int y10, int y11, bool isSeparable)
    {
        float[][] inputs = [[-1, -1], [-1, 1], [1, -1], [1, 1]];
        int[] targets = [y00, y01, y10, y11];
        var rule = new PerceptronRule();
        float[] weights = [0, 0, 0];
        int mistakes = 0;
        for (int epoch = 0; epoch < 100; epoch++)
        {
            mistakes = 0;
            for (int i = 0; i < 4; i++)
            {
                float z = (weights[0] * inputs[i][0]) + (weights[1] * inputs[i][1]) + weights[2];
                var dz = new float[1];
                Perceptron.Instance.Evaluate([z], [targets[i]], dz, fromLogits: true);
                mistakes += dz[0] == 0 ? 0 : 1;
                float[] gradient = [dz[0] * inputs[i][0], dz[0] * inputs[i][1], dz[0]];
                rule.Update(weights, gradient, [], [], rule.BeginStep(rule.LearningRate, 1) with { IsPenalised = true });
            }

            if (mistakes == 0)
            {
                break;
            }
        }

        Assert.True(isSeparable == (mistakes == 0), $"{name}: {mistakes} mistakes in the last epoch");
    }
}
