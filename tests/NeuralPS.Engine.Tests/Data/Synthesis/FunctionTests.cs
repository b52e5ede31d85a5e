using NeuralPS.Engine.Data.Synthesis;

namespace NeuralPS.Engine.Tests.Data.Synthesis;

public class FunctionTests
{
    public static TheoryData<SyntheticKind, double, double, Func<double, double>> Functions => new()
    {
        { SyntheticKind.Sine, -Math.PI, Math.PI, Math.Sin },
        { SyntheticKind.Polynomial, -2, 2, x => (x * x * x) - (2 * x) },
        { SyntheticKind.Step, -1, 1, x => x < 0 ? 0 : 1 },
        { SyntheticKind.Linear, 1, 3, x => (200 * x) + 100 },
    };

    [Theory]
    [MemberData(nameof(Functions))]
    public void Without_noise_y_is_the_function_of_x_over_the_whole_interval(
        SyntheticKind kind, double minimum, double maximum, Func<double, double> function)
    {
        Samples samples = Samples.Make(kind, 1000, noise: 0);

        for (int i = 0; i < 1000; i++)
        {
            Assert.Equal((float)function(samples.Inputs[i][0]), samples.Outputs[i], 1e-5f);
        }

        double margin = 0.02 * (maximum - minimum);
        Assert.InRange(samples.Inputs.Min(x => x[0]), minimum - 1e-6, minimum + margin);
        Assert.InRange(samples.Inputs.Max(x => x[0]), maximum - margin, maximum + 1e-6);
    }

    [Theory]
    [MemberData(nameof(Functions))]
    public void Noise_is_the_standard_deviation_about_the_function(
        SyntheticKind kind, double minimum, double maximum, Func<double, double> function)
    {
        Samples samples = Samples.Make(kind, 5000, noise: 0.25);
        double[] errors = [.. samples.Inputs.Zip(samples.Outputs, (x, y) => y - function(x[0]))];

        Assert.True(minimum < maximum);
        Assert.Equal(0, errors.Average(), 0.015);
        Assert.Equal(0.25, Math.Sqrt(errors.Average(error => error * error)), 0.01);
    }

    [Fact]
    public void Least_squares_finds_the_price_of_houses_again()
    {
        Samples samples = Samples.Make(SyntheticKind.Linear, 5000);
        double meanX = samples.Inputs.Average(x => x[0]);
        double meanY = samples.Outputs.Average();
        double slope = samples.Inputs.Zip(samples.Outputs, (x, y) => (x[0] - meanX) * (y - meanY)).Sum()
            / samples.Inputs.Sum(x => (x[0] - meanX) * (x[0] - meanX));

        Assert.Equal(200, slope, 2.0);
        Assert.Equal(100, meanY - (slope * meanX), 4.0);
    }
}
