using System.Globalization;
using System.Text;
using NeuralPS.Engine.Activations;
using NeuralPS.Engine.Data;
using NeuralPS.Engine.Data.Readers;
using NeuralPS.Engine.Data.Tables;
using NeuralPS.Engine.Data.Transforms;
using NeuralPS.Engine.Layers;
using NeuralPS.Engine.Networks;
using NeuralPS.Engine.Tensors;
using NeuralPS.Engine.Tests.Training;
using NeuralPS.Engine.Training.Checkpoints;

namespace NeuralPS.Engine.Tests.Data.Readers;

/// <summary>Delimited text whose rows are kept in a temporary file.</summary>
public sealed class CsvDiskStorageTests : IDisposable
{
    // More than two blocks of a column.
    private const int Rows = 20_000;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string, ReadOptions> Variants => new()
    {
        { "plain.csv", new ReadOptions { Missing = MissingValueRule.SkipRow } },
        { "plain.csv.gz", new ReadOptions { Missing = MissingValueRule.SkipRow } },
        { "plain.csv", new ReadOptions { Missing = MissingValueRule.Mean } },
        { "plain.csv", new ReadOptions { Missing = MissingValueRule.Median } },
        { "plain.csv", new ReadOptions { Missing = MissingValueRule.MostFrequent } },
        { "plain.csv", new ReadOptions { Missing = MissingValueRule.Constant, FillValue = -7, TextEncoding = TextEncoding.Index } },
        { "plain.csv", new ReadOptions { Missing = MissingValueRule.Mean, IgnoredColumns = ["Colour"], LabelColumn = "Exact" } },
        { "plain.csv", new ReadOptions { Missing = MissingValueRule.Mean, TargetColumns = ["Exact", "Weight"] } },
        { "plain.csv", new ReadOptions { Missing = MissingValueRule.Mean, WeightColumn = "Weight", TextColumns = ["Count"] } },
        { "plain.csv", new ReadOptions { Missing = MissingValueRule.Mean, Kind = TargetKind.None } },
        { "plain.csv", new ReadOptions { Missing = MissingValueRule.Mean, InputShape = new Shape(3, 3, 1) } },
    };

    [Theory]
    [MemberData(nameof(Variants))]
    public void The_data_set_is_that_of_memory(string name, ReadOptions options)
    {
        string path = Write(name);
        Dataset memory = DatasetReader.Read(path, options with { Storage = DataStorage.Memory });
        Dataset disk = DatasetReader.Read(path, options with { Storage = DataStorage.Disk });
        Assert.False(memory.Inputs.IsOnDisk);
        Assert.True(disk.Inputs.IsOnDisk);
        AssertSame(memory, disk);

        Dataset standardized = disk.Standardize();
        Assert.True(standardized.Inputs.IsOnDisk);
        AssertSame(memory.Standardize(), standardized);
        AssertSame(memory.Select([5, 8000, 3]), disk.Select([5, 8000, 3]));
        AssertSame(DatasetSplitter.Split(memory, [0.7], seed: 2)[1], DatasetSplitter.Split(disk, [0.7], seed: 2)[1]);
        AssertSame(Dataset.Concatenate([memory, memory]), Dataset.Concatenate([disk, memory]));
    }

    [Fact]
    public void A_test_file_follows_the_schema_with_its_transforms()
    {
        string path = Write("plain.csv");
        var options = new ReadOptions { Missing = MissingValueRule.Mean };
        DataSchema schema = DatasetReader.Read(path, options).Standardize().Schema;
        options = options with { Schema = schema };
        Dataset disk = DatasetReader.Read(path, options with { Storage = DataStorage.Disk });
        Assert.True(disk.Inputs.IsOnDisk);
        AssertSame(DatasetReader.Read(path, options), disk);
    }

    [Fact]
    public void A_shuffled_training_gives_the_bits_of_memory()
    {
        string path = Write("plain.csv");
        var options = new ReadOptions { Missing = MissingValueRule.Mean };
        Dataset memory = DatasetReader.Read(path, options).Standardize();
        Network network = Network.Create(memory.InputShape)
            .Add(new DenseLayer(8) { Activation = ReLUActivation.Instance })
            .Add(new DenseLayer(memory.ClassCount) { Activation = SoftmaxActivation.Instance });
        Network expected = TrainingFixture.Train(network, memory, TrainingFixture.Options(2, threads: 1));
        Dataset disk = DatasetReader.Read(path, options with { Storage = DataStorage.Disk }).Standardize();
        TrainingFixture.AssertSameBits(expected, TrainingFixture.Train(network, disk, TrainingFixture.Options(2, threads: 4)));
    }

    [Theory]
    [InlineData("A,B,Y\n1,2,x\n3,,y\n,4,x\n")]
    [InlineData("A,B,Y\n1,2,x\n3,4\n")]
    [InlineData("A,B,Y\n1,2,x\n3,4,5,6\n")]
    [InlineData("A,B,Y\n1,2,x\n\n3,abc,y\n5,6,x\n")]
    [InlineData("A,B,Y\n1,2,x\n3,1e99,y\n5,6,x\n")]
    [InlineData("A,B,Y\n1,2,x\n3,4,\n5,6,x\n")]
    [InlineData("A,B,Y\n1,2,x\n3,\"4,y\n5,6,x\n")]
    [InlineData("A,B,Y\n1,2,x\n3,\"4\"5,y\n5,6,x\n")]
    [InlineData("A,B,Y\n")]
    public void Mistakes_are_told_as_in_memory(string text)
    {
        string path = _folder.Write("a.csv", text);
        AssertSameError(path, new ReadOptions { HasHeader = true });
        AssertSameError(_folder.Write("a.csv.gz", text), new ReadOptions { HasHeader = true });
    }

    [Fact]
    public void Of_several_mistakes_in_a_long_file_the_same_one_is_told()
    {
        // In memory the first column that has one is told, however far down.
        string[] lines = [.. Enumerable.Range(0, 600_000).Select(i => $"{(i == 590_000 ? "" : "1")},{(i == 3 ? "" : "2")},x")];
        string path = _folder.Write("a.csv", "A,B,Y\n" + string.Join('\n', lines));
        Assert.Contains("line 590002", AssertSameError(path, new ReadOptions()).Message);
        lines[595_000] = "1,what,x";
        path = _folder.Write("b.csv", "A,B,Y\n" + string.Join('\n', lines));
        Assert.Contains("line 595002", AssertSameError(path, new ReadOptions()).Message);
    }

    [Fact]
    public void A_file_of_many_columns_is_read()
    {
        const int Columns = 9000;
        var text = new StringBuilder(string.Join(',', Enumerable.Range(0, Columns)) + "\n");
        for (int row = 0; row < 300; row++)
        {
            text.AppendJoin(',', Enumerable.Range(0, Columns).Select(i => (i * 7919 + row) % 256)).Append('\n');
        }

        string path = _folder.Write("wide.csv", text.ToString());
        var options = new ReadOptions { HasHeader = true, Kind = TargetKind.None };
        AssertSame(DatasetReader.Read(path, options), DatasetReader.Read(path, options with { Storage = DataStorage.Disk }));
    }

    [Fact]
    public void Texts_without_end_are_refused_before_they_fill_the_memory()
    {
        string path = _folder.Write("names.csv", "Name,Y\n" + string.Concat(Enumerable.Range(0, 120_000).Select(i => $"n{i},x\n")));
        EngineException error = AssertSameError(path, new ReadOptions());
        Assert.Equal("CategoriesTooMany", error.ErrorId);
        Assert.Contains("line 100002", error.Message);
        Assert.Contains("'n0', 'n1', 'n2'", error.Message);
    }

    [Fact]
    public void Too_little_space_for_the_temporary_file_is_told_before_it_is_written()
    {
        DataException error = Assert.Throws<DataException>(() => RowFile.CreateTemporary("big.csv", 1L << 60));
        Assert.Equal("DiskSpaceTooLow", error.ErrorId);
        Assert.Contains("'big.csv' needs 1152921504606846976 bytes", error.Message);
        Assert.Contains("TMPDIR", error.Message);
    }

    [Fact]
    public void Reading_ends_when_it_is_cancelled()
    {
        using var source = new CancellationTokenSource();
        using var spool = new CellSpool("a.csv", 0, 1, source.Token);
        var list = new CellList<int>(spool);
        for (int i = 0; i < (2 * spool.BlockLength) - 1; i++)
        {
            list.Add(i);
        }

        Assert.Equal(7, list[7]);
        source.Cancel();
        Assert.Throws<OperationCanceledException>(() => list.Add(0));
        Assert.Equal(8, list[8]);
        Assert.Equal(spool.BlockLength + 1, list[spool.BlockLength + 1]);
    }

    private static EngineException AssertSameError(string path, ReadOptions options)
    {
        EngineException memory = Assert.ThrowsAny<EngineException>(() => Read(DataStorage.Memory));
        EngineException disk = Assert.ThrowsAny<EngineException>(() => Read(DataStorage.Disk));
        Assert.Equal(memory.ErrorId, disk.ErrorId);
        Assert.Equal(memory.Message, disk.Message);
        Assert.Equal(memory.GetType(), disk.GetType());
        return disk;

        Dataset Read(DataStorage storage) => DatasetReader.Read(path, options with { Storage = storage });
    }

    private static void AssertSame(Dataset expected, Dataset actual)
    {
        Assert.Equal(GetBits(expected), GetBits(actual));
        Assert.Equal(expected.Labels?.ToArray(), actual.Labels?.ToArray());
        Assert.Equal(expected.Targets?.ToArray(), actual.Targets?.ToArray());
        Assert.Equal(expected.Weights?.ToArray(), actual.Weights?.ToArray());
        Assert.Equal(expected.ClassNames, actual.ClassNames);
        Assert.Equal(expected.Schema.ToJson(), actual.Schema.ToJson());
        Assert.Equal(expected.Name, actual.Name);
        Assert.Equal(
            Enumerable.Range(0, expected.Count).Select(row => expected.SourceOf(row)),
            Enumerable.Range(0, actual.Count).Select(row => actual.SourceOf(row)));
        Assert.Equal(ContentHash.Describe(expected), ContentHash.Describe(actual));

        static IEnumerable<int> GetBits(Dataset dataset) => dataset.Inputs.ToArray().Select(BitConverter.SingleToInt32Bits);
    }

    // Numbers, text, a column that is missing at first, quotes with line ends and delimiters, blank lines, missing values.
    private string Write(string name)
    {
        var random = new Random(11);
        string[] colours = ["red", "\"light, blue\"", "\"two\nlines\"", "green", "NA"];
        var text = new StringBuilder("Size,Colour,Count,Late,Exact,\"Weight\",Kind\n");
        for (int i = 0; i < Rows; i++)
        {
            string size = random.Next(50) == 0 ? "?" : (random.NextDouble() * 1000 - 500).ToString("F4", CultureInfo.InvariantCulture);
            string late = i < 9000 ? "" : random.Next(5).ToString(CultureInfo.InvariantCulture);
            string exact = (random.NextSingle() - 0.5f).ToString("R", CultureInfo.InvariantCulture);
            text.Append(CultureInfo.InvariantCulture, $"{size},{colours[random.Next(5)]},{random.Next(4)},{late},{exact},");
            text.Append(CultureInfo.InvariantCulture, $"{i % 3},{"abc"[random.Next(3)]}\n");
            text.Append(i % 100 == 0 ? "\n" : "");
        }

        return _folder.Write(name, text.ToString());
    }
}
