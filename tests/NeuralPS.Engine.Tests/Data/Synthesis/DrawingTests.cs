using NeuralPS.Engine.Data.Synthesis;
using NeuralPS.Engine.Data.Synthesis.Digits;
using NeuralPS.Engine.Randomness;

namespace NeuralPS.Engine.Tests.Data.Synthesis;

public class DrawingTests
{
    [Fact]
    public void A_horizontal_line_of_radius_1_is_full_on_its_axis_and_half_at_its_edge()
    {
        float[] canvas = new float[16 * 16];
        SegmentRenderer.Draw(canvas, 16, 16, new PenSegment(4, 5, 1, 10, 5, 1), softness: 1, ink: 0.8f);

        Assert.Equal([0, 0.4f, 0.8f, 0.4f, 0], Enumerable.Range(3, 5).Select(y => canvas[(y * 16) + 7]));
        Assert.Equal([0, 0.4f, 0.8f, 0.8f], Enumerable.Range(2, 4).Select(x => canvas[(5 * 16) + x]));
    }

    [Fact]
    public void The_vector_renderer_equals_its_scalar_definition()
    {
        RandomSequence random = new(new RandomStream(3, RandomPurpose.Synthesis));
        for (int round = 0; round < 300; round++)
        {
            // Some lines lie partly outside, some are mere points.
            float x = random.NextBetween(-4, 36);
            float y = random.NextBetween(-4, 32);
            float length = round % 10 == 0 ? 0 : 9;
            PenSegment segment = new(
                x, y, random.NextBetween(0.3f, 3), x + (length * random.NextWaver()), y + (length * random.NextWaver()),
                random.NextBetween(0.3f, 3));
            float softness = random.NextBetween(0.5f, 2);
            float[] canvas = new float[28 * 32];
            SegmentRenderer.Draw(canvas, 28, 32, segment, softness, ink: 0.9f);
            for (int i = 0; i < canvas.Length; i++)
            {
                Assert.Equal(SegmentRenderer.Evaluate(i % 32, i / 32, segment, softness, 0.9f), canvas[i], 1e-4f);
            }
        }
    }

    [Fact]
    public void Where_lines_cross_the_darker_one_counts()
    {
        float[] canvas = new float[16 * 16];
        SegmentRenderer.Draw(canvas, 16, 16, new PenSegment(2, 8, 1, 14, 8, 1), softness: 1, ink: 0.5f);
        SegmentRenderer.Draw(canvas, 16, 16, new PenSegment(8, 2, 1, 8, 14, 1), softness: 1, ink: 0.7f);

        Assert.Equal(0.7f, canvas[(8 * 16) + 8]);
        Assert.Equal(0.5f, canvas[(8 * 16) + 4]);
    }

    [Fact]
    public void A_stroke_is_read_in_percent_of_the_box_with_corners_marked()
    {
        Stroke stroke = Stroke.Parse("25,0 50,50! 75,60 100,100");

        Assert.Equal([-0.5f, 0, 0.5f, 1], stroke.X);
        Assert.Equal([-1, 0, 0.2f, 1], stroke.Y);
        Assert.Equal([true, true, false, true], stroke.Corners);
    }

    [Fact]
    public void Every_form_of_every_digit_lies_inside_the_image_with_room_for_the_segments()
    {
        Span<PenSegment> segments = stackalloc PenSegment[PenPath.Capacity];
        for (int sample = 0; sample < 2000; sample++)
        {
            int digit = sample % 10;
            RandomSequence random = new(new RandomStream(5, RandomPurpose.Synthesis, step: sample));
            Handwriting hand = new(ref random, DigitSkeletons.CountForms(digit));
            int form = sample / 10 % DigitSkeletons.CountForms(digit);
            int count = PenPath.Trace(DigitSkeletons.GetStrokes(digit, form), hand, ref random, 28, segments);

            Assert.InRange(count, 1, PenPath.Capacity);
            foreach (PenSegment segment in segments[..count])
            {
                Assert.InRange(segment.X0, -0.01f, 27.01f);
                Assert.InRange(segment.Y0, -0.01f, 27.01f);
                Assert.InRange(segment.X1, -0.01f, 27.01f);
                Assert.InRange(segment.Y1, -0.01f, 27.01f);
            }
        }
    }

    [Fact]
    public void A_random_sequence_reads_its_stream_in_order_and_wavers_about_0_with_deviation_1()
    {
        RandomStream stream = new(9, RandomPurpose.Synthesis, 4);
        RandomSequence words = new(stream);
        for (int i = 0; i < 10; i++)
        {
            Assert.Equal(stream.GetUInt32(i), words.NextWord());
        }

        double sum = 0;
        double squares = 0;
        const int Count = 100_000;
        for (int i = 0; i < Count; i++)
        {
            float waver = words.NextWaver();
            Assert.InRange(waver, -3.47f, 3.47f);
            sum += waver;
            squares += waver * waver;
        }

        Assert.InRange(sum / Count, -0.02, 0.02);
        Assert.InRange(squares / Count, 0.98, 1.02);
    }
}
