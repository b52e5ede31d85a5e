namespace NeuralPS.Sweeps.Journals;

/// <summary>What was done about the end of a journal that a writer did not live to complete.</summary>
/// <param name="Path">The journal.</param>
/// <param name="Line">The number of the line, from 1.</param>
/// <param name="Length">How many bytes the incomplete line had.</param>
/// <param name="Text">The first 1,000 bytes of it as text; bytes of zero are left out.</param>
/// <param name="Kept">
/// Whether the line held a whole record that lacked nothing but its line feed, and was completed; otherwise it was cut off.
/// </param>
public sealed record JournalRepair(string Path, int Line, long Length, string Text, bool Kept)
{
    /// <summary>A sentence for the log.</summary>
    public override string ToString() => Kept
        ? $"The last record of '{Path}' (line {Line}) lacked its line feed, which was added."
        : $"The last line of '{Path}' (line {Line}, {Length} bytes) was the beginning of a record whose writer was killed, and was cut "
            + $"off: '{Text}'.";
}
