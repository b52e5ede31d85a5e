using NeuralPS.Engine.Data.Tables;

namespace NeuralPS.Engine.Data.Readers;

/// <summary>
/// Reads delimited text: RFC 4180, with or without a header, compressed or not. Columns of text become one-hot features; the last
/// column is the label unless another is named. Read as a stream, so that only the numbers are kept.
/// </summary>
public static class CsvReader
{
    private static readonly char[] _delimiters = [',', ';', '\t', '|'];

    /// <summary>Reads the file at <paramref name="path"/>.</summary>
    /// <exception cref="FileFormatException">The file is no text, damaged, or has uneven lines; the message names the line.</exception>
    /// <exception cref="DataException">
    /// The file cannot be read, has no rows, or a cell cannot be used; the message names file, line and column.
    /// </exception>
    public static Dataset Read(string path, ReadOptions? options = null)
    {
        options ??= new ReadOptions();
        using SourceFile file = SourceFile.Open(path, options.Cancellation);
        using var tokenizer = new CsvTokenizer(file);
        tokenizer.Delimiter = options.Delimiter ?? GuessDelimiter(tokenizer.PeekLine());
        string name = $"'{path}'";
        (List<string[]> lines, List<int> numbers) = ReadSample(tokenizer);
        if (lines.Count == 0)
        {
            throw new DataException("EmptyDataset", $"{name} holds no rows of data.");
        }

        CsvHeader header = CsvHeader.Detect(lines, options.HasHeader);
        ReadOptions tableOptions = options with { ClassNames = options.ClassNames ?? header.ClassNames };
        string[][] sample = [.. lines.Skip(header.FirstRow)];
        long bytes = EstimateBytes(file, lines);
        using CellSpool? spool = StorageChoice.IsOnDisk(options.Storage, bytes)
            ? new CellSpool(path, bytes, header.Names.Length, options.Cancellation)
            : null;
        var table = new TableBuilder(name, "line", header.Names, tableOptions, sample, spool);
        for (int i = 0; i < sample.Length; i++)
        {
            int number = numbers[i + header.FirstRow];
            CheckLength(name, number, sample[i].Length, header);
            table.AddRow(number, sample[i]);
        }

        ReadRest(tokenizer, table, header, name);
        if (header.DeclaredRows is int declared && declared != table.Count)
        {
            throw new FileFormatException(
                "RowCountMismatch", $"{name} says in its first line that it has {declared} rows, but has {table.Count}. Is it complete?");
        }

        return table.Build(Path.GetFileName(path));
    }

    // What the cells take as float32, judged by the first lines: each cell has a delimiter or the end of the line after it.
    private static long EstimateBytes(SourceFile file, List<string[]> lines)
    {
        double characters = lines.Sum(line => line.Sum(cell => cell.Length + 1L));
        long cells = lines.Sum(line => (long)line.Length);
        return (long)(file.PlausibleLength / characters * cells * sizeof(float));
    }

    private static (List<string[]> Lines, List<int> Numbers) ReadSample(CsvTokenizer tokenizer)
    {
        var lines = new List<string[]>();
        var numbers = new List<int>();
        while (lines.Count <= TableBuilder.SampleRows && tokenizer.Read())
        {
            string[] cells = new string[tokenizer.Count];
            for (int i = 0; i < cells.Length; i++)
            {
                cells[i] = tokenizer[i].ToString();
            }

            lines.Add(cells);
            numbers.Add(tokenizer.Line);
        }

        return (lines, numbers);
    }

    private static void ReadRest(CsvTokenizer tokenizer, TableBuilder table, CsvHeader header, string name)
    {
        while (tokenizer.Read())
        {
            CheckLength(name, tokenizer.Line, tokenizer.Count, header);
            for (int i = 0; i < tokenizer.Count; i++)
            {
                table.AddCell(tokenizer.Line, i, tokenizer[i]);
            }

            table.EndRow(tokenizer.Line);
        }
    }

    private static void CheckLength(string name, int line, int cells, CsvHeader header)
    {
        if (cells != header.Names.Length)
        {
            throw new FileFormatException(
                "RowLengthMismatch",
                $"{name}, line {line}: There are {cells} cells, but {header.Names.Length} columns. Is the delimiter right, "
                + "and is text quoted?");
        }
    }

    // The most frequent of the usual delimiters outside quotes; blanks only if there is no other.
    private static char GuessDelimiter(ReadOnlySpan<char> line)
    {
        Span<int> counts = stackalloc int[_delimiters.Length];
        bool isQuoted = false;
        foreach (char c in line)
        {
            isQuoted ^= c == '"';
            int index = isQuoted ? -1 : Array.IndexOf(_delimiters, c);
            if (index >= 0)
            {
                counts[index]++;
            }
        }

        int best = counts.IndexOf(System.Numerics.Tensors.TensorPrimitives.Max<int>(counts));
        if (counts[best] > 0)
        {
            return _delimiters[best];
        }

        foreach (Range range in line.Trim().Split(' '))
        {
            if (!line.Trim()[range].IsEmpty && !CellValue.TryGetNumber(line.Trim()[range].ToString(), out _))
            {
                return ',';
            }
        }

        return line.Trim().Contains(' ') ? ' ' : ',';
    }
}
