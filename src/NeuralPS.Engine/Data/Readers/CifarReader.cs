using NeuralPS.Engine.Data.Tables;
using NeuralPS.Engine.Data.Transforms;
using NeuralPS.Engine.Tensors;

namespace NeuralPS.Engine.Data.Readers;

/// <summary>
/// Reads the binary versions of CIFAR-10 and CIFAR-100, compressed or not: images of 32x32x3 in [0, 1], kept as the bytes of the file, in
/// memory or where they are.
/// Class names come from batches.meta.txt or fine_label_names.txt beside the file.
/// </summary>
public static class CifarReader
{
    private const int ImageBytes = 3 * 32 * 32;
    private const int RowsPerBlock = 256;
    private const int FineClasses = 100;
    private const int CoarseClasses = 20;
    private const long MaximumNamesLength = 1 << 16;

    /// <summary>Reads the file at <paramref name="path"/>.</summary>
    /// <exception cref="FileFormatException">
    /// The length is no whole number of rows (CifarLength), a label is out of range (LabelOutOfRange), or the file is damaged.
    /// </exception>
    /// <exception cref="DataException">The file cannot be read.</exception>
    public static Dataset Read(string path, ReadOptions? options = null)
    {
        options ??= new ReadOptions();
        using SourceFile file = SourceFile.Open(path, options.Cancellation);
        // What gzip says about its length is only modulo 2^32.
        bool isOnDisk = StorageChoice.IsOnDisk(options.Storage, file.PlausibleLength);
        RowFile? rowFile = isOnDisk ? file.OpenRows(null, 0, "") : null;
        long length = rowFile?.Length ?? file.DeclaredLength;
        (int prefix, int classes) = options.Format switch
        {
            FileFormat.Cifar10 => (1, 10),
            FileFormat.Cifar100 => (2, FineClasses),
            _ => Guess(path, length),
        };
        int stride = prefix + ImageBytes;
        if (length == 0 || length % stride != 0 || length / stride > int.MaxValue)
        {
            throw new FileFormatException(
                "CifarLength",
                $"'{path}' holds {length} bytes, which is no whole number of rows of {stride} bytes "
                + $"({prefix} for the label and {ImageBytes} for the pixels). Is it complete?");
        }

        bool isCoarse = prefix == 2 && options.CoarseLabels;
        classes = isCoarse ? CoarseClasses : classes;
        int labelOffset = isCoarse ? 0 : prefix - 1;
        var shape = new Shape(32, 32, 3);
        float scale = options.RawPixels ? 1f : 1f / 255f;
        RowStore inputs;
        byte[] labels;
        if (rowFile is not null)
        {
            inputs = new FileRows(rowFile, RowFormat.Bytes(scale, prefix, planes: 3), (int)(length / stride), shape);
            labels = ReadLabels(rowFile, (int)(length / stride), stride, labelOffset, options.Cancellation);
        }
        else
        {
            byte[] bytes = file.ReadRest(length, 0, $"{length / stride} rows of {stride} bytes");
            inputs = new ByteRows(bytes, shape, scale, prefix: prefix, planes: 3);
            labels = new byte[inputs.Count];
            TakeLabels(bytes, stride, labelOffset, labels);
        }

        CheckLabels(path, labels, classes);
        IReadOnlyList<string> names = options.ClassNames ?? FindNames(path, classes, isCoarse);
        string name = options.Name ?? Path.GetFileName(path);
        var dataset = options.Kind == TargetKind.None ? new Dataset(name, inputs) : new Dataset(name, inputs, new ClassLabels(labels), names, null, null, null);
        dataset = options.InputShape is null ? dataset : dataset.Reshape(options.InputShape);
        return options.Schema is null ? dataset : dataset.Like(options.Schema);
    }

    private static (int Prefix, int Classes) Guess(string path, long length)
    {
        bool canBe10 = length % (1 + ImageBytes) == 0;
        bool canBe100 = length % (2 + ImageBytes) == 0;
        bool hasFineNames = File.Exists(Path.Combine(Path.GetDirectoryName(path) ?? "", "fine_label_names.txt"));
        return canBe100 && (!canBe10 || hasFineNames) ? (2, FineClasses) : (1, 10);
    }

    // Many rows at once: one after the other would be a call of the system for each byte.
    private static byte[] ReadLabels(RowFile file, int rows, int stride, int offset, CancellationToken cancellation)
    {
        byte[] labels = new byte[rows];
        byte[] block = new byte[RowsPerBlock * stride];
        for (int row = 0; row < rows; row += RowsPerBlock)
        {
            cancellation.ThrowIfCancellationRequested();
            Span<byte> found = labels.AsSpan(row, Math.Min(RowsPerBlock, rows - row));
            file.Read((long)row * stride, block.AsSpan(0, found.Length * stride));
            TakeLabels(block, stride, offset, found);
        }

        return labels;
    }

    private static void TakeLabels(ReadOnlySpan<byte> bytes, int stride, int offset, Span<byte> labels)
    {
        for (int row = 0; row < labels.Length; row++)
        {
            labels[row] = bytes[(row * stride) + offset];
        }
    }

    private static void CheckLabels(string path, byte[] labels, int classes)
    {
        for (int row = 0; row < labels.Length; row++)
        {
            if (labels[row] >= classes)
            {
                throw new FileFormatException(
                    "LabelOutOfRange",
                    $"'{path}', row {row + 1}: The label is {labels[row]}; CIFAR's {classes} classes have labels from 0 to {classes - 1}. "
                    + "Is this the binary version?");
            }
        }
    }

    private static string[] FindNames(string path, int classes, bool isCoarse)
    {
        string file = classes == 10 ? "batches.meta.txt" : isCoarse ? "coarse_label_names.txt" : "fine_label_names.txt";
        string names = Path.Combine(Path.GetDirectoryName(path) ?? "", file);
        if (File.Exists(names) && new FileInfo(names).Length <= MaximumNamesLength)
        {
            string[] lines = [.. File.ReadLines(names).Select(line => line.Trim()).Where(line => line.Length > 0)];
            return lines.Length == classes
                ? lines
                : throw new FileFormatException(
                    "ClassNameCount", $"'{names}' holds {lines.Length} names, but there are {classes} classes; correct or remove it.");
        }

        return [.. Enumerable.Range(0, classes).Select(label => $"{label}")];
    }
}
