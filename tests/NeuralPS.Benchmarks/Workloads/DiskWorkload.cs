using System.Buffers.Binary;
using System.IO.Compression;
using NeuralPS.Engine.Data;
using NeuralPS.Engine.Data.Readers;
using NeuralPS.Engine.Networks;
using NeuralPS.Engine.Optimizers;

namespace NeuralPS.Benchmarks.Workloads;

/// <summary>A shuffled training whose rows are read from a file as they are needed, against the same with the rows in memory.</summary>
internal sealed class DiskWorkload(string name, Network network, int rows) : Workload(name)
{
    /// <summary>What it is measured against.</summary>
    public const string Memory = "rows in memory";

    private const int Batch = 128;

    private readonly Lazy<(Dataset Disk, Dataset Memory)> _data = new(() => Create(network, rows));

    /// <inheritdoc/>
    public override double Flops => TrainingWorkload.CountFlops(network);

    /// <inheritdoc/>
    public override string? Reference => Memory;

    /// <inheritdoc/>
    public override bool SupportsCpuTime => false;

    /// <inheritdoc/>
    public override double Measure(Effort effort) => Run(_data.Value.Disk, effort);

    /// <inheritdoc/>
    public override double MeasureReference(Effort effort) => Run(_data.Value.Memory, effort);

    private double Run(Dataset data, Effort effort) => new TrainingRun(network, new Momentum(), Batch, data).Measure(effort);

    private static (Dataset Disk, Dataset Memory) Create(Network network, int rows)
    {
        int length = network.InputShape.Length;
        string folder = Directory.CreateTempSubdirectory("neuralps-").FullName;
        try
        {
            // What is compressed goes to a temporary file of the reader's, which is gone with the process.
            var random = new Random(1);
            byte[] bytes = new byte[rows * length];
            random.NextBytes(bytes);
            string path = Write(folder, "random-images-idx3-ubyte.gz", 2, [rows, length], bytes);
            byte[] labels = new byte[rows];
            for (int i = 0; i < rows; i++)
            {
                labels[i] = (byte)random.Next(network.OutputShape.Length);
            }

            Write(folder, "random-labels-idx1-ubyte.gz", 1, [rows], labels);
            return (Read(DataStorage.Disk), Read(DataStorage.Memory));

            Dataset Read(DataStorage storage) => DatasetReader.Read(path, new ReadOptions { Storage = storage });
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string Write(string folder, string name, byte rank, int[] dimensions, byte[] bytes)
    {
        byte[] header = [0, 0, 0x08, rank, .. new byte[4 * rank]];
        for (int i = 0; i < rank; i++)
        {
            BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4 + (4 * i)), dimensions[i]);
        }

        string path = Path.Combine(folder, name);
        using var file = new GZipStream(File.Create(path), CompressionLevel.Fastest);
        file.Write(header);
        file.Write(bytes);
        return path;
    }
}
