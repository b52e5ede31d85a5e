using System.Text;

namespace NeuralPS.Sweeps.Journals;

/// <summary>Messages that several parts of the journal share.</summary>
internal static class JournalErrors
{
    public static JournalException NoAccess(string path, FileAccess access, Exception inner) => access == FileAccess.Read
        ? new("JournalUnreadable", $"The journal '{path}' cannot be read: {inner.Message}", inner)
        : new(
            "JournalReadOnly",
            $"The journal '{path}' cannot be written: the file or its folder is read-only for this user. "
            + "Change its permissions, or copy it to a folder of your own. Looking at its trials is possible as it is.",
            inner);

    public static JournalException WriteFailed(string path, Exception inner) => new(
        "JournalWriteFailed",
        $"The journal '{path}' could not be written, and is as it was before. {inner.Message} "
        + "If the disk is full or a quota is used up, make room and go on.",
        inner);

    public static JournalException NotFlushed(string path, Exception inner) => new(
        "JournalNotFlushed",
        $"The last records are in the journal '{path}', and need not be written again, but it is not certain that the disk has them: after a "
        + $"power cut now, what they say would have to be done again. {inner.Message}",
        inner);

    public static JournalException Damaged(string path, int line, ReadOnlySpan<byte> text, Exception inner)
    {
        string beginning = Encoding.UTF8.GetString(text[..Math.Min(text.Length, 80)]).Replace('\0', '.');
        return new JournalException(
            "JournalDamaged",
            $"Line {line} of the journal '{path}' is not a record: {inner.Message} It begins with '{beginning}'. "
            + "If it is the remainder of an interrupted write, remove the line in an editor while nothing uses the journal, "
            + "or restore the file from a backup.",
            inner);
    }
}
