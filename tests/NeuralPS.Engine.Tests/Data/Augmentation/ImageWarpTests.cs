using NeuralPS.Engine.Data.Augmentation;
using NeuralPS.Engine.Tensors;

namespace NeuralPS.Engine.Tests.Data.Augmentation;

public class ImageWarpTests
{
    private static readonly Shape _two = new(2, 2, 1);

    private static readonly Shape _three = new(3, 3, 1);

    private static readonly float[] _nine = [1, 2, 3, 4, 5, 6, 7, 8, 9];

    [Fact]
    public void Flips_mirror()
    {
        Assert.Equal([2, 1, 4, 3], Apply([1, 2, 3, 4], _two, ImageWarp.Create(_two, flipsHorizontally: true)));
        Assert.Equal([3, 4, 1, 2], Apply([1, 2, 3, 4], _two, ImageWarp.Create(_two, flipsVertically: true)));
    }

    [Fact]
    public void Rotation_by_90_degrees_is_exact_and_counterclockwise()
    {
        Assert.Equal([2, 4, 1, 3], Apply([1, 2, 3, 4], _two, ImageWarp.Create(_two, degrees: 90)));
        Assert.Equal([3, 1, 4, 2], Apply([1, 2, 3, 4], _two, ImageWarp.Create(_two, degrees: -90)));
        Assert.Equal([9, 8, 7, 6, 5, 4, 3, 2, 1], Apply(_nine, _three, ImageWarp.Create(_three, degrees: 180)));
    }

    [Theory]
    [InlineData(AugmentationFill.Constant, new float[] { 0, 0, 0, 0, 1, 2, 0, 4, 5 })]
    [InlineData(AugmentationFill.Nearest, new float[] { 1, 1, 2, 1, 1, 2, 4, 4, 5 })]
    [InlineData(AugmentationFill.Reflect, new float[] { 1, 1, 2, 1, 1, 2, 4, 4, 5 })]
    public void A_shift_down_and_right_by_one_fills_what_it_leaves(AugmentationFill fill, float[] expected) =>
        Assert.Equal(expected, Apply(_nine, _three, ImageWarp.Create(_three, down: 1, right: 1), fill));

    [Fact]
    public void Reflection_mirrors_at_the_edge_and_repeats_it()
    {
        Assert.Equal([2, 1, 1, 5, 4, 4, 8, 7, 7], Apply(_nine, _three, ImageWarp.Create(_three, right: 2), AugmentationFill.Reflect));
    }

    [Fact]
    public void A_rotation_by_45_degrees_blends_neighbours()
    {
        // The pixel right of the centre comes from (1, 1) / sqrt 2 of it: between 5, 6, 8 and 9.
        double part = Math.Sqrt(0.5);
        double expected = ((1 - part) * (((1 - part) * 5) + (part * 6))) + (part * (((1 - part) * 8) + (part * 9)));
        Assert.Equal(expected, Apply(_nine, _three, ImageWarp.Create(_three, degrees: 45))[5], 1e-5);
    }

    [Fact]
    public void A_crop_enlarges_a_window()
    {
        // Half the side around the centre of a ramp: the middle two thirds of its values.
        var shape = new Shape(1, 5, 1);
        Assert.Equal([1, 1.5f, 2, 2.5f, 3], Apply([0, 1, 2, 3, 4], shape, ImageWarp.Create(shape, scale: 0.5)));
        Assert.Equal([2, 2.5f, 3, 3.5f, 4], Apply([0, 1, 2, 3, 4], shape, ImageWarp.Create(shape, scale: 0.5, windowX: 1)));
    }

    [Fact]
    public void A_cut_out_blots_a_square_and_ends_at_the_edge()
    {
        Assert.Equal([1, 2, 3, 4, 0, 0, 7, 0, 0], Apply(_nine, _three, ImageWarp.Create(_three, cutY: 2, cutX: 2, cutSize: 2)));
        Assert.Equal(new float[9], Apply(_nine, _three, ImageWarp.Create(_three, cutY: 1, cutX: 1, cutSize: 3)));
    }

    [Fact]
    public void Channels_stay_together()
    {
        var shape = new Shape(1, 2, 3);
        Assert.Equal([4, 5, 6, 1, 2, 3], Apply([1, 2, 3, 4, 5, 6], shape, ImageWarp.Create(shape, flipsHorizontally: true)));
    }

    [Fact]
    public void Draws_are_uniform_and_depend_on_seed_epoch_and_row_only()
    {
        var shape = new Shape(1, 5, 1);
        var augmentation = new ImageAugmentation { HorizontalShift = 2, FlipHorizontal = true };
        var places = new int[5];
        int flips = 0;
        for (int row = 0; row < 4000; row++)
        {
            float[] image = Apply([0, 0, 3, 0, 5], shape, ImageWarp.Draw(augmentation, shape, 1, 1, row), AugmentationFill.Nearest);
            places[Array.IndexOf(image, 3)]++;
            flips += Array.LastIndexOf(image, 5) < Array.IndexOf(image, 3) && image.Contains(5) ? 1 : 0;
        }

        Assert.All(places, count => Assert.InRange(count, 700, 900));
        // Half are flipped, and in two shifts of five the 5 has left the picture.
        Assert.InRange(flips, 1100, 1300);
        var other = new ImageAugmentation { HorizontalShift = 2, FlipHorizontal = true, CutOut = 1 };
        Assert.Equal(
            Apply([0, 0, 3, 0, 5], shape, ImageWarp.Draw(augmentation, shape, 7, 3, 11)).Count(value => value != 0),
            Apply([0, 0, 3, 0, 5], shape, ImageWarp.Draw(augmentation, shape, 7, 3, 11)).Count(value => value != 0));
        Assert.NotEqual(
            string.Join(' ', Enumerable.Range(0, 20).Select(row => Apply([1, 2, 3, 4, 5], shape, ImageWarp.Draw(other, shape, 1, 1, row))[0])),
            string.Join(' ', Enumerable.Range(0, 20).Select(row => Apply([1, 2, 3, 4, 5], shape, ImageWarp.Draw(other, shape, 1, 2, row))[0])));
    }

    private static float[] Apply(float[] source, Shape shape, ImageWarp warp, AugmentationFill fill = AugmentationFill.Constant)
    {
        var target = new float[source.Length];
        warp.Apply(source, target, shape, fill, 0);
        return target;
    }
}
