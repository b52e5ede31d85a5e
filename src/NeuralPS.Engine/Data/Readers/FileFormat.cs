namespace NeuralPS.Engine.Data.Readers;

/// <summary>The formats that data sets are read from. Each may be compressed with gzip.</summary>
public enum FileFormat
{
    /// <summary>Told by the content, then by the name.</summary>
    Auto,

    /// <summary>IDX, as MNIST comes in.</summary>
    Idx,

    /// <summary>Delimited text.</summary>
    Csv,

    /// <summary>The binary version of CIFAR-10: rows of a label and 3072 bytes.</summary>
    Cifar10,

    /// <summary>The binary version of CIFAR-100: rows of a coarse and a fine label and 3072 bytes.</summary>
    Cifar100,

    /// <summary>PNG images: a file, or a folder with one folder per class.</summary>
    Png,
}
