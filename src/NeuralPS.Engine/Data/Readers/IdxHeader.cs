using System.Buffers.Binary;
using NeuralPS.Engine.Tensors;

namespace NeuralPS.Engine.Data.Readers;

/// <summary>The header of an IDX file: two zero bytes, the type, the number of dimensions, each dimension as big-endian int32.</summary>
/// <param name="Type">The type byte.</param>
/// <param name="ItemSize">Bytes in a value.</param>
/// <param name="Count">The first dimension: the number of rows.</param>
/// <param name="RowDimensions">The other dimensions; none for labels.</param>
/// <param name="Length">The length of the header in bytes.</param>
internal sealed record IdxHeader(byte Type, int ItemSize, int Count, int[] RowDimensions, int Length)
{
    /// <summary>Unsigned bytes.</summary>
    public const byte UnsignedByte = 0x08;

    /// <summary>Big-endian float32.</summary>
    public const byte Single = 0x0D;

    /// <summary>Big-endian float64.</summary>
    public const byte Double = 0x0E;

    // More than any file system holds, and far from what overflows.
    private const long MaximumLength = 1L << 50;

    /// <summary>The number of values in a row.</summary>
    public long RowLength => RowDimensions.Aggregate(1L, static (product, dimension) => product * dimension);

    /// <summary>The number of bytes after the header.</summary>
    public long DataLength => RowLength * Count * ItemSize;

    /// <summary>Reads the header.</summary>
    /// <exception cref="FileFormatException">
    /// The file is too short (FileTruncated), no IDX file (IdxMagic), has an unknown type (IdxType), or dimensions that cannot be
    /// (IdxDimension).
    /// </exception>
    public static IdxHeader Read(SourceFile file)
    {
        Span<byte> bytes = stackalloc byte[4 + (4 * 255)];
        ReadPart(file, bytes, 0, 4);
        if (bytes[0] != 0 || bytes[1] != 0)
        {
            throw new FileFormatException(
                "IdxMagic", $"'{file.Path}' is no IDX file: it starts with {bytes[0]:X2} {bytes[1]:X2}, not 00 00.");
        }

        int itemSize = GetItemSize(bytes[2]);
        if (itemSize == 0)
        {
            throw new FileFormatException(
                "IdxType", $"'{file.Path}' has the IDX type {bytes[2]:X2}; known are 08, 09, 0B, 0C, 0D and 0E.");
        }

        int dimensions = bytes[3];
        if (dimensions == 0)
        {
            throw new FileFormatException("IdxDimension", $"'{file.Path}' has no dimensions in its IDX header.");
        }

        ReadPart(file, bytes, 4, 4 * dimensions);
        int[] sizes = new int[dimensions];
        long length = itemSize;
        for (int i = 0; i < dimensions; i++)
        {
            sizes[i] = BinaryPrimitives.ReadInt32BigEndian(bytes[(4 + (4 * i))..]);
            if (sizes[i] < 1)
            {
                throw sizes[i] == 0 && i == 0
                    ? new DataException("EmptyDataset", $"'{file.Path}' says in its IDX header that it has no rows.")
                    : new FileFormatException(
                        "IdxDimension", $"'{file.Path}' has the size {sizes[i]} for dimension {i + 1} in its IDX header.");
            }

            if (sizes[i] > MaximumLength / length)
            {
                throw new FileFormatException(
                    "FileTruncated",
                    $"'{file.Path}' says in its IDX header that it has {string.Join(" x ", sizes[..(i + 1)])} values or more; "
                    + $"it has {file.Length} bytes.");
            }

            length *= sizes[i];
        }

        return new IdxHeader(bytes[2], itemSize, sizes[0], sizes[1..], 4 + (4 * dimensions));
    }

    /// <summary>What the header says, for messages.</summary>
    public override string ToString() => $"a header of {Length} bytes for {string.Join(" x ", RowDimensions.Prepend(Count))} values of "
        + $"{ItemSize} bytes";

    /// <summary>The shape of a row: images without channels have one.</summary>
    public Shape GetRowShape() => RowDimensions switch
    {
        [] => new Shape(1),
        [int height, int width] => new Shape(height, width, 1),
        _ => new Shape(RowDimensions),
    };

    /// <summary>Bytes in a value of <paramref name="type"/>; 0 for an unknown type.</summary>
    public static int GetItemSize(byte type) => type switch
    {
        UnsignedByte or 0x09 => 1,
        0x0B => 2,
        0x0C or Single => 4,
        Double => 8,
        _ => 0,
    };

    private static void ReadPart(SourceFile file, Span<byte> bytes, int start, int count)
    {
        int found = file.Read(bytes.Slice(start, count));
        if (found < count)
        {
            throw new FileFormatException(
                "FileTruncated",
                $"'{file.Path}' is truncated: its IDX header needs {start + count} bytes, but the file has {start + found}.");
        }
    }
}
