using System.Globalization;
using System.Text;
using NeuralPS.Engine.Data;
using NeuralPS.Engine.Data.Readers;
using NeuralPS.Engine.Data.Tables;

namespace NeuralPS.Engine.Tests.Data.Readers;

public sealed class CsvReaderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("a,b,y\n1,2,0\n3,4,1\n")]
    [InlineData("a,b,y\r\n1,2,0\r\n3,4,1")]
    [InlineData("a,b,y\r1,2,0\r3,4,1\r")]
    [InlineData("\uFEFFa,b,y\n1,2,0\n\n  \n3,4,1\n\n")]
    [InlineData("a;b;y\n1;2;0\n3;4;1\n")]
    [InlineData("a\tb\ty\n1\t2\t0\n3\t4\t1\n")]
    [InlineData("a|b|y\n1|2|0\n3|4|1\n")]
    [InlineData("\"a\",\"b\",\"y\"\n\"1\",\"2\",\"0\"\n\" 3 \",4,1\n")]
    public void Variants_of_delimited_text_read_alike(string text)
    {
        Dataset dataset = Read(text);
        Assert.Equal([1, 2, 3, 4], dataset.Inputs.ToArray());
        Assert.Equal([0, 1], dataset.Labels!);
        Assert.Equal(["a", "b"], dataset.Schema.FeatureNames);
        Assert.Equal("y", dataset.Schema.LabelColumn);
    }

    [Fact]
    public void Blanks_in_a_row_separate_once()
    {
        Dataset dataset = Read("  1.5   2e0  0 \n -3  .25   1\n");
        Assert.Equal([1.5f, 2, -3, 0.25f], dataset.Inputs.ToArray());
        Assert.Equal(["Column1", "Column2"], dataset.Schema.FeatureNames);
    }

    [Fact]
    public void Quotes_hold_delimiters_line_ends_and_quotes()
    {
        Dataset dataset = Read("text,n,y\n\"a,b\",1,0\n\"c\nd\",2,1\n\"say \"\"x\"\"\",3,1\nplain,4,0\n");
        Assert.Equal(["a,b", "c\nd", "plain", "say \"x\""], dataset.Schema.Columns[0].Categories);
        Assert.Equal([1f, 0, 0, 0, 1], dataset.Inputs.ToArray()[..5]);
        Assert.Equal([2, 3, 5, 6], Enumerable.Range(0, 4).Select(row => dataset.SourceOf(row)!.Value));
    }

    [Fact]
    public void Records_longer_than_the_buffer_are_whole()
    {
        string longText = new('x', 200_000);
        Dataset dataset = Read($"text,n,y\n\"{longText}\",1,0\n{longText}y,2,1\n");
        Assert.Equal([longText, longText + "y"], dataset.Schema.Columns[0].Categories);
    }

    [Fact]
    public void A_long_file_of_numbers_gaps_and_texts_reads_row_by_row()
    {
        const int rows = 30_000;
        var random = new Random(5);
        var text = new StringBuilder("a,kind,b,y\n");
        var expected = new List<float>();
        for (int row = 0; row < rows; row++)
        {
            int a = random.Next(-1000, 1000);
            int kind = random.Next(3);
            double b = random.Next(100_000) / 1000.0;
            bool isMissing = row % 1999 == 1998;
            text.Append(CultureInfo.InvariantCulture, $"{a / 8.0},{"pqr"[kind]},{(isMissing ? "" : b)},{row % 4}{(row % 3 == 0 ? "\r\n" : "\n")}");
            // What is filled in is a category, too.
            expected.AddRange([a / 8f, kind == 0 ? 1 : 0, kind == 1 ? 1 : 0, kind == 2 ? 1 : 0, 0, isMissing ? -1 : (float)b]);
        }

        Dataset dataset = Read(text.ToString(), new ReadOptions { Missing = MissingValueRule.Constant, FillValue = -1 });
        Assert.Equal(expected, dataset.Inputs.ToArray());
        Assert.Equal(Enumerable.Range(0, rows).Select(row => row % 4), dataset.Labels!);
        Assert.Equal(Enumerable.Range(2, rows), Enumerable.Range(0, rows).Select(row => dataset.SourceOf(row)!.Value));
    }

    [Theory]
    [InlineData("1,2,a\n3,4,b\n", new[] { "Column1", "Column2" }, 2)]
    [InlineData("x,y,kind\n1,2,a\n3,4,b\n", new[] { "x", "y" }, 2)]
    [InlineData("x,,kind\n1,2,a\n3,4,b\n", new[] { "x", "Column2" }, 2)]
    [InlineData("NA,2,a\n3,4,b\n5,6,b\n", new[] { "Column1", "Column2" }, 3)]
    [InlineData("sky,wind,play\nsunny,weak,no\nrain,strong,no\n", new[] { "sky=rain", "sky=sunny", "wind=strong", "wind=weak" }, 2)]
    [InlineData("sunny,weak,no\nrain,weak,yes\n", new[] { "Column1=rain", "Column1=sunny", "Column2=weak" }, 2)]
    public void Headers_are_told_from_data(string text, string[] features, int rows)
    {
        Dataset dataset = Read(text, new ReadOptions { Missing = MissingValueRule.Mean });
        Assert.Equal(features, dataset.Schema.FeatureNames);
        Assert.Equal(rows, dataset.Count);
    }

    [Fact]
    public void A_header_of_numbers_needs_to_be_said()
    {
        Assert.Equal(3, Read("2019,2020,1\n1,2,0\n3,4,1\n").Count);
        Assert.Equal(["2019", "2020"], Read("2019,2020,1\n1,2,0\n3,4,1\n", new ReadOptions { HasHeader = true }).Schema.FeatureNames);
        Assert.Equal("ValueNotNumeric", Error("a,b,y\n1,2,0\n3,4,1\n", new ReadOptions { HasHeader = false, Kind = TargetKind.None }).ErrorId);
    }

    [Fact]
    public void The_first_line_of_scikit_learn_gives_class_names()
    {
        Dataset dataset = Read("3,2,no,yes\n1,2,0\n3,4,1\n5,6,1\n");
        Assert.Equal(["no", "yes"], dataset.ClassNames);
        Assert.Equal([0, 1, 1], dataset.Labels!);
        Assert.Equal("RowCountMismatch", Format("4,2,no,yes\n1,2,0\n3,4,1\n5,6,1\n").ErrorId);
        DataException range = Error("3,2,no,yes\n1,2,0\n3,4,2\n5,6,1\n");
        Assert.Equal("LabelOutOfRange", range.ErrorId);
        Assert.Contains("line 3", range.Message);
        Assert.Contains("from 0 to 1", range.Message);
    }

    [Fact]
    public void Columns_are_named_or_numbered()
    {
        const string text = "id,a,b,c\n7,1,x,5\n8,2,y,6\n9,3,x,7\n";
        foreach (string label in new[] { "b", "B", "3", "-2" })
        {
            Dataset dataset = Read(text, new ReadOptions { LabelColumn = label, IgnoredColumns = ["1"] });
            Assert.Equal(["x", "y"], dataset.ClassNames);
            Assert.Equal(["a", "c"], dataset.Schema.FeatureNames);
        }

        DataException error = Error(text, new ReadOptions { LabelColumn = "d" });
        Assert.Equal("ColumnUnknown", error.ErrorId);
        Assert.Contains("'id', 'a', 'b', 'c'", error.Message);
        Assert.Equal("ColumnUnknown", Error(text, new ReadOptions { LabelColumn = "0" }).ErrorId);
        Assert.Equal("ColumnUnknown", Error(text, new ReadOptions { LabelColumn = "5" }).ErrorId);
        Assert.Equal("OptionsConflict", Error(text, new ReadOptions { LabelColumn = "b", IgnoredColumns = ["b"] }).ErrorId);
        Assert.Equal("OptionsConflict", Error(text, new ReadOptions { LabelColumn = "b", TargetColumns = ["c"] }).ErrorId);
        Assert.Equal("OptionsConflict", Error(text, new ReadOptions { Kind = TargetKind.None, TargetColumns = ["c"] }).ErrorId);
        Assert.Equal("ColumnDuplicate", Error("a,A,y\n1,2,0\n3,4,1\n").ErrorId);
        Assert.Equal("ColumnsEmpty", Error("y\n1\n0\n").ErrorId);
    }

    [Fact]
    public void Several_targets_are_regression()
    {
        Dataset dataset = Read("a,u,v\n1,2,3\n4,5,6\n", new ReadOptions { TargetColumns = ["v", "u"] });
        Assert.Equal([3, 2, 6, 5], dataset.Targets!.ToArray());
        Assert.Equal(["v", "u"], dataset.Schema.TargetColumns);
        Assert.False(dataset.HasLabels);
    }

    [Theory]
    [InlineData("0,1,1,0", true)]
    [InlineData("0,1", true)]
    [InlineData("3,7,3,7", true)]
    [InlineData("-1,1,1,-1", true)]
    [InlineData("a,b,c", true)]
    [InlineData("1,2,3", false)]
    [InlineData("0.5,0.5,1,1", false)]
    public void The_last_column_is_a_class_or_a_number(string values, bool isClass)
    {
        string text = "x,y\n" + string.Concat(values.Split(',').Select(value => $"1,{value}\n"));
        Assert.Equal(isClass, Read(text).HasLabels);
        Assert.True(Read(text, new ReadOptions { Kind = TargetKind.Class }).HasLabels);
        if (!values.Contains('a'))
        {
            Assert.NotNull(Read(text, new ReadOptions { Kind = TargetKind.Number }).Targets);
        }
    }

    [Fact]
    public void Numbered_classes_are_sorted_as_numbers()
    {
        Dataset dataset = Read("x,y\n1,10\n1,9\n1,10\n1,9\n");
        Assert.Equal(["9", "10"], dataset.ClassNames);
        Assert.Equal([1, 0, 1, 0], dataset.Labels!);
    }

    [Theory]
    [InlineData(MissingValueRule.Mean, 4f, "a")]
    [InlineData(MissingValueRule.Median, 2f, "a")]
    [InlineData(MissingValueRule.MostFrequent, 1f, "a")]
    [InlineData(MissingValueRule.Constant, 7f, "7")]
    public void Missing_values_are_filled(MissingValueRule rule, float number, string text)
    {
        Dataset dataset = Read(
            "x,c,y\n1,a,0\n1,a,1\n11,b,0\nNA,null,1\n3,?,0\n", new ReadOptions { Missing = rule, FillValue = 7 });
        Assert.Equal(number, dataset.Schema.Columns[0].FillNumber);
        Assert.Equal(text, dataset.Schema.Columns[1].FillText);
        int width = dataset.InputShape.Length;
        Assert.Equal(number, dataset.Inputs.ToArray()[3 * width]);
        Assert.Equal(1, dataset.Inputs.ToArray()[(3 * width) + 1 + dataset.Schema.Columns[1].IndexOf(text)]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("NA")]
    [InlineData("nan")]
    [InlineData("null")]
    [InlineData("?")]
    [InlineData("\"\"")]
    public void A_missing_value_is_an_error_with_file_line_column_and_remedy(string cell)
    {
        DataException error = Error($"x,z,y\n1,2,0\n3,{cell},1\n5,6,0\n");
        Assert.Equal("ValueMissing", error.ErrorId);
        Assert.Contains("data.csv', line 3: Column 'z'", error.Message);
        Assert.Contains("skip rows", error.Message);
        Assert.Equal(2, Read($"x,z,y\n1,2,0\n3,{cell},1\n5,6,0\n", new ReadOptions { Missing = MissingValueRule.SkipRow }).Count);
    }

    [Fact]
    public void A_missing_label_is_an_error_or_skips_the_row()
    {
        const string text = "x,y\n1,0\n2,\n3,1\n";
        Assert.Equal("ValueMissing", Error(text, new ReadOptions { Missing = MissingValueRule.Mean }).ErrorId);
        Assert.Equal(2, Read(text, new ReadOptions { Missing = MissingValueRule.SkipRow }).Count);
        Assert.Equal("EmptyDataset", Error("x,y\n1,\n,2\n", new ReadOptions { Missing = MissingValueRule.SkipRow }).ErrorId);
    }

    [Theory]
    [InlineData("abc", "ValueNotNumeric")]
    [InlineData("1.2.3", "ValueNotNumeric")]
    [InlineData("\"1,5\"", "ValueNotNumeric")]
    [InlineData("inf", "ValueNotNumeric")]
    [InlineData("Infinity", "ValueNotFinite")]
    [InlineData("-Infinity", "ValueNotFinite")]
    [InlineData("1e39", "ValueNotFinite")]
    public void A_cell_that_is_no_number_names_file_line_and_column(string cell, string errorId)
    {
        // Early, among the lines that decide the kinds of the columns, and late.
        foreach (int bad in new[] { 3, 250 })
        {
            var text = new StringBuilder("x,z,y\n");
            for (int line = 2; line < 300; line++)
            {
                text.Append(System.Globalization.CultureInfo.InvariantCulture, $"{line},{(line == bad ? cell : "1")},{line % 2}\n");
            }

            DataException error = Error(text.ToString());
            Assert.Equal(errorId, error.ErrorId);
            Assert.Contains($"data.csv', line {bad}: Column 'z'", error.Message);
            Assert.Contains(cell.Trim('"'), error.Message);
        }
    }

    [Fact]
    public void Uneven_lines_name_the_line_and_both_counts()
    {
        FileFormatException error = Format("x,z,y\n1,2,0\n3,4\n");
        Assert.Equal("RowLengthMismatch", error.ErrorId);
        Assert.Contains("line 3: There are 2 cells, but 3 columns", error.Message);
        string late = "x,z,y\n" + string.Concat(Enumerable.Repeat("1,2,0\n", 200)) + "1,2,0,4\n";
        Assert.Contains("line 202: There are 4 cells, but 3 columns", Format(late).Message);
    }

    [Fact]
    public void Broken_quotes_name_the_line()
    {
        Assert.Equal("QuoteUnclosed", Format("x,y\n1,0\n\"2,1\n3,0\n").ErrorId);
        Assert.Contains("line 3", Format("x,y\n1,0\n\"2,1\n3,0\n").Message);
        Assert.Equal("QuoteMisplaced", Format("x,y\n1,0\n\"2\"3,1\n").ErrorId);
    }

    [Fact]
    public void Empty_files_and_headers_alone_are_refused()
    {
        Assert.Equal("EmptyDataset", Error("\n\n \n").ErrorId);
        Assert.Equal("EmptyDataset", Error("x,y\n", new ReadOptions { HasHeader = true }).ErrorId);
        Assert.Equal("EmptyDataset", Error("x,y\n").ErrorId);
        Assert.Equal("FileEmpty", Assert.Throws<FileFormatException>(() => Read("")).ErrorId);
        Assert.Equal("FileNotFound", Assert.Throws<DataException>(() => CsvReader.Read(Path.Combine(_folder.Path, "none.csv"))).ErrorId);
        Assert.Equal("PathIsFolder", Assert.Throws<DataException>(() => CsvReader.Read(_folder.Path)).ErrorId);
    }

    [Fact]
    public void Columns_of_names_or_without_values_are_refused()
    {
        string names = "name,x,y\n" + string.Concat(Enumerable.Range(0, 30).Select(i => $"n{i},{i},{i % 2}\n"));
        DataException error = Error(names);
        Assert.Equal("CategoriesTooMany", error.ErrorId);
        Assert.Contains("'name'", error.Message);
        Assert.Equal(31, Read(names, new ReadOptions { TextColumns = ["name"] }).InputShape.Length);
        Assert.Equal(2, Read(names, new ReadOptions { TextEncoding = TextEncoding.Index }).InputShape.Length);
        Assert.Equal("ColumnEmpty", Error("x,z,y\n1,,0\n2,,1\n", new ReadOptions { Missing = MissingValueRule.Mean }).ErrorId);
    }

    [Fact]
    public void A_column_whose_first_hundred_values_are_missing_takes_the_kind_of_the_first_one_there()
    {
        string text = "x,z,y\n" + string.Concat(Enumerable.Range(0, 150).Select(i => $"{i},{(i < 120 ? "" : "a")},{i % 2}\n"));
        Assert.Equal(ColumnKind.Text, Read(text, new ReadOptions { Missing = MissingValueRule.MostFrequent }).Schema.Columns[1].Kind);
    }

    [Fact]
    public void A_test_file_follows_the_schema_of_the_training_set()
    {
        Dataset train = Read("c,x,y\nred,1,no\nblue,3,yes\nred,,no\n", new ReadOptions { Missing = MissingValueRule.Mean });
        var options = new ReadOptions { Schema = train.Schema };
        Dataset test = Read("extra,y,x,c\n9,yes,5,red\n9,no,,red\n", options);
        Assert.Equal([0, 1, 5, 0, 1, 2], test.Inputs.ToArray());
        Assert.Equal([1, 0], test.Labels!);
        Assert.Equal(train.Schema.ToJson(), test.Schema.ToJson());
        Assert.Equal("CategoryUnknown", Error("y,x,c\nyes,5,green\n", options).ErrorId);
        Assert.Equal("LabelUnknown", Error("y,x,c\nmaybe,5,red\n", options).ErrorId);
        Assert.Equal("ColumnMissing", Error("y,x\nyes,5\nno,4\n", options).ErrorId);
        Assert.False(Read("x,c\n5,red\n", options).HasLabels);
    }

    [Fact]
    public void Compressed_text_reads_as_plain_text_does_and_tells_when_it_is_cut()
    {
        byte[] text = Encoding.UTF8.GetBytes("x,y\n" + string.Concat(Enumerable.Range(0, 5000).Select(i => $"{i * 7919 % 1000},{i % 2}\n")));
        Assert.Equal(5000, CsvReader.Read(_folder.Write("data.csv.gz", text)).Count);
        byte[] packed = TemporaryFolder.Compress(text);
        for (int length = 19; length < packed.Length; length += 97)
        {
            string path = _folder.WriteRaw("cut.csv.gz", packed[..length]);
            Assert.ThrowsAny<EngineException>(() => CsvReader.Read(path));
        }
    }

    [Fact]
    public void A_bomb_is_not_unpacked()
    {
        byte[] zeros = new byte[64 << 20];
        Array.Fill(zeros, (byte)'7');
        string path = _folder.Write("bomb.csv.gz", zeros);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal("CompressionSuspicious", Assert.Throws<FileFormatException>(() => CsvReader.Read(path)).ErrorId);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 150L << 20);
    }

    [Fact]
    public void Garbage_ends_in_an_error_soon()
    {
        var random = new Random(1);
        for (int i = 0; i < 200; i++)
        {
            byte[] bytes = new byte[random.Next(1, 5000)];
            random.NextBytes(bytes);
            if (i % 2 == 0)
            {
                // Printable garbage gets past the look at the bytes.
                for (int j = 0; j < bytes.Length; j++)
                {
                    bytes[j] = (byte)(32 + (bytes[j] % 95));
                }
            }

            string path = _folder.WriteRaw("data.csv", bytes);
            Exception? error = Record.Exception(() => CsvReader.Read(path));
            Assert.True(error is null or EngineException, error?.ToString());
        }

        Assert.Equal("CellsTooMany", Format(new string(',', 70_000)).ErrorId);
        Assert.IsAssignableFrom<EngineException>(Record.Exception(() => Read(new string('x', 5_000_000))));
        Assert.Equal("NotText", Assert.Throws<FileFormatException>(() =>
            CsvReader.Read(_folder.WriteRaw("d.csv", [65, 44, 0xFF, 10, 66]))).ErrorId);
        Assert.Equal("NotText", Assert.Throws<FileFormatException>(() =>
            CsvReader.Read(_folder.WriteRaw("d.csv", [65, 44, 0, 10, 66]))).ErrorId);
    }

    private Dataset Read(string text, ReadOptions? options = null) => CsvReader.Read(_folder.Write("data.csv", text), options);

    private DataException Error(string text, ReadOptions? options = null) => Assert.Throws<DataException>(() => Read(text, options));

    private FileFormatException Format(string text) => Assert.Throws<FileFormatException>(() => Read(text));
}
