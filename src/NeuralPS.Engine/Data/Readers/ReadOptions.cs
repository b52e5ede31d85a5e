using NeuralPS.Engine.Data.Tables;

namespace NeuralPS.Engine.Data.Readers;

/// <summary>How a file is read. Each format heeds the options that concern it.</summary>
public sealed record ReadOptions : TableOptions
{
    /// <summary>The format; by default told by the content, then by the name.</summary>
    public FileFormat Format { get; init; }

    /// <summary>IDX, CIFAR and CSV: where the rows are while they are used.</summary>
    public DataStorage Storage { get; init; }

    /// <summary>CSV: what separates the cells; null for what the first line suggests. Blanks in a row separate once.</summary>
    public char? Delimiter { get; init; }

    /// <summary>CSV: whether the first line holds the names of the columns; null for what the first lines suggest.</summary>
    public bool? HasHeader { get; init; }

    /// <summary>Images: keep bytes as 0 to 255; by default they are scaled to [0, 1].</summary>
    public bool RawPixels { get; init; }

    /// <summary>IDX: the file of the labels; null for the one beside the images that MNIST's naming suggests.</summary>
    public string? LabelPath { get; init; }

    /// <summary>A folder with MNIST's four files: which part to read.</summary>
    public DatasetPart Part { get; init; }

    /// <summary>CIFAR-100: take the 20 coarse labels; by default the 100 fine ones.</summary>
    public bool CoarseLabels { get; init; }

    /// <summary>Ends the reading with an <see cref="OperationCanceledException"/>.</summary>
    public CancellationToken Cancellation { get; init; }
}
