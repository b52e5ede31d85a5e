namespace NeuralPS.Engine.Data.Synthesis.Digits;

/// <summary>
/// How one digit is written: the form, the hand's habits (slant, proportions, pen) and its unsteadiness. <see cref="Place"/> carries
/// points of a skeleton in [-1, 1] over to pixels about the origin.
/// </summary>
internal readonly struct Handwriting
{
    private readonly float _scaleX;
    private readonly float _scaleY;
    private readonly float _slant;
    private readonly float _cosine;
    private readonly float _sine;
    private readonly float _taper;
    private readonly float _bend;
    private readonly float _waist;

    /// <summary>Draws the habits of one sample.</summary>
    public Handwriting(ref RandomSequence random, int forms)
    {
        // The smaller of two draws: the first form comes up most often, the last least.
        Form = Math.Min(random.NextInteger(forms), random.NextInteger(forms));
        float size = random.NextBetween(7.7f, 10.2f);
        _scaleX = size * random.NextBetween(0.76f, 1.14f);
        _scaleY = size;
        _slant = 0.1f + (0.2f * random.NextWaver());

        // A rotation by the angle whose half has this tangent (about 6 degrees): exact without sine and cosine.
        float tangent = 0.052f * random.NextWaver();
        _cosine = (1 - (tangent * tangent)) / (1 + (tangent * tangent));
        _sine = 2 * tangent / (1 + (tangent * tangent));
        _taper = 0.09f * random.NextWaver();
        _bend = 0.07f * random.NextWaver();
        _waist = 0.07f * random.NextWaver();
        Unsteadiness = random.NextBetween(0.02f, 0.068f);
        Radius = random.NextBetween(0.7f, 1.75f);
        Softness = random.NextBetween(0.8f, 1.5f);
        Ink = random.NextBetween(0.75f, 1f);
        ShiftX = 1.3f * random.NextWaver();
        ShiftY = 1.1f * random.NextWaver();
    }

    /// <summary>Which of the digit's forms is written.</summary>
    public int Form { get; }

    /// <summary>The standard deviation of a point from where it belongs, in units of the skeleton.</summary>
    public float Unsteadiness { get; }

    /// <summary>Half the width of the pen, in pixels.</summary>
    public float Radius { get; }

    /// <summary>Over how many pixels the edge of a stroke fades.</summary>
    public float Softness { get; }

    /// <summary>The darkest value that the pen leaves.</summary>
    public float Ink { get; }

    /// <summary>How far the middle of the digit is from the middle of the image, in pixels to the right.</summary>
    public float ShiftX { get; }

    /// <summary>How far the middle of the digit is from the middle of the image, in pixels downwards.</summary>
    public float ShiftY { get; }

    /// <summary>Carries a point of the skeleton over to pixels about the origin.</summary>
    public (float X, float Y) Place(float x, float y)
    {
        float bent = (x * (1 + (_taper * y))) + (_bend * ((y * y) - 0.4f));
        float moved = y + (_waist * (1 - (y * y)));
        float sheared = _scaleX * (bent - (_slant * moved));
        float scaled = _scaleY * moved;
        return ((_cosine * sheared) - (_sine * scaled), (_sine * sheared) + (_cosine * scaled));
    }
}
