namespace NeuralPS.Sweeps.Journals;

/// <summary>
/// Waits until the disk has what was written, when the lock of the journal is free again: nobody has to wait for the disk of somebody
/// else. (Over NFS closing the file has brought all to the server before.) Of several threads that wait one does it for all.
/// </summary>
internal sealed class JournalFlush(JournalFile file)
{
    private readonly Lock _gate = new();
    private long _written;
    private long _flushed;
    private (long End, JournalException Reason)? _failure;

    /// <summary>The file has grown to a length.</summary>
    public void OnWritten(long length) => Volatile.Write(ref _written, length);

    /// <summary>Waits for the bytes before <paramref name="end"/>; 0 for none.</summary>
    /// <exception cref="JournalException">JournalNotFlushed.</exception>
    public void WaitFor(long end)
    {
        if (end == 0)
        {
            return;
        }

        lock (_gate)
        {
            // The system says only once that it could not write, whoever asks.
            if (_failure is { } failure && end <= failure.End)
            {
                throw new JournalException(failure.Reason.ErrorId, failure.Reason.Message, failure.Reason);
            }

            if (_flushed >= end)
            {
                return;
            }

            long written = Volatile.Read(ref _written);
            try
            {
                file.Flush();
            }
            catch (JournalException e)
            {
                _failure = (written, e);
                throw;
            }

            _flushed = written;
        }
    }
}
