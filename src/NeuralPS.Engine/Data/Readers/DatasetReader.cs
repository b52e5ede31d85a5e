namespace NeuralPS.Engine.Data.Readers;

/// <summary>Reads a data set from a file of any known format, told by its content and then by its name.</summary>
public static class DatasetReader
{
    private const string Formats =
        "Known formats: PNG images, IDX (MNIST), the binary versions of CIFAR-10 and CIFAR-100 (.bin), and delimited text (.csv, .tsv, "
        + ".txt), each also compressed with gzip (.gz)";

    /// <summary>Reads the file or folder at <paramref name="path"/>; a folder holds MNIST's files, or PNG images.</summary>
    /// <exception cref="FileFormatException">The file is damaged, truncated or too long; the message names it.</exception>
    /// <exception cref="DataException">
    /// The file cannot be read (FileNotFound, FileUnreadable), is of no known format (FormatUnknown), or cannot be made a data set; the
    /// message names file, line and column.
    /// </exception>
    public static Dataset Read(string path, ReadOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        options ??= new ReadOptions();
        if (Directory.Exists(path))
        {
            RequireNoWeights(path, options);
            return ReadFolder(path, options);
        }

        FileFormat format = options.Format == FileFormat.Auto ? Detect(path) : options.Format;
        if (format != FileFormat.Csv)
        {
            RequireNoWeights(path, options);
        }

        if (format == FileFormat.Png)
        {
            RequireMemory(path, options);
        }

        return format switch
        {
            FileFormat.Idx => IdxReader.Read(path, options),
            FileFormat.Csv => CsvReader.Read(path, options),
            FileFormat.Png => ImageFolderReader.ReadFile(path, options),
            _ => CifarReader.Read(path, options),
        };
    }

    private static void RequireNoWeights(string path, ReadOptions options)
    {
        if (options.WeightColumn is not null)
        {
            throw new DataException(
                "OptionsConflict", $"'{path}' holds images, which have no column '{options.WeightColumn}' of weights; only tables have columns.");
        }
    }

    private static void RequireMemory(string path, ReadOptions options)
    {
        if (options.Storage == DataStorage.Disk)
        {
            throw new DataException(
                "OptionsConflict",
                $"The rows of '{path}' cannot stay on disk, since PNG images have to be decoded first. The rows of IDX, CIFAR and CSV files "
                + "can.");
        }
    }

    private static Dataset ReadFolder(string path, ReadOptions options)
    {
        bool holdsImages = options.Format == FileFormat.Png
            || (options.Format == FileFormat.Auto && !IdxReader.IsFolder(path) && ImageFolderReader.HasImages(path));
        if (holdsImages)
        {
            RequireMemory(path, options);
        }

        return holdsImages ? ImageFolderReader.ReadFolder(path, options) : IdxReader.ReadFolder(path, options);
    }

    /// <summary>The format of the file at <paramref name="path"/>; Auto stands for either CIFAR, which its reader tells apart.</summary>
    private static FileFormat Detect(string path)
    {
        using SourceFile file = SourceFile.Open(path);
        Span<byte> start = stackalloc byte[4096];
        start = start[..file.Read(start)];
        string name = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? path[..^3] : path;
        bool isBinary = name.EndsWith(".bin", StringComparison.OrdinalIgnoreCase);

        // What is called an image but damaged at its start gets its reader's message.
        if (start is [0x89, (byte)'P', (byte)'N', (byte)'G', ..] || name.EndsWith(".png", StringComparison.OrdinalIgnoreCase))
        {
            return FileFormat.Png;
        }

        // A black picture of the class 0 in CIFAR may start like an IDX header.
        if (start is [0, 0, >= 0x08 and <= 0x0E, > 0 and < 9, ..] && (!isBinary || file.DeclaredLength % 3073 != 0))
        {
            return FileFormat.Idx;
        }

        if (isBinary)
        {
            return FileFormat.Auto;
        }

        if (name.Contains("idx", StringComparison.OrdinalIgnoreCase) && name.Contains("ubyte", StringComparison.OrdinalIgnoreCase))
        {
            return FileFormat.Idx;
        }

        return IsText(start)
            ? FileFormat.Csv
            : throw new DataException(
                "FormatUnknown",
                $"'{path}' is of no format that data sets are read from. {Formats}. If it is one of them, name the format.");
    }

    private static bool IsText(ReadOnlySpan<byte> start)
    {
        if (start is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..])
        {
            return true;
        }

        // Control characters other than tab, line ends and form feed do not occur in text, nor do the magic numbers of the usual
        // binary formats get by without them.
        foreach (byte b in start)
        {
            if (b is < 0x09 or (> 0x0D and < 0x20) or 0x0B or 0x7F)
            {
                return false;
            }
        }

        return !start.IsEmpty;
    }
}
