using System.Collections.Frozen;
using NeuralPS.Engine.Activations;

namespace NeuralPS.Engine.Initializers;

/// <summary>All initializers by name.</summary>
public static class InitializerCatalog
{
    private static readonly FrozenDictionary<string, Func<double[], Initializer?>> Makers =
        new Dictionary<string, Func<double[], Initializer?>>
        {
            ["ZEROS"] = values => WithoutNumbers(values, ZerosInitializer.Instance),
            ["CONSTANT"] = values => values.Length == 1 ? new ConstantInitializer(values[0]) : null,
            ["NORMAL"] = values => values.Length switch
            {
                0 => new NormalInitializer(),
                1 => new NormalInitializer(values[0]),
                2 => new NormalInitializer(values[0], values[1]),
                _ => null,
            },
            ["UNIFORM"] = values => values.Length switch
            {
                0 => new UniformInitializer(),
                1 => new UniformInitializer(values[0]),
                _ => null,
            },
            ["XAVIERNORMAL"] = values => WithoutNumbers(values, XavierNormalInitializer.Instance),
            ["XAVIERUNIFORM"] = values => WithoutNumbers(values, XavierUniformInitializer.Instance),
            ["HENORMAL"] = values => WithoutNumbers(values, HeNormalInitializer.Instance),
            ["HEUNIFORM"] = values => WithoutNumbers(values, HeUniformInitializer.Instance),
            ["LECUNNORMAL"] = values => WithoutNumbers(values, LecunNormalInitializer.Instance),
            ["LECUNUNIFORM"] = values => WithoutNumbers(values, LecunUniformInitializer.Instance),
        }
        .ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, string> Aliases = new Dictionary<string, string>
    {
        ["ZERO"] = "ZEROS",
        ["GLOROTNORMAL"] = "XAVIERNORMAL",
        ["GLOROTUNIFORM"] = "XAVIERUNIFORM",
        ["KAIMINGNORMAL"] = "HENORMAL",
        ["KAIMINGUNIFORM"] = "HEUNIFORM",
    }
    .ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The names that <see cref="Get"/> takes, without aliases. Constant needs its value: <c>Constant(0.1)</c>.</summary>
    public static IReadOnlyList<string> Names { get; } = Array.AsReadOnly(
    [
        "Zeros", "Constant", "Normal", "Uniform", "XavierNormal", "XavierUniform", "HeNormal", "HeUniform", "LecunNormal", "LecunUniform",
    ]);

    /// <summary>
    /// The initializer called <paramref name="name"/>, whatever the case (<c>he_normal</c> too), with its numbers in parentheses:
    /// <c>Normal(0.1)</c> (standard deviation, then mean), <c>Uniform(0.05)</c> (limit), <c>Constant(1)</c>. Also takes the
    /// aliases GlorotNormal, GlorotUniform, KaimingNormal and KaimingUniform.
    /// </summary>
    /// <exception cref="EngineException">There is none, or its numbers are wrong.</exception>
    public static Initializer Get(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (ParameterizedName.TryParse(name, out ParameterizedName? parsed)
            && CatalogName.Normalise(parsed.Name) is var key
            && Makers.TryGetValue(Aliases.GetValueOrDefault(key, key), out Func<double[], Initializer?>? make)
            && make(parsed.Values) is { } initializer)
        {
            initializer.Validate();
            return initializer;
        }

        throw new EngineException(
            "UnknownInitializer",
            $"There is no initializer '{name}'. Use one of {string.Join(", ", Names)}; Constant needs a value, as in Constant(0.1), "
            + "Normal takes a standard deviation and a mean, as in Normal(0.05, 0), and Uniform a limit.");
    }

    private static Initializer? WithoutNumbers(double[] values, Initializer initializer) => values.Length == 0 ? initializer : null;
}
