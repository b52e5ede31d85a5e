using System.Collections.Frozen;

namespace NeuralPS.Engine.Activations;

/// <summary>All activations by name.</summary>
public static class ActivationCatalog
{
    private static readonly Activation[] All =
    [
        LinearActivation.Instance,
        StepActivation.Instance,
        SignActivation.Instance,
        SigmoidActivation.Instance,
        TanhActivation.Instance,
        ReLUActivation.Instance,
        LeakyReLUActivation.Instance,
        ELUActivation.Instance,
        GELUActivation.Instance,
        SiLUActivation.Instance,
        SoftplusActivation.Instance,
        SoftmaxActivation.Instance,
    ];

    private static readonly FrozenDictionary<string, Activation> ByName = All
        .Select(activation => KeyValuePair.Create(CatalogName.Normalise(activation.Name), activation))
        .Concat(
        [
            KeyValuePair.Create<string, Activation>("NONE", LinearActivation.Instance),
            KeyValuePair.Create<string, Activation>("IDENTITY", LinearActivation.Instance),
            KeyValuePair.Create<string, Activation>("HEAVISIDE", StepActivation.Instance),
            KeyValuePair.Create<string, Activation>("LOGISTIC", SigmoidActivation.Instance),
            KeyValuePair.Create<string, Activation>("SWISH", SiLUActivation.Instance),
        ])
        .ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The names that <see cref="Get"/> takes, in the order of the documentation, without aliases.</summary>
    public static IReadOnlyList<string> Names { get; } = Array.AsReadOnly(All.Select(activation => activation.Name).ToArray());

    /// <summary>
    /// The activation called <paramref name="name"/>, whatever the case (<c>leaky_relu</c> too). Also takes the aliases None, Identity,
    /// Heaviside, Logistic and Swish, and a parameter where there is one: <c>LeakyReLU(0.2)</c>, <c>ELU(0.5)</c>, <c>Formula(x * sigmoid(x))</c>.
    /// </summary>
    /// <exception cref="EngineException">There is none, or its parameter is out of range.</exception>
    public static Activation Get(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (FormulaActivation.Read(name) is { } formula)
        {
            return formula;
        }

        if (ParameterizedName.TryParse(name, out ParameterizedName? parsed)
            && ByName.TryGetValue(CatalogName.Normalise(parsed.Name), out Activation? activation))
        {
            if (parsed.Values.Length == 0)
            {
                return activation;
            }

            if (parsed.Values.Length == 1 && activation is LeakyReLUActivation)
            {
                return new LeakyReLUActivation((float)parsed.Values[0]);
            }

            if (parsed.Values.Length == 1 && activation is ELUActivation)
            {
                return new ELUActivation((float)parsed.Values[0]);
            }
        }

        throw new EngineException(
            "UnknownActivation",
            $"There is no activation '{name}'. Use one of {string.Join(", ", Names)}; "
            + "LeakyReLU and ELU take a parameter, as in LeakyReLU(0.2).");
    }
}
