using NeuralPS.Engine.Data.Synthesis;

namespace NeuralPS.Engine.Tests.Data.Synthesis;

public class DigitsTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(0.1)]
    [InlineData(1)]
    public void Values_lie_between_0_and_1(double noise)
    {
        foreach (float[] image in Samples.Make(SyntheticKind.Digits, 200, noise: noise).Inputs)
        {
            Assert.All(image, value => Assert.InRange(value, 0, 1));
            Assert.True(image.Max() > 0.7f);
        }
    }

    [Fact]
    public void Without_noise_strokes_cover_a_tenth_of_the_image_and_keep_off_its_edge()
    {
        Samples samples = Samples.Make(SyntheticKind.Digits, 1000, noise: 0);
        double covered = samples.Inputs.Average(image => image.Average(value => value > 0.3f ? 1.0 : 0));

        Assert.InRange(covered, 0.05, 0.2);
        foreach (float[] image in samples.Inputs)
        {
            Assert.Equal(0, image[0] + image[27] + image[(27 * 28) + 0] + image[(27 * 28) + 27]);
            Assert.True(image[..28].Sum() + image[(27 * 28)..].Sum() < 0.2 * image.Sum());
        }
    }

    [Fact]
    public void Noise_is_the_standard_deviation_of_the_grain_before_it_is_cut_off()
    {
        // In the dark corner half of the grain is cut off at 0; the root mean square of the rest is noise / sqrt 2.
        Samples samples = Samples.Make(SyntheticKind.Digits, 2000, noise: 0.2);
        float[] corner = [.. samples.Inputs.Select(image => image[0])];

        Assert.InRange(corner.Average(value => value > 0 ? 1.0 : 0), 0.46, 0.56);
        Assert.InRange(Math.Sqrt(corner.Average(value => value * value)), 0.92 * 0.2 / Math.Sqrt(2), 1.15 * 0.2 / Math.Sqrt(2));
    }

    [Fact]
    public void A_nearest_neighbour_recognises_most_digits_and_fewer_when_there_is_more_noise()
    {
        double usual = Recognise(noise: null);
        double noisy = Recognise(noise: 0.6);

        Assert.InRange(usual, 0.8, 0.99);
        Assert.True(noisy < usual - 0.1, $"{noisy} with much noise, {usual} with the usual");
    }

    [Fact]
    public void Fewer_classes_are_the_first_digits()
    {
        Samples samples = Samples.Make(SyntheticKind.Digits, 60, classes: 3);

        Assert.Equal([0, 1, 2], samples.Outputs.Distinct().Order());
        Assert.Equal(["0", "1", "2"], new SyntheticOptions(SyntheticKind.Digits, 1, classes: 3).CreateGenerator().ClassNames);
    }

    [Fact]
    public void Generators_describe_images_of_28_by_28_by_1_with_ten_classes()
    {
        SampleGenerator generator = new SyntheticOptions(SyntheticKind.Digits, 1).CreateGenerator();

        Assert.Equal("28x28x1", generator.InputShape.ToString());
        Assert.Equal("0123456789", string.Concat(generator.ClassNames));
    }

    private static double Recognise(double? noise) =>
        Samples.Make(SyntheticKind.Digits, 2000, seed: 1, noise)
            .ClassifyByNearest(Samples.Make(SyntheticKind.Digits, 300, seed: 2, noise));
}
