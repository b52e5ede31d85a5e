using System.Globalization;
using NeuralPS.Engine.Data.Synthesis.Digits;

namespace NeuralPS.Engine.Data.Synthesis;

/// <summary>What the samples of a synthetic data set depend on, checked and with every default filled in.</summary>
internal sealed record SyntheticOptions
{
    /// <summary>Checks the options and fills in the defaults of the kind.</summary>
    /// <exception cref="EngineException">An option is out of its range or does not apply to the kind.</exception>
    public SyntheticOptions(SyntheticKind kind, ulong seed, double? noise = null, int? classes = null, bool signed = false)
    {
        SyntheticTraits traits = SyntheticTraits.Of(kind);
        (Kind, Seed, Signed) = (kind, seed, signed);
        Noise = CheckNoise(kind, traits, noise);
        Classes = CheckClasses(kind, traits, classes);
        if (signed && !traits.CanBeSigned)
        {
            throw new EngineException(
                "SyntheticSignedNotApplicable",
                $"Inputs of {kind} cannot be signed: only the truth tables And, Or and Xor have inputs that are -1 and 1. "
                + "Leave the option out.");
        }
    }

    /// <summary>Which data set.</summary>
    public SyntheticKind Kind { get; }

    /// <summary>The seed.</summary>
    public ulong Seed { get; }

    /// <summary>The noise; its unit is the kind's.</summary>
    public double Noise { get; }

    /// <summary>The number of classes; 0 for regression.</summary>
    public int Classes { get; }

    /// <summary>Whether false is -1 in a truth table.</summary>
    public bool Signed { get; }

    /// <summary>The generator that makes the samples.</summary>
    public SampleGenerator CreateGenerator() => Kind switch
    {
        SyntheticKind.Digits => new DigitsGenerator(Seed, Classes, Noise),
        SyntheticKind.Moons => new MoonsGenerator(Seed, Noise),
        SyntheticKind.Circles => new CirclesGenerator(Seed, Classes, Noise),
        SyntheticKind.Spirals => new SpiralsGenerator(Seed, Classes, Noise),
        SyntheticKind.Blobs => new BlobsGenerator(Seed, Classes, Noise),
        SyntheticKind.Sine => new SineGenerator(Seed, Noise),
        SyntheticKind.Polynomial => new PolynomialGenerator(Seed, Noise),
        SyntheticKind.Step => new StepGenerator(Seed, Noise),
        SyntheticKind.Linear => new LinearGenerator(Seed, Noise),
        _ => new TruthTableGenerator(Kind, Seed, Noise, Signed),
    };

    private static double CheckNoise(SyntheticKind kind, SyntheticTraits traits, double? noise)
    {
        double value = noise ?? traits.Noise;
        if (!(value >= 0 && value <= traits.MaximumNoise))
        {
            throw new EngineException(
                "SyntheticNoiseOutOfRange",
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"Noise {value} does not suit {kind}: a standard deviation from 0 to {traits.MaximumNoise} is expected "
                    + $"(usual: {traits.Noise})."));
        }

        return value;
    }

    private static int CheckClasses(SyntheticKind kind, SyntheticTraits traits, int? classes)
    {
        int value = classes ?? traits.Classes;
        if (traits.Classes == 0 && classes is not null)
        {
            throw new EngineException(
                "SyntheticClassesNotApplicable",
                $"{kind} is for regression and has no classes. Leave the number of classes out.");
        }

        int minimum = traits.Classes == 0 ? 0 : 2;
        if (value < minimum || value > traits.MaximumClasses)
        {
            string expected = minimum == traits.MaximumClasses ? "always has 2" : $"can have 2 to {traits.MaximumClasses}";
            throw new EngineException("SyntheticClassesOutOfRange", $"{value} classes were asked for, but {kind} {expected}.");
        }

        return value;
    }
}
