using System.Numerics;

namespace NeuralPS.Engine.Kernels.Elementwise;

/// <summary>
/// A hardware vector of floats, so that a formula is written once for every width. Each operation is correctly rounded or exact
/// in each lane: the bits of a result do not depend on the width. A mask is a vector whose lanes have all bits set or none.
/// </summary>
/// <typeparam name="TSelf">The implementing type.</typeparam>
internal unsafe interface IFloatVector<TSelf> :
    IAdditionOperators<TSelf, TSelf, TSelf>,
    ISubtractionOperators<TSelf, TSelf, TSelf>,
    IMultiplyOperators<TSelf, TSelf, TSelf>,
    IDivisionOperators<TSelf, TSelf, TSelf>
    where TSelf : struct, IFloatVector<TSelf>
{
    /// <summary>The number of lanes.</summary>
    static abstract int Count { get; }

    /// <summary>The same value in every lane.</summary>
    static abstract TSelf Create(float value);

    /// <summary>The floats from <paramref name="source"/> on.</summary>
    static abstract TSelf Load(float* source);

    /// <summary>Writes the lanes from <paramref name="destination"/> on.</summary>
    void Store(float* destination);

    /// <summary>x y + z, rounded once.</summary>
    static abstract TSelf FusedMultiplyAdd(TSelf x, TSelf y, TSelf z);

    /// <summary>The magnitude.</summary>
    static abstract TSelf Abs(TSelf x);

    /// <summary>The magnitude of <paramref name="magnitude"/> with the sign of <paramref name="sign"/>.</summary>
    static abstract TSelf CopySign(TSelf magnitude, TSelf sign);

    /// <summary>The mask of x &gt; y; never set for NaN.</summary>
    static abstract TSelf Greater(TSelf x, TSelf y);

    /// <summary>The mask of the lanes that are NaN.</summary>
    static abstract TSelf IsNaN(TSelf x);

    /// <summary><paramref name="then"/> where <paramref name="mask"/> is set, else <paramref name="otherwise"/>.</summary>
    static abstract TSelf Select(TSelf mask, TSelf then, TSelf otherwise);

    /// <summary>
    /// Adds the lowest bits of <paramref name="exponent"/>, taken as an integer, to the exponent field of
    /// <paramref name="x"/>: multiplies a normal number by a power of two.
    /// </summary>
    static abstract TSelf AddToExponent(TSelf x, TSelf exponent);

    /// <summary>The mask of the lanes whose bit in <paramref name="bits"/> is set; lane 0 is the lowest bit.</summary>
    static abstract TSelf CreateMask(uint bits);
}
