using System.Numerics;
using NeuralPS.Sweeps.Randomness;

namespace NeuralPS.Sweeps.Samplers;

/// <summary>
/// Points that fill the unit cube more evenly than random ones (I. M. Sobol, 1967), in the order of the Gray code (Antonov and Saleev,
/// 1979). Scrambled by a random lower triangular matrix over the bits and a random shift (Matousek, "On the L2-discrepancy for anchored
/// boxes", 1998), which leaves every stretch of 2^k points as even as it was.
/// </summary>
internal sealed class SobolSequence
{
    private const int Bits = 32;
    private readonly uint[][] _directions;
    private readonly uint[] _shifts;

    /// <summary>Makes the sequence.</summary>
    /// <param name="dimensions">From 1 to <see cref="SobolTable.Dimensions"/>.</param>
    /// <param name="seed">Of the scrambling; null for the plain sequence, which begins at the origin.</param>
    public SobolSequence(int dimensions, ulong? seed)
    {
        _directions = new uint[dimensions][];
        _shifts = new uint[dimensions];
        for (int dimension = 0; dimension < dimensions; dimension++)
        {
            uint[] directions = GetDirections(dimension);
            if (seed is ulong own)
            {
                TrialRandom random = new(own, dimension, "Sobol");
                Scramble(directions, ref random);
                _shifts[dimension] = (uint)(random.NextUInt64() >> 32);
            }

            _directions[dimension] = directions;
        }
    }

    /// <summary>The 32 bits after the point of one coordinate.</summary>
    /// <param name="index">The number of the point, from 0.</param>
    /// <param name="dimension">From 0.</param>
    public uint GetBits(int index, int dimension)
    {
        uint gray = (uint)index ^ ((uint)index >> 1);
        uint bits = _shifts[dimension];
        uint[] directions = _directions[dimension];
        for (; gray != 0; gray &= gray - 1)
        {
            bits ^= directions[BitOperations.TrailingZeroCount(gray)];
        }

        return bits;
    }

    /// <summary>One coordinate, in the middle of the interval of 2^-32 that it stands for: neither 0 nor 1.</summary>
    public double GetCoordinate(int index, int dimension) => (GetBits(index, dimension) + 0.5) / (1UL << Bits);

    private static uint[] GetDirections(int dimension)
    {
        uint[] directions = new uint[Bits];
        if (dimension == 0)
        {
            for (int i = 0; i < Bits; i++)
            {
                directions[i] = 1u << (Bits - 1 - i);
            }

            return directions;
        }

        ReadOnlySpan<ushort> row = SobolTable.GetRow(dimension);
        int degree = row.Length - 1;
        for (int i = 0; i < Bits; i++)
        {
            if (i < degree)
            {
                directions[i] = (uint)row[i + 1] << (Bits - 1 - i);
                continue;
            }

            uint value = directions[i - degree] ^ (directions[i - degree] >> degree);
            for (int k = 1; k < degree; k++)
            {
                if (((row[0] >> (degree - k)) & 1) != 0)
                {
                    value ^= directions[i - k];
                }
            }

            directions[i] = value;
        }

        return directions;
    }

    // Row r of the matrix has ones on the diagonal and random bits before it: high bits are changed by none, low ones by all above.
    private static void Scramble(uint[] directions, ref TrialRandom random)
    {
        Span<uint> rows = stackalloc uint[Bits];
        for (int r = 0; r < Bits; r++)
        {
            uint diagonal = 1u << (Bits - 1 - r);
            uint before = r == 0 ? 0 : uint.MaxValue << (Bits - r);
            rows[r] = diagonal | ((uint)(random.NextUInt64() >> 32) & before);
        }

        for (int i = 0; i < Bits; i++)
        {
            uint value = 0;
            for (int r = 0; r < Bits; r++)
            {
                value |= ((uint)BitOperations.PopCount(rows[r] & directions[i]) & 1) << (Bits - 1 - r);
            }

            directions[i] = value;
        }
    }
}
