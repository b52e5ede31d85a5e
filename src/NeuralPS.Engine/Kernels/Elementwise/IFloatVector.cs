using System.Numerics;

namespace NeuralPS.Engine.Kernels.Elementwise;

/// <summary>
/// A hardware vector of floats, so that a formula is written once for every width. Each operation is correctly rounded or exact
/// in each lane: the bits of a result do not depend on the width. Comparison and choice are one operation, which compilers turn
/// into a mask register where there is one.
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

    /// <summary>The first <paramref name="count"/> floats from <paramref name="source"/> on, then zeros; reads nothing beyond.</summary>
    static abstract TSelf LoadFirst(float* source, int count);

    /// <summary>Writes the first <paramref name="count"/> lanes from <paramref name="destination"/> on, and nothing beyond.</summary>
    void StoreFirst(float* destination, int count);

    /// <summary>x y + z, rounded once.</summary>
    static abstract TSelf FusedMultiplyAdd(TSelf x, TSelf y, TSelf z);

    /// <summary>The magnitude.</summary>
    static abstract TSelf Abs(TSelf x);

    /// <summary>The magnitude of <paramref name="magnitude"/> with the sign of <paramref name="sign"/>.</summary>
    static abstract TSelf CopySign(TSelf magnitude, TSelf sign);

    /// <summary><paramref name="then"/> where x &gt; y, else <paramref name="otherwise"/>, which NaN leads to as well.</summary>
    static abstract TSelf WhereGreater(TSelf x, TSelf y, TSelf then, TSelf otherwise);

    /// <summary>A bit for each lane, set where x = y; lane 0 is the lowest.</summary>
    static abstract uint EqualLanes(TSelf x, TSelf y);

    /// <summary><paramref name="then"/> where x = y, else <paramref name="otherwise"/>.</summary>
    static abstract TSelf WhereEqual(TSelf x, TSelf y, TSelf then, TSelf otherwise);

    /// <summary><paramref name="then"/> where x is NaN, else <paramref name="otherwise"/>.</summary>
    static abstract TSelf WhereNaN(TSelf x, TSelf then, TSelf otherwise);

    /// <summary>
    /// Adds the lowest bits of <paramref name="exponent"/>, taken as an integer, to the exponent field of
    /// <paramref name="x"/>: multiplies a normal number by a power of two.
    /// </summary>
    static abstract TSelf AddToExponent(TSelf x, TSelf exponent);

    /// <summary>x in the lanes whose bit in <paramref name="bits"/> is set, else 0; lane 0 is the lowest bit.</summary>
    static abstract TSelf Keep(uint bits, TSelf x);
}
