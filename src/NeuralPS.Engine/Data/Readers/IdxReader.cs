using NeuralPS.Engine.Data.Tables;
using NeuralPS.Engine.Data.Transforms;
using NeuralPS.Engine.Tensors;

namespace NeuralPS.Engine.Data.Readers;

/// <summary>
/// Reads IDX files, compressed or not: MNIST, Fashion-MNIST, EMNIST. Images of bytes are kept as bytes and read as [0, 1]; their labels
/// are taken from the file beside them.
/// </summary>
public static class IdxReader
{
    /// <summary>Reads the images, or other rows, at <paramref name="path"/>, and their labels.</summary>
    /// <exception cref="FileFormatException">A file is damaged, too short, too long or of another format.</exception>
    /// <exception cref="DataException">
    /// A file cannot be read, images and labels differ in number (LabelCountMismatch), or there are no rows (EmptyDataset).
    /// </exception>
    public static Dataset Read(string path, ReadOptions? options = null)
    {
        options ??= new ReadOptions();
        RowStore inputs = ReadRows(path, options);
        string? labelPath = options.Kind == TargetKind.None ? null : options.LabelPath ?? IdxNames.FindLabels(path);
        string name = options.Name ?? Path.GetFileName(path);
        if (options.InputShape is Shape shape)
        {
            inputs = inputs.Reshape(shape);
        }

        ClassLabels? labels = labelPath is null ? null : ReadLabels(labelPath);
        if (labels is not null && labels.Count != inputs.Count)
        {
            throw new DataException(
                "LabelCountMismatch", $"'{path}' has {inputs.Count} rows, but '{labelPath}' has {labels.Count} labels.");
        }

        var dataset = labels is null ? new Dataset(name, inputs) : new Dataset(name, inputs, labels, options.ClassNames, null, null, null);
        return options.Schema is null ? dataset : dataset.Like(options.Schema);
    }

    /// <summary>Reads one part of a data set from a folder with MNIST's four files.</summary>
    /// <exception cref="DataException">The folder does not hold the part (FileNotFound), or as for a file.</exception>
    /// <exception cref="FileFormatException">As for a file.</exception>
    public static Dataset ReadFolder(string folder, ReadOptions? options = null)
    {
        DatasetPart part = (options ?? new ReadOptions()).Part;
        string path = IdxNames.FindPart(folder, part) ?? throw new DataException(
            "FileNotFound",
            $"Folder '{folder}' holds no file called {(part == DatasetPart.Train ? "train" : "t10k")}-images-idx3-ubyte, "
            + "with or without .gz, and no .png images, in itself or in one folder per class; give a file.");
        return Read(path, options);
    }

    /// <summary>Whether the folder holds MNIST's images of either part.</summary>
    /// <exception cref="DataException">The folder cannot be read (FileUnreadable).</exception>
    internal static bool IsFolder(string folder)
    {
        try
        {
            return Enum.GetValues<DatasetPart>().Any(part => IdxNames.FindPart(folder, part) is not null);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new DataException("FileUnreadable", $"Folder '{folder}' cannot be read: {exception.Message}", exception);
        }
    }

    /// <summary>Reads a file of labels: one dimension of whole numbers from 0.</summary>
    /// <exception cref="FileFormatException">The file is damaged, too short, too long or of another format.</exception>
    /// <exception cref="DataException">The file cannot be read.</exception>
    public static ClassLabels ReadLabels(string path)
    {
        using SourceFile file = SourceFile.Open(path);
        IdxHeader header = IdxHeader.Read(file);
        if (header.RowDimensions.Length > 0)
        {
            throw new FileFormatException(
                "IdxDimension", $"'{path}' is no file of labels: it has {header.RowDimensions.Length + 1} dimensions, not 1.");
        }

        byte[] bytes = file.ReadRest(header.DataLength, header.Length, header.ToString());
        return IdxValues.ToLabels(bytes, header, path);
    }

    private static RowStore ReadRows(string path, ReadOptions options)
    {
        using SourceFile file = SourceFile.Open(path, options.Cancellation);
        IdxHeader header = IdxHeader.Read(file);
        if (header.RowDimensions.Length == 0 && header.Type == IdxHeader.UnsignedByte && IdxNames.FindImages(path) is string images)
        {
            throw new FileFormatException("IdxIsLabels", $"'{path}' holds labels; give the file of the images, '{images}'.");
        }

        file.CheckLength(header.DataLength, header.Length, header.ToString());
        Shape shape = header.GetRowShape();
        bool isBytes = header.Type == IdxHeader.UnsignedByte;
        float scale = options.RawPixels ? 1f : 1f / 255f;
        if (StorageChoice.IsOnDisk(options.Storage, isBytes ? header.DataLength : header.DataLength / header.ItemSize * sizeof(float)))
        {
            RowFile rowFile = file.OpenRows(header.DataLength, header.Length, header.ToString());
            var rows = new FileRows(
                rowFile, isBytes ? RowFormat.Bytes(scale) : RowFormat.Numbers(header.Type), header.Count, shape);
            // Here it can be cancelled; the data set then finds that it was done.
            rows.FindNotFinite(options.Cancellation);
            return rows;
        }

        byte[] bytes = file.ReadRest(header.DataLength, header.Length, header.ToString());
        return isBytes ? new ByteRows(bytes, shape, scale) : new FloatRows(IdxValues.ToFloats(bytes, header), shape);
    }
}
