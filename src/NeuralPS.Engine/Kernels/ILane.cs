namespace NeuralPS.Engine.Kernels;

/// <summary>One vector register of floats, so that a kernel is written once for all widths.</summary>
/// <typeparam name="TVector">The register.</typeparam>
internal unsafe interface ILane<TVector>
    where TVector : struct
{
    /// <summary>Floats in the register.</summary>
    static abstract int Width { get; }

    /// <summary>All zeros.</summary>
    static abstract TVector Zero { get; }

    /// <summary>Reads from memory.</summary>
    static abstract TVector Load(float* source);

    /// <summary>Writes to memory.</summary>
    static abstract void Store(TVector value, float* destination);

    /// <summary>The same number in all places.</summary>
    static abstract TVector Broadcast(float value);

    /// <summary>a * b + c, rounded once where the processor can.</summary>
    static abstract TVector MultiplyAdd(TVector a, TVector b, TVector c);

    /// <summary>max(0, value).</summary>
    static abstract TVector Rectify(TVector value);
}

/// <summary>A number known when a generic method is compiled, so that the branches it decides disappear.</summary>
internal interface IConstant
{
    /// <summary>The number.</summary>
    static abstract int Value { get; }
}
