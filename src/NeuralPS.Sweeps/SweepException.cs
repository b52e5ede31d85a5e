namespace NeuralPS.Sweeps;

/// <summary>
/// What a sweep throws when a description, a value or a journal is wrong. The message says what was wrong, where, and what to do;
/// <see cref="ErrorId"/> is stable and may be tested by scripts.
/// </summary>
public class SweepException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="errorId">Stable identifier in Pascal case, such as <c>DomainMismatch</c>.</param>
    /// <param name="message">What was wrong, where, and what to do.</param>
    /// <param name="inner">The cause, if any.</param>
    public SweepException(string errorId, string message, Exception? inner = null)
        : base(message, inner) => ErrorId = errorId;

    /// <summary>Stable identifier of the kind of error.</summary>
    public string ErrorId { get; }
}

/// <summary>A journal that is damaged or of another format: names the file and the line.</summary>
public sealed class JournalException(string errorId, string message, Exception? inner = null) : SweepException(errorId, message, inner);
