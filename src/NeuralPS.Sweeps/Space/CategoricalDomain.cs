using System.Collections.Immutable;
using System.Globalization;

namespace NeuralPS.Sweeps.Space;

/// <summary>One of several choices without an order. The internal value is the index of the choice.</summary>
public sealed record CategoricalDomain : Domain
{
    /// <summary>Creates the domain.</summary>
    /// <param name="choices">
    /// At least one, all different: null, <see cref="bool"/>, <see cref="long"/>, <see cref="double"/> or <see cref="string"/>; other whole
    /// and real numbers are taken as <see cref="long"/> and <see cref="double"/>.
    /// </param>
    /// <exception cref="SweepException">BadDomain.</exception>
    public CategoricalDomain(IEnumerable<object?> choices)
    {
        Choices = [.. choices.Select(Normalize)];
        if (Choices.Length == 0)
        {
            throw new SweepException("BadDomain", "There are no choices. A parameter needs at least one value.");
        }

        for (int i = 1; i < Choices.Length; i++)
        {
            if (Choices.AsSpan(0, i).Contains(Choices[i]))
            {
                throw new SweepException("BadDomain", $"The choice '{Format(Choices[i])}' is there twice. Name every choice once.");
            }
        }
    }

    private CategoricalDomain(ImmutableArray<object?> choices) => Choices = choices;

    /// <summary>The choices.</summary>
    public ImmutableArray<object?> Choices { get; }

    /// <inheritdoc/>
    public override long? Count => Choices.Length;

    /// <inheritdoc/>
    public override double ToInternal(object? value)
    {
        int index = Choices.IndexOf(Normalize(value));
        if (index < 0)
        {
            string text = Format(value);
            string[] texts = [.. Choices.Select(Format)];
            index = Array.FindIndex(texts, choice => string.Equals(choice, text, StringComparison.OrdinalIgnoreCase));
        }

        return index >= 0 ? index : throw DomainGuard.OutOfDomain(value, this);
    }

    /// <inheritdoc/>
    public override object? ToExternal(double internalValue) => Choices[(int)internalValue];

    /// <inheritdoc/>
    public override bool Contains(double internalValue) =>
        internalValue >= 0 && internalValue < Choices.Length && Math.Floor(internalValue) == internalValue;

    /// <inheritdoc/>
    public override double FromUnit(double position) =>
        Math.Clamp(Math.Floor(position * Choices.Length), 0, Choices.Length - 1);

    /// <inheritdoc/>
    public override double ToUnit(double internalValue) => (internalValue + 0.5) / Choices.Length;

    /// <inheritdoc/>
    public override bool IsCompatibleWith(Domain other) => Equals(other as CategoricalDomain);

    /// <summary>The same choices in the same order.</summary>
    public bool Equals(CategoricalDomain? other) => other is not null && Choices.AsSpan().SequenceEqual(other.Choices.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        HashCode hash = default;
        foreach (object? choice in Choices)
        {
            hash.Add(choice);
        }

        return hash.ToHashCode();
    }

    /// <summary>Such as <c>ReLU, Tanh</c>.</summary>
    public override string ToString() => string.Join(", ", Choices.Select(Format));

    /// <summary>A domain that another program wrote, which may name a choice twice. The choices are normal ones.</summary>
    internal static CategoricalDomain FromJournal(IEnumerable<object?> choices) => new(choices.ToImmutableArray());

    /// <summary>A choice as text.</summary>
    internal static string Format(object? value) => value is null ? "null" : Convert.ToString(value, CultureInfo.InvariantCulture) ?? string.Empty;

    private static object? Normalize(object? value) => value switch
    {
        null or bool or string or long or double => value,
        sbyte or byte or short or ushort or int or uint => Convert.ToInt64(value, CultureInfo.InvariantCulture),
        float or decimal => Convert.ToDouble(value, CultureInfo.InvariantCulture),
        Enum => value.ToString(),
        _ => throw new SweepException(
            "BadDomain",
            $"'{Format(value)}' cannot be a choice: choices are numbers, text, $true, $false or $null. Name the objects, and look them up by name in the trial."),
    };
}
