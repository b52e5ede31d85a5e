using System.Text.Json;
using System.Text.Unicode;

namespace NeuralPS.Engine.Formats;

/// <summary>What the header says of one tensor.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its element type.</param>
/// <param name="Dimensions">Its shape.</param>
/// <param name="Count">Its elements: the product of the dimensions.</param>
/// <param name="Begin">Where it begins, in bytes from the end of the header.</param>
/// <param name="End">Where it ends.</param>
internal sealed record SafeTensorsEntry(string Name, SafeTensorsType Type, int[] Dimensions, long Count, long Begin, long End);

/// <summary>The header of a safetensors file. A reader of tokens, since a document model would hide duplicate names.</summary>
internal sealed class SafeTensorsHeader
{
    private readonly string _file;
    private readonly OrderedDictionary<string, string> _metadata = [];
    private readonly List<SafeTensorsEntry> _entries = [];

    private SafeTensorsHeader(string file) => _file = file;

    /// <summary>The metadata in the order of the file.</summary>
    public IReadOnlyDictionary<string, string> Metadata => _metadata;

    /// <summary>The tensors in the order of the file.</summary>
    public IReadOnlyList<SafeTensorsEntry> Entries => _entries;

    /// <summary>Reads the JSON.</summary>
    /// <exception cref="FileFormatException">It is not JSON, or not that of a safetensors header.</exception>
    public static SafeTensorsHeader Parse(ReadOnlySpan<byte> json, string file)
    {
        var header = new SafeTensorsHeader(file);
        if (json.IsEmpty || json[0] != (byte)'{')
        {
            throw header.Invalid("its header does not begin with '{'");
        }

        if (!Utf8.IsValid(json))
        {
            throw header.Invalid("its header is not UTF-8");
        }

        try
        {
            header.ReadAll(json);
            return header;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // The second comes from escapes that are no characters, such as half a surrogate pair.
            throw header.Invalid("its header is not JSON: " + e.Message, e);
        }
    }

    /// <summary>The product of the dimensions; -1 when one is negative or the product is more than an array holds.</summary>
    public static long CountElements(ReadOnlySpan<int> dimensions)
    {
        if (dimensions.IndexOf(0) >= 0)
        {
            return dimensions.IndexOfAnyExceptInRange(0, int.MaxValue) >= 0 ? -1 : 0;
        }

        long count = 1;
        foreach (int dimension in dimensions)
        {
            count = dimension < 0 || count < 0 ? -1 : count * dimension;
            count = count > Array.MaxLength ? -1 : count;
        }

        return count;
    }

    /// <summary>Checks that the tensors fill the data without hole or overlap.</summary>
    /// <param name="dataLength">The bytes after the header.</param>
    /// <exception cref="FileFormatException">They do not; the message names the tensor.</exception>
    public void CheckOffsets(long dataLength)
    {
        long position = 0;
        foreach (SafeTensorsEntry entry in _entries.OrderBy(e => e.Begin).ThenBy(e => e.End))
        {
            if (entry.Begin != position)
            {
                string fault = entry.Begin > position ? "leaves a hole before it" : "overlaps another tensor";
                throw InvalidTensor(entry.Name, $"{fault}: it begins at byte {entry.Begin}, the one before it ends at byte {position}");
            }

            position = entry.End;
            if (position > dataLength)
            {
                throw new FileFormatException(
                    "SafeTensorsTruncated",
                    $"'{_file}' is truncated: tensor '{Shorten(entry.Name)}' ends at byte {position} of the data, which has {dataLength}.");
            }
        }

        if (position != dataLength)
        {
            throw Invalid($"{dataLength - position} bytes after its last tensor belong to nothing");
        }
    }

    private static string Shorten(string name) => name.Length <= 80 ? name : name[..80] + "...";

    private void ReadAll(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        var names = new HashSet<string>();
        Expect(ref reader, JsonTokenType.StartObject, "the header");
        while (Next(ref reader) != JsonTokenType.EndObject)
        {
            string name = reader.GetString()!;
            if (!names.Add(name))
            {
                throw InvalidTensor(name, "is there twice");
            }

            if (name == SafeTensorsFile.MetadataName)
            {
                ReadMetadata(ref reader);
            }
            else
            {
                _entries.Add(ReadEntry(ref reader, name));
            }
        }

        // Only white space may follow: anything else makes the reader throw.
        reader.Read();
    }

    private void ReadMetadata(ref Utf8JsonReader reader)
    {
        Expect(ref reader, JsonTokenType.StartObject, SafeTensorsFile.MetadataName);
        while (Next(ref reader) != JsonTokenType.EndObject)
        {
            string key = reader.GetString()!;
            Expect(ref reader, JsonTokenType.String, $"'{Shorten(key)}' in {SafeTensorsFile.MetadataName}");
            if (!_metadata.TryAdd(key, reader.GetString()!))
            {
                throw Invalid($"the key '{Shorten(key)}' in {SafeTensorsFile.MetadataName} is there twice");
            }
        }
    }

    private SafeTensorsEntry ReadEntry(ref Utf8JsonReader reader, string name)
    {
        SafeTensorsType? type = null;
        List<long>? shape = null;
        List<long>? offsets = null;
        Expect(ref reader, JsonTokenType.StartObject, $"tensor '{Shorten(name)}'");
        while (Next(ref reader) != JsonTokenType.EndObject)
        {
            string key = reader.GetString()!;
            switch (key)
            {
                case "dtype" when type is null:
                    Expect(ref reader, JsonTokenType.String, $"the dtype of tensor '{Shorten(name)}'");
                    type = FindType(reader.GetString()!, name);
                    break;
                case "shape" when shape is null:
                    shape = ReadNumbers(ref reader, name, key, SafeTensorsFile.LargestRank);
                    break;
                case "data_offsets" when offsets is null:
                    offsets = ReadNumbers(ref reader, name, key, 2);
                    break;
                default:
                    throw InvalidTensor(name, $"has the entry '{Shorten(key)}' twice, or it does not belong there");
            }
        }

        if (type is null || shape is null || offsets is not [long begin, long end])
        {
            throw InvalidTensor(name, "needs dtype, shape and two data_offsets");
        }

        return CreateEntry(name, type, shape, begin, end);
    }

    private SafeTensorsEntry CreateEntry(string name, SafeTensorsType type, List<long> shape, long begin, long end)
    {
        string text = $"({string.Join(", ", shape)})";
        int[] dimensions = [.. shape.Select(d => d <= int.MaxValue ? (int)d : -1)];
        long count = CountElements(dimensions);
        if (count < 0)
        {
            throw InvalidTensor(name, $"has the shape {text}, which is too large");
        }

        if (end < begin || end - begin != count * type.Size)
        {
            throw InvalidTensor(
                name, $"of type {type.Name} and shape {text} takes {count * type.Size} bytes, but its data_offsets are {begin} and {end}");
        }

        return new SafeTensorsEntry(name, type, dimensions, count, begin, end);
    }

    private SafeTensorsType FindType(string dtype, string tensor) => SafeTensorsType.Find(dtype) ?? throw new FileFormatException(
        "SafeTensorsTypeUnknown",
        $"'{_file}' cannot be read: tensor '{Shorten(tensor)}' has the dtype '{Shorten(dtype)}'; known are "
        + $"{string.Join(", ", SafeTensorsType.All.Select(t => t.Name))}.");

    private List<long> ReadNumbers(ref Utf8JsonReader reader, string tensor, string key, int most)
    {
        Expect(ref reader, JsonTokenType.StartArray, $"the {key} of tensor '{Shorten(tensor)}'");
        var numbers = new List<long>();
        while (Next(ref reader) != JsonTokenType.EndArray)
        {
            if (numbers.Count == most || reader.TokenType != JsonTokenType.Number || !reader.TryGetInt64(out long number) || number < 0)
            {
                throw InvalidTensor(tensor, $"has a {key} that is not a list of at most {most} whole numbers of at least 0");
            }

            numbers.Add(number);
        }

        return numbers;
    }

    private static JsonTokenType Next(ref Utf8JsonReader reader)
    {
        reader.Read();
        return reader.TokenType;
    }

    private void Expect(ref Utf8JsonReader reader, JsonTokenType expected, string what)
    {
        if (Next(ref reader) != expected)
        {
            string found = expected switch
            {
                JsonTokenType.StartObject => "an object",
                JsonTokenType.StartArray => "a list",
                _ => "a string",
            };
            throw Invalid($"{what} is not {found}");
        }
    }

    private FileFormatException InvalidTensor(string tensor, string fault) => Invalid($"tensor '{Shorten(tensor)}' {fault}");

    private FileFormatException Invalid(string fault, Exception? inner = null) =>
        new("SafeTensorsInvalid", $"'{_file}' is not a valid safetensors file: {fault.TrimEnd('.')}.", inner);
}
