using System.Text;

namespace NeuralPS.Engine.Data.Readers;

/// <summary>
/// Splits delimited text into records (RFC 4180): cells in quotes may hold delimiters, line ends and doubled quotes. Reads as a
/// stream; holds one record at a time. Blank lines are passed over.
/// </summary>
internal sealed class CsvTokenizer : IDisposable
{
    /// <summary>The largest number of cells in a record.</summary>
    internal const int MaximumCells = 1 << 16;

    private const int BufferLength = 1 << 16;

    // Text that shrinks to less than a 200th is no data that anyone has collected, but it could fill the memory.
    private const long MaximumTextRatio = 200;
    private const long SmallText = 1 << 20;

    private readonly SourceFile _file;
    private readonly StreamReader _reader;
    private readonly char[] _buffer = new char[BufferLength];
    private readonly long _maximumLength;
    private char[] _record = new char[1024];
    private int[] _ends = new int[64];
    private int _position;
    private int _filled;
    private int _length;
    private int _nextLine = 1;
    private long _total;

    /// <summary>Starts reading.</summary>
    public CsvTokenizer(SourceFile file)
    {
        _file = file;
        var strict = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
        _reader = new StreamReader(new SourceStream(file), strict, detectEncodingFromByteOrderMarks: true);
        _maximumLength = file.IsCompressed ? (MaximumTextRatio * file.Length) + SmallText : long.MaxValue;
    }

    /// <summary>What separates the cells.</summary>
    public char Delimiter { get; set; } = ',';

    /// <summary>The number of cells in the record.</summary>
    public int Count { get; private set; }

    /// <summary>The number of the line on which the record starts, from 1.</summary>
    public int Line { get; private set; }

    /// <summary>The cell at <paramref name="index"/>.</summary>
    public ReadOnlySpan<char> this[int index]
    {
        get
        {
            int start = index == 0 ? 0 : _ends[index - 1];
            return _record.AsSpan(start, _ends[index] - start);
        }
    }

    /// <summary>The beginning of the text up to the first line end, as far as it has been read.</summary>
    public ReadOnlySpan<char> PeekLine()
    {
        if (_position == _filled)
        {
            Fill();
        }

        ReadOnlySpan<char> text = _buffer.AsSpan(_position, _filled - _position);
        int end = text.IndexOfAny('\r', '\n');
        return end < 0 ? text : text[..end];
    }

    /// <summary>Reads the next record; false at the end.</summary>
    /// <exception cref="FileFormatException">
    /// The file is no text (NotText), a quote does not close (QuoteUnclosed) or stands where none can (QuoteMisplaced), a record has too
    /// many cells (CellsTooMany), or the file is damaged.
    /// </exception>
    public bool Read()
    {
        while (Peek() >= 0)
        {
            Count = 0;
            _length = 0;
            Line = _nextLine;
            ReadRecord();
            if (Count > 1 || (Count == 1 && !this[0].IsWhiteSpace()))
            {
                return true;
            }
        }

        return false;
    }

    /// <inheritdoc/>
    public void Dispose() => _reader.Dispose();

    private void ReadRecord()
    {
        while (true)
        {
            if (Delimiter == ' ' && SkipBlanks())
            {
                return;
            }

            bool isLast = Peek() == '"' ? ReadQuoted() : ReadPlain();
            AddCell();
            if (isLast)
            {
                return;
            }
        }
    }

    // Columns that are aligned with blanks: any number of them separates once, and none at either end of a line counts.
    private bool SkipBlanks()
    {
        while (Peek() == ' ')
        {
            _position++;
        }

        return Peek() is '\r' or '\n' or -1 && EndLine();
    }

    // Cells are short: a loop over the characters that copies them on its way is faster than searching first and copying then.
    private bool ReadPlain()
    {
        while (true)
        {
            Reserve(_filled - _position);
            char[] record = _record;
            char[] buffer = _buffer;
            int length = _length;
            int position = _position;
            int filled = _filled;
            char delimiter = Delimiter;
            while (position < filled)
            {
                char c = buffer[position];
                if (c == delimiter || (c <= '\r' && c is '\r' or '\n' or '\0'))
                {
                    break;
                }

                record[length++] = c;
                position++;
            }

            (_length, _position) = (length, position);
            if (position < filled || Peek() < 0)
            {
                return EndCell();
            }
        }
    }

    private bool ReadQuoted()
    {
        int opened = _nextLine;
        _position++;
        while (true)
        {
            int next = Peek();
            if (next < 0)
            {
                throw new FileFormatException("QuoteUnclosed", $"'{_file.Path}', line {opened}: A quote opens and never closes.");
            }

            ReadOnlySpan<char> rest = _buffer.AsSpan(_position, _filled - _position);
            int length = rest.IndexOfAny("\"\n\0");
            length = length < 0 ? rest.Length : length;
            Append(rest[..length]);
            _position += length;
            if (length == rest.Length)
            {
                continue;
            }

            char stop = _buffer[_position++];
            if (stop == '\0')
            {
                throw NotText();
            }

            if (stop == '\n')
            {
                _nextLine++;
                Append("\n");
            }
            else if (Peek() == '"')
            {
                _position++;
                Append("\"");
            }
            else
            {
                return EndCell();
            }
        }
    }

    // After a cell: a delimiter, the end of the line, or the end of the text.
    private bool EndCell()
    {
        int next = Peek();
        if (next == Delimiter)
        {
            _position++;
            return false;
        }

        return next switch
        {
            '\r' or '\n' or -1 => EndLine(),
            '\0' => throw NotText(),
            _ => throw new FileFormatException(
                "QuoteMisplaced",
                $"'{_file.Path}', line {_nextLine}: '{(char)next}' follows a closing quote; "
                + "a delimiter or the end of the line is expected."),
        };
    }

    private bool EndLine()
    {
        int next = Peek();
        if (next == '\r')
        {
            _position++;
            next = Peek();
        }
        else if (next < 0)
        {
            return true;
        }

        if (next == '\n')
        {
            _position++;
        }

        _nextLine++;
        return true;
    }

    private void AddCell()
    {
        if (Count == MaximumCells)
        {
            throw new FileFormatException(
                "CellsTooMany",
                $"'{_file.Path}', line {Line}: There are more than {MaximumCells} cells in a line. Is the delimiter right?");
        }

        if (Count == _ends.Length)
        {
            Array.Resize(ref _ends, 2 * _ends.Length);
        }

        _ends[Count++] = _length;
    }

    private void Append(ReadOnlySpan<char> text)
    {
        Reserve(text.Length);
        text.CopyTo(_record.AsSpan(_length));
        _length += text.Length;
    }

    private void Reserve(int count)
    {
        if (_length + count > _record.Length)
        {
            Array.Resize(ref _record, Math.Max(2 * _record.Length, _length + count));
        }
    }

    private int Peek() => _position < _filled || Fill() ? _buffer[_position] : -1;

    private bool Fill()
    {
        try
        {
            _position = 0;
            _filled = _reader.ReadBlock(_buffer);
        }
        catch (DecoderFallbackException exception)
        {
            throw new FileFormatException(
                "NotText",
                $"'{_file.Path}' is no UTF-8 text (after line {_nextLine}); save it as UTF-8 or UTF-16 with a byte order mark.", exception);
        }

        _total += _filled;
        return _total <= _maximumLength
            ? _filled > 0
            : throw new FileFormatException(
                "CompressionSuspicious",
                $"'{_file.Path}' has {_file.Length} bytes and decompresses to more than {_maximumLength} characters, more than text does. "
                + "If that is right, decompress it first.");
    }

    private FileFormatException NotText() =>
        new("NotText", $"'{_file.Path}' is no text: line {_nextLine} holds a zero byte. Is it in another format?");
}
