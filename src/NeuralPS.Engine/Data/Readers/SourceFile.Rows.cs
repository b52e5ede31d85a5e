namespace NeuralPS.Engine.Data.Readers;

/// <content>Files whose rows are read where they are.</content>
internal sealed partial class SourceFile
{
    /// <summary>
    /// The rest of the file as rows to be read as they are needed. What is compressed cannot be read at random, and is decompressed
    /// into a temporary file once.
    /// </summary>
    /// <param name="count">How many bytes are expected; null for as many as there are.</param>
    /// <param name="done">How many bytes have been read before.</param>
    /// <param name="expectation">Why: what the header says, for the message.</param>
    /// <exception cref="FileFormatException">There are fewer (FileTruncated) or more bytes (FileOversized), or the file is damaged.</exception>
    /// <exception cref="DataException">There is no space for the temporary file (DiskSpaceTooLow, TemporaryFileNotWritten).</exception>
    /// <exception cref="OperationCanceledException">The reading was cancelled.</exception>
    public RowFile OpenRows(long? count, int done, string expectation)
    {
        if (count is { } bytes)
        {
            CheckLength(bytes, done, expectation);
        }

        if (!IsCompressed)
        {
            return RowFile.Open(Path, done);
        }

        RowFile file = RowFile.CreateTemporary(Path, count ?? PlausibleLength);
        try
        {
            long total = Decompress(file, count ?? long.MaxValue);
            if (count is { } expected && total != expected)
            {
                throw SizeError(total < expected, done + expected, total < expected ? $"{done + total}" : "more", expectation);
            }

            CheckEnd();
            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    // Stops soon after the limit, so that a small file cannot fill the disk.
    private long Decompress(RowFile file, long limit)
    {
        byte[] chunk = new byte[ChunkLength];
        long total = 0;
        int found;
        do
        {
            found = Read(chunk);
            file.Write(total, chunk.AsSpan(0, found));
            total += found;
        }
        while (found == chunk.Length && total <= limit);
        return total;
    }
}
