namespace NeuralPS.Engine;

/// <summary>
/// What the engine throws when an input, a file or a description is wrong. The message says what was wrong, where, and what
/// to do; <see cref="ErrorId"/> is stable and may be tested by scripts.
/// </summary>
public class EngineException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="errorId">Stable identifier in Pascal case, such as <c>ShapeMismatch</c>.</param>
    /// <param name="message">What was wrong, where, and what to do.</param>
    /// <param name="inner">The cause, if any.</param>
    public EngineException(string errorId, string message, Exception? inner = null)
        : base(message, inner) => ErrorId = errorId;

    /// <summary>Stable identifier of the kind of error.</summary>
    public string ErrorId { get; }
}

/// <summary>Shapes that do not fit: names the layer, both shapes and the remedy.</summary>
public sealed class ShapeException(string errorId, string message) : EngineException(errorId, message);

/// <summary>Data that cannot be used: names the file, row and column, what was expected and what was found.</summary>
public sealed class DataException(string errorId, string message, Exception? inner = null) : EngineException(errorId, message, inner);

/// <summary>A file that is damaged or of another format or version: names the file and the offending part.</summary>
public sealed class FileFormatException(string errorId, string message, Exception? inner = null)
    : EngineException(errorId, message, inner);
