using System.Buffers.Binary;
using System.Text;

namespace NeuralPS.Engine.Formats.Png;

/// <summary>
/// The chunks of a PNG file that matter for the pixels, checked: signature, lengths, checksums, order. Other ancillary chunks (gamma,
/// text, times) are passed over, and so is what follows the IEND chunk.
/// </summary>
internal sealed class PngChunks
{
    private const int Overhead = 12;
    private readonly string _path;
    private bool _isDataOver;

    private PngChunks(string path) => _path = path;

    /// <summary>What the IHDR chunk says.</summary>
    public PngHeader Header { get; private set; } = null!;

    /// <summary>Red, green and blue of each colour of the palette; null without one.</summary>
    public byte[]? Palette { get; private set; }

    /// <summary>The tRNS chunk: the transparent colour, or the alphas of the palette's colours; null without one.</summary>
    public byte[]? Transparency { get; private set; }

    /// <summary>The compressed pixels: the IDAT chunks, one after the other.</summary>
    public MemoryStream Data { get; } = new();

    /// <summary>The first bytes of every PNG file.</summary>
    public static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', (byte)'\r', (byte)'\n', 0x1A, (byte)'\n'];

    /// <summary>Parses <paramref name="bytes"/>, a whole file.</summary>
    /// <exception cref="FileFormatException">
    /// PngSignature, PngHeader, PngChunk (a chunk is wrong or misplaced), FileDamaged (a checksum), FileTruncated or FileTooLarge.
    /// </exception>
    public static PngChunks Parse(ReadOnlySpan<byte> bytes, string path)
    {
        if (!bytes.StartsWith(Signature))
        {
            throw new FileFormatException(
                "PngSignature",
                $"'{path}' is no PNG image, or damaged: it does not start with PNG's eight bytes (89 50 4E 47 0D 0A 1A 0A). "
                + "Transfers that convert line ends change them.");
        }

        var chunks = new PngChunks(path);
        int position = Signature.Length;
        while (true)
        {
            ReadOnlySpan<byte> rest = bytes[position..];
            uint length = rest.Length >= Overhead ? BinaryPrimitives.ReadUInt32BigEndian(rest) : 0;
            if (rest.Length < Overhead || length > rest.Length - Overhead)
            {
                throw new FileFormatException(
                    "FileTruncated",
                    $"'{path}' is truncated or damaged: the chunk at byte {position} goes on beyond the end "
                    + $"of the file ({bytes.Length} bytes).");
            }

            ReadOnlySpan<byte> body = rest.Slice(4, 4 + (int)length);
            string type = Encoding.Latin1.GetString(body[..4]);
            if (!type.All(char.IsAsciiLetter))
            {
                throw chunks.Error($"at byte {position} there is no chunk where one must start");
            }

            if (PngCrc.Compute(body) != BinaryPrimitives.ReadUInt32BigEndian(rest[(8 + (int)length)..]))
            {
                throw new FileFormatException(
                    "FileDamaged", $"'{path}' is damaged: the checksum of the chunk {type} at byte {position} is wrong.");
            }

            if (type == "IEND")
            {
                return chunks.Check(body.Length - 4);
            }

            chunks.Add(type, body[4..]);
            position += Overhead + (int)length;
        }
    }

    private void Add(string type, ReadOnlySpan<byte> data)
    {
        if ((type == "IHDR") != (Header is null))
        {
            throw Error(Header is null ? $"it starts with the chunk {type} instead of IHDR" : "it has two headers (IHDR)");
        }

        _isDataOver |= type != "IDAT" && Data.Length > 0;
        switch (type)
        {
            case "IHDR":
                Header = PngHeader.Parse(data, _path);
                break;
            case "PLTE":
                AddPalette(data);
                break;
            case "tRNS":
                AddTransparency(data);
                break;
            case "IDAT" when _isDataOver:
                throw Error("its pixels (IDAT) are interrupted by another chunk");
            case "IDAT":
                Data.Write(data);
                break;
            default:
                if (char.IsUpper(type[0]))
                {
                    throw Error($"it needs the chunk {type}, which is not part of PNG");
                }

                break;
        }
    }

    private void AddPalette(ReadOnlySpan<byte> data)
    {
        int maximum = Header.ColourType == PngHeader.Palette ? 1 << Header.BitDepth : 256;
        if (data.Length == 0 || data.Length % 3 != 0 || data.Length > 3 * maximum)
        {
            throw Error($"the palette (PLTE) has {data.Length} bytes; three for each of 1 to {maximum} colours were expected");
        }

        if (Palette is not null || Transparency is not null || Data.Length > 0 || Header.ColourType is 0 or 4)
        {
            throw Error(Header.ColourType is 0 or 4 ? "it is gray, but has a palette (PLTE)" : "the palette (PLTE) is misplaced");
        }

        Palette = data.ToArray();
    }

    private void AddTransparency(ReadOnlySpan<byte> data)
    {
        bool isValid = Header.ColourType switch
        {
            0 => data.Length == 2,
            2 => data.Length == 6,
            PngHeader.Palette => data.Length > 0 && data.Length <= (Palette?.Length ?? 0) / 3,
            _ => false,
        };
        if (!isValid || Transparency is not null || Data.Length > 0)
        {
            throw Error($"the transparency (tRNS) is misplaced, or its {data.Length} bytes do not fit colour type {Header.ColourType}");
        }

        Transparency = data.ToArray();
    }

    private PngChunks Check(int endLength)
    {
        string? problem = Header is null ? "it has no header (IHDR)"
            : endLength != 0 ? "its last chunk (IEND) is not empty"
            : Header.ColourType == PngHeader.Palette && Palette is null ? "its palette (PLTE) is missing"
            : Data.Length == 0 ? "it holds no pixels (IDAT)"
            : null;
        Data.Position = 0;
        return problem is null ? this : throw Error(problem);
    }

    private FileFormatException Error(string what) => new("PngChunk", $"'{_path}' is no valid PNG image: {what}. Is it damaged?");
}
