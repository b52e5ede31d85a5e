using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using NeuralPS.Engine.Data;
using NeuralPS.Engine.Layers;
using NeuralPS.Engine.Networks;
using NeuralPS.Engine.Tensors;

namespace NeuralPS.Engine.Training.Checkpoints;

/// <summary>Tells data and weights apart by what is in them, wherever it is kept.</summary>
internal static class ContentHash
{
    private const int ShownBytes = 8;
    private const int LabelsPerBlock = 4096;

    // A quarter of a gigabyte as float32, well under a second. Of what is larger, rows that are evenly spread stand for all.
    private const long MaximumValues = 1L << 26;

    /// <summary>A data set in a few words: size, shape, and a hash of inputs, labels, targets and weights.</summary>
    public static string Describe(Dataset dataset)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Append(hash, dataset.Inputs);
        Append(hash, dataset.Labels);
        hash.AppendData(Encoding.UTF8.GetBytes(string.Join('\0', dataset.ClassNames)));
        Append(hash, dataset.Targets);
        hash.AppendData(MemoryMarshal.AsBytes(dataset.Weights.GetValueOrDefault().Span));
        return FormattableString.Invariant($"{dataset.Count} samples of {dataset.InputShape} with the hash {Finish(hash)}");
    }

    /// <summary>The weights of a network in a few words.</summary>
    public static string Describe(Network network)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        bool hasAny = false;
        foreach (NetworkLayer layer in network.Layers)
        {
            foreach (ParameterSpecification parameter in layer.Parameters)
            {
                if (network.Weights.TryGet(layer.TensorName(parameter.Role), out Tensor? tensor))
                {
                    hash.AppendData(MemoryMarshal.AsBytes<float>(tensor.Data));
                    hasAny = true;
                }
            }
        }

        return hasAny ? $"those with the hash {Finish(hash)}" : "none";
    }

    /// <summary>How far apart the rows are that are looked at: 1 for all of them, also of data that are kept on disk.</summary>
    internal static int GetStep(int count, int length) =>
        (int)Math.Max(1, (((long)count * length) + MaximumValues - 1) / MaximumValues);

    private static void Append(IncrementalHash hash, ClassLabels? labels)
    {
        int[] block = new int[LabelsPerBlock];
        for (int row = 0; row < labels?.Count; row += block.Length)
        {
            Span<int> found = block.AsSpan(0, Math.Min(block.Length, labels.Count - row));
            labels.CopyTo(row, found);
            hash.AppendData(MemoryMarshal.AsBytes(found));
        }
    }

    private static void Append(IncrementalHash hash, RowStore? rows)
    {
        if (rows is null)
        {
            return;
        }

        var copy = new float[rows.RowShape.Length];
        int step = GetStep(rows.Count, rows.RowShape.Length);
        for (long next = 0; next < rows.Count; next += step)
        {
            int row = (int)next;
            ReadOnlySpan<float> values = rows.PeekRow(row);
            if (values.IsEmpty)
            {
                rows.CopyRow(row, copy);
                values = copy;
            }

            hash.AppendData(MemoryMarshal.AsBytes(values));
        }
    }

    private static string Finish(IncrementalHash hash) => Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, ShownBytes));
}
