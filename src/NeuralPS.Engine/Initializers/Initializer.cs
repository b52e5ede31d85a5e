namespace NeuralPS.Engine.Initializers;

/// <summary>How weights start.</summary>
public abstract record Initializer
{
    /// <summary>The name as users and files spell it, such as <c>HeNormal</c>.</summary>
    public abstract string Name { get; }

    /// <summary>What suits layers with <paramref name="activation"/>: He for the ReLU family, Xavier for the others.</summary>
    public static Initializer For(Activations.Activation activation) =>
        throw new NotSupportedException(activation.Name);

    /// <summary>Fills <paramref name="weights"/>; the same seed and tensor index give the same bits.</summary>
    /// <param name="weights">The logical elements, row-major.</param>
    /// <param name="fanIn">Inputs that reach one unit.</param>
    /// <param name="fanOut">Units that one input reaches.</param>
    /// <param name="seed">The seed of the network.</param>
    /// <param name="tensorIndex">The position of the tensor in the network: the address of its random numbers.</param>
    public abstract void Fill(Span<float> weights, int fanIn, int fanOut, ulong seed, int tensorIndex);
}
