using System.Globalization;
using System.Text.RegularExpressions;
using static System.FormattableString;

namespace NeuralPS.Engine.Training.Checkpoints;

/// <summary>How far a training had come: in order of time.</summary>
/// <param name="Epochs">Epochs that are complete.</param>
/// <param name="Batches">Batches of the next epoch that are done.</param>
internal readonly partial record struct CheckpointPosition(int Epochs, int Batches) : IComparable<CheckpointPosition>
{
    private const string Extension = ".safetensors";

    // Characters that some file system or shell gives a meaning to; the same on all systems, since folders move.
    private const string Reserved = "<>:\"/\\|?*[]'`$";

    /// <summary>What the files of a network's checkpoints begin with.</summary>
    public static string GetPrefix(string networkName) =>
        string.Concat(networkName.Select(c => char.IsControl(c) || Reserved.Contains(c, StringComparison.Ordinal) ? '_' : c)).TrimStart('.', ' ');

    /// <summary>The position that a file's name says; null for a file that is no checkpoint of that prefix.</summary>
    public static CheckpointPosition? Parse(string fileName, string prefix)
    {
        if (!fileName.StartsWith(prefix, StringComparison.Ordinal) || NamePattern().Match(fileName, prefix.Length) is not { Success: true } match)
        {
            return null;
        }

        bool isWithin = match.Groups["batch"].Success;
        return int.TryParse(match.Groups["epoch"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out int epoch) && epoch > 0
            && int.TryParse(isWithin ? match.Groups["batch"].ValueSpan : "0", NumberStyles.None, CultureInfo.InvariantCulture, out int batch)
            ? new CheckpointPosition(isWithin ? epoch - 1 : epoch, batch)
            : null;
    }

    /// <summary>The name of the file: the epoch that is complete, or the one that is under way and its batch.</summary>
    public string GetFileName(string prefix) => Batches == 0
        ? Invariant($"{prefix}-epoch{Epochs:D5}{Extension}")
        : Invariant($"{prefix}-epoch{Epochs + 1:D5}-batch{Batches:D5}{Extension}");

    /// <inheritdoc/>
    public int CompareTo(CheckpointPosition other) => (Epochs, Batches).CompareTo((other.Epochs, other.Batches));

    /// <inheritdoc/>
    public override string ToString() =>
        Batches == 0 ? Invariant($"epoch {Epochs}") : Invariant($"batch {Batches} of epoch {Epochs + 1}");

    [GeneratedRegex(@"\G-epoch(?<epoch>[0-9]{5,})(-batch(?<batch>[0-9]{5,}))?\.safetensors\z")]
    private static partial Regex NamePattern();
}
