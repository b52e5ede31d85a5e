namespace NeuralPS;

/// <summary>What the last column, or the one that is named, is.</summary>
public enum TargetKind
{
    /// <summary>Classes if the column holds text or few different whole numbers; else numbers.</summary>
    Auto,

    /// <summary>Classes, whatever the column holds.</summary>
    Class,

    /// <summary>Numbers to be estimated: regression.</summary>
    Number,

    /// <summary>Nothing: every column is an input.</summary>
    None,
}

/// <summary>What happens to missing values.</summary>
public enum MissingValueRule
{
    /// <summary>An error that names file, row and column.</summary>
    Error,

    /// <summary>The row is left out.</summary>
    SkipRow,

    /// <summary>The column's mean takes their place.</summary>
    Mean,

    /// <summary>The column's median takes their place.</summary>
    Median,

    /// <summary>The column's most frequent value takes their place.</summary>
    MostFrequent,

    /// <summary>A constant takes their place.</summary>
    Constant,
}

/// <summary>How text becomes numbers.</summary>
public enum TextEncoding
{
    /// <summary>A feature for each category: 1 for the one that is there, 0 for the others.</summary>
    OneHot,

    /// <summary>One feature: the category's number.</summary>
    Index,
}

/// <summary>Where the rows of a data set are while they are used.</summary>
public enum DataStorage
{
    /// <summary>On disk if they would take more than 512 MB in memory, else in memory.</summary>
    Auto,

    /// <summary>In memory.</summary>
    Memory,

    /// <summary>In their file, from which they are read as they are needed.</summary>
    Disk,
}

/// <summary>Which part of a data set that comes in two.</summary>
public enum DatasetPart
{
    /// <summary>The part to train with.</summary>
    Train,

    /// <summary>The part to test with.</summary>
    Test,
}

/// <summary>The formats of data files.</summary>
public enum DatasetFormat
{
    /// <summary>Told by the content, then by the name.</summary>
    Auto,

    /// <summary>IDX, as MNIST.</summary>
    Idx,

    /// <summary>Delimited text.</summary>
    Csv,

    /// <summary>CIFAR-10, the binary version.</summary>
    Cifar10,

    /// <summary>CIFAR-100, the binary version.</summary>
    Cifar100,

    /// <summary>PNG images: a file, or a folder with one folder per class.</summary>
    Png,
}
