namespace NeuralPS.Engine.Formats;

/// <summary>
/// A safetensors file: named arrays and a dictionary of strings. On disk: a 64-bit little-endian length N; N bytes of JSON that
/// give each tensor its dtype, shape and place; then the elements, row-major and little-endian, without holes.
/// </summary>
public sealed class SafeTensorsFile
{
    /// <summary>The largest header that the format allows, in bytes.</summary>
    internal const int LargestHeader = 100_000_000;

    /// <summary>The most dimensions that a tensor has here.</summary>
    internal const int LargestRank = 8;

    /// <summary>The name under which the header holds the metadata.</summary>
    internal const string MetadataName = "__metadata__";

    internal SafeTensorsFile(IReadOnlyDictionary<string, string> metadata, IReadOnlyList<SafeTensor> tensors)
    {
        Metadata = metadata;
        Tensors = tensors;
    }

    /// <summary>The strings that came with the tensors; empty when there are none.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>The tensors in the order of the header.</summary>
    public IReadOnlyList<SafeTensor> Tensors { get; }

    /// <summary>Reads a file. Element types other than F32 are converted to float32, rounded where they hold more.</summary>
    /// <exception cref="FileFormatException">
    /// The file is damaged or of another format; the message names the file and the part. Nothing is allocated that the size of
    /// the file does not justify.
    /// </exception>
    /// <exception cref="EngineException"><c>FileNotFound</c>, <c>PathIsFolder</c>, <c>FileNotReadable</c>.</exception>
    public static SafeTensorsFile Read(string path)
    {
        using Stream stream = InputFile.Open(path);
        return Read(stream, path);
    }

    /// <summary>Reads a stream that can seek, from its present position to its end.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="name">How messages call it.</param>
    /// <exception cref="FileFormatException">As for a file.</exception>
    public static SafeTensorsFile Read(Stream stream, string name)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(name);
        return SafeTensorsReader.Read(stream, name);
    }

    /// <summary>Writes a file, whole or not at all (see <see cref="AtomicFile"/>).</summary>
    /// <param name="path">The file.</param>
    /// <param name="tensors">The tensors, in the order in which they are written, as F32.</param>
    /// <param name="metadata">The strings, in the order in which they are written; null for none.</param>
    /// <param name="overwrite">Whether a file that is there already may be replaced.</param>
    /// <exception cref="EngineException">As <see cref="AtomicFile.Write"/>; <c>TensorNotWritable</c>.</exception>
    public static void Write(
        string path, IReadOnlyList<SafeTensor> tensors, IEnumerable<KeyValuePair<string, string>>? metadata, bool overwrite)
    {
        byte[] header = SafeTensorsWriter.CreateHeader(tensors, metadata);
        AtomicFile.Write(path, overwrite, stream => SafeTensorsWriter.Write(stream, header, tensors));
    }

    /// <summary>Writes to a stream; the same arguments give the same bytes.</summary>
    /// <exception cref="EngineException">
    /// <c>TensorNotWritable</c>: a name is empty, reserved or used twice, the dimensions do not fit the data, or there are more
    /// than 8.
    /// </exception>
    public static void Write(
        Stream stream, IReadOnlyList<SafeTensor> tensors, IEnumerable<KeyValuePair<string, string>>? metadata)
    {
        ArgumentNullException.ThrowIfNull(stream);
        SafeTensorsWriter.Write(stream, SafeTensorsWriter.CreateHeader(tensors, metadata), tensors);
    }
}
