using NeuralPS.Engine.Randomness;
using NeuralPS.Engine.Tensors;

namespace NeuralPS.Engine.Data.Synthesis.Digits;

/// <summary>
/// Drawn digits: white strokes on black, 28 x 28 x 1 in [0, 1]. Every sample has its own form, hand and pen; noise adds grain to each
/// pixel and, to one image in six, a few stray specks.
/// </summary>
/// <param name="seed">The seed.</param>
/// <param name="classes">The number of classes: the digits 0 to classes - 1.</param>
/// <param name="noise">The standard deviation of the grain before values are cut to [0, 1]; 0 gives clean images.</param>
internal sealed class DigitsGenerator(ulong seed, int classes, double noise) : SampleGenerator
{
    /// <summary>Pixels along a side.</summary>
    public const int Size = 28;

    private const int Stride = 32;
    private const int ShapePart = 0;
    private const int GrainPart = 1;
    private const int SpeckPart = 2;

    /// <inheritdoc/>
    public override Shape InputShape { get; } = new(Size, Size, 1);

    /// <inheritdoc/>
    public override IReadOnlyList<string> ColumnNames { get; } = [];

    /// <inheritdoc/>
    public override IReadOnlyList<string> ClassNames { get; } = NumberClasses(classes);

    /// <inheritdoc/>
    public override float Generate(int sample, Span<float> input)
    {
        int digit = ClassOrder.GetClass(seed, SyntheticKind.Digits, classes, sample);
        Span<float> canvas = stackalloc float[Size * Stride];
        canvas.Clear();
        DrawDigit(digit, sample, canvas);
        if (noise > 0)
        {
            DrawSpecks(sample, canvas);
        }

        for (int y = 0; y < Size; y++)
        {
            canvas.Slice(y * Stride, Size).CopyTo(input.Slice(y * Size, Size));
        }

        if (noise > 0)
        {
            AddGrain(sample, input);
        }

        return digit;
    }

    private RandomStream Open(int part, int sample) => new(seed, RandomPurpose.Synthesis, (int)SyntheticKind.Digits, part, sample);

    private void DrawDigit(int digit, int sample, Span<float> canvas)
    {
        RandomSequence random = new(Open(ShapePart, sample));
        Handwriting hand = new(ref random, DigitSkeletons.CountForms(digit));
        Span<PenSegment> segments = stackalloc PenSegment[PenPath.Capacity];
        int count = PenPath.Trace(DigitSkeletons.GetStrokes(digit, hand.Form), hand, ref random, Size, segments);
        foreach (ref readonly PenSegment segment in segments[..count])
        {
            SegmentRenderer.Draw(canvas, Size, Stride, segment, hand.Softness, hand.Ink);
        }
    }

    /// <summary>Up to three short scratches, anywhere, that a network must learn to overlook.</summary>
    private void DrawSpecks(int sample, Span<float> canvas)
    {
        RandomSequence random = new(Open(SpeckPart, sample));
        if (random.NextInteger(6) != 0)
        {
            return;
        }

        for (int speck = random.NextInteger(3); speck >= 0; speck--)
        {
            float x = random.NextBetween(0, Size - 1);
            float y = random.NextBetween(0, Size - 1);
            float radius = random.NextBetween(0.4f, 0.9f);
            float toX = x + (1.2f * random.NextWaver());
            float toY = y + (1.2f * random.NextWaver());
            PenSegment segment = new(x, y, radius, toX, toY, radius);
            SegmentRenderer.Draw(canvas, Size, Stride, segment, softness: 1, ink: random.NextBetween(0.3f, 0.9f));
        }
    }

    private void AddGrain(int sample, Span<float> image)
    {
        // The sum of a random word's four bytes is nearly normal, with mean 510 and this standard deviation: sqrt(4 (256^2 - 1) / 12).
        const double Deviation = 147.8005;
        float scale = (float)(noise / Deviation);
        RandomStream random = Open(GrainPart, sample);
        for (int i = 0; i < image.Length; i += 4)
        {
            (uint a, uint b, uint c, uint d) = random.GetBlock(i >> 2);
            image[i] = Math.Clamp(image[i] + (scale * SumBytes(a)), 0, 1);
            image[i + 1] = Math.Clamp(image[i + 1] + (scale * SumBytes(b)), 0, 1);
            image[i + 2] = Math.Clamp(image[i + 2] + (scale * SumBytes(c)), 0, 1);
            image[i + 3] = Math.Clamp(image[i + 3] + (scale * SumBytes(d)), 0, 1);
        }
    }

    /// <summary>The sum of the four bytes of a word, less its mean.</summary>
    private static int SumBytes(uint word)
    {
        uint pairs = (word & 0x00FF00FF) + ((word >> 8) & 0x00FF00FF);
        return (int)((pairs & 0xFFFF) + (pairs >> 16)) - 510;
    }
}
