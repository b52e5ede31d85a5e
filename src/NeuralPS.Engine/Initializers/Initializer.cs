using System.Globalization;
using NeuralPS.Engine.Activations;

namespace NeuralPS.Engine.Initializers;

/// <summary>How weights start.</summary>
public abstract record Initializer
{
    /// <summary>The name as users and files spell it, such as <c>HeNormal</c> or <c>Normal(0.1)</c>.</summary>
    public abstract string Name { get; }

    /// <summary>What suits layers with <paramref name="activation"/>: He for the ReLU family, Xavier for the others.</summary>
    public static Initializer For(Activation activation) => activation
        is ReLUActivation or LeakyReLUActivation or ELUActivation or GELUActivation or SiLUActivation or SoftplusActivation
        ? HeNormalInitializer.Instance
        : XavierUniformInitializer.Instance;

    /// <summary>Fills <paramref name="weights"/>; the same seed and tensor index give the same bits.</summary>
    /// <param name="weights">The logical elements, row-major.</param>
    /// <param name="fanIn">Inputs that reach one unit.</param>
    /// <param name="fanOut">Units that one input reaches.</param>
    /// <param name="seed">The seed of the network.</param>
    /// <param name="tensorIndex">The position of the tensor in the network: the address of its random numbers.</param>
    public abstract void Fill(Span<float> weights, int fanIn, int fanOut, ulong seed, int tensorIndex);

    /// <summary>The name, with numbers that are not the default: what <see cref="InitializerCatalog.Get"/> reads.</summary>
    public sealed override string ToString() => Name;

    /// <summary>Checks the numbers.</summary>
    /// <exception cref="EngineException">One is out of range.</exception>
    internal virtual void Validate()
    {
    }

    /// <summary>A name with numbers in parentheses.</summary>
    private protected static string Format(string name, ReadOnlySpan<double> values)
    {
        var texts = new string[values.Length];
        for (int i = 0; i < texts.Length; i++)
        {
            texts[i] = values[i].ToString("R", CultureInfo.InvariantCulture);
        }

        return $"{name}({string.Join(", ", texts)})";
    }

    /// <summary>Throws unless <paramref name="isRight"/>.</summary>
    private protected void Require(bool isRight, string rule)
    {
        if (!isRight)
        {
            throw new EngineException("InitializerOutOfRange", $"Initializer {Name} cannot be used: {rule}.");
        }
    }
}
