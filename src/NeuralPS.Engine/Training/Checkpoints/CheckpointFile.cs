using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using NeuralPS.Engine.Formats;
using NeuralPS.Engine.Networks;

namespace NeuralPS.Engine.Training.Checkpoints;

/// <summary>What a checkpoint says of its training, besides the network.</summary>
/// <param name="StartEpochs">Epochs that were complete when the training began.</param>
/// <param name="Value">What the monitor said of its epoch; NaN within an epoch.</param>
/// <param name="End">Why the training ended; null for one that was cut off.</param>
/// <param name="Settings">The settings that the training's result depends on.</param>
internal sealed record CheckpointInfo(int StartEpochs, double Value, TrainingEnd? End, ImmutableSortedDictionary<string, string> Settings)
{
    /// <summary>True for a training that ended for a reason of its own: it stays ended. One whose epochs were over can go on.</summary>
    public bool IsFinal => End is TrainingEnd.StoppedEarly or TrainingEnd.Converged or TrainingEnd.Stopped;
}

/// <summary>
/// A checkpoint: a network file, with what the training was begun with, and a checksum over all of it, since a network that is
/// continued from a flipped bit would look like any other.
/// </summary>
internal static class CheckpointFile
{
    private const string InfoKey = "neuralps.checkpoint";
    private const string ChecksumKey = "neuralps.checksum";

    /// <summary>The name of the temporary file that a checkpoint is written to.</summary>
    public static string GetTemporaryName(string fileName) => $".{fileName}.tmp";

    /// <summary>Writes a checkpoint, in the place of one of the same name.</summary>
    /// <exception cref="EngineException">It cannot be written.</exception>
    public static void Write(string path, Network network, CheckpointInfo info)
    {
        (List<SafeTensor> tensors, Dictionary<string, string> metadata) = NetworkFile.Serialize(network);
        metadata[InfoKey] = new JsonObject
        {
            ["start"] = info.StartEpochs,
            ["value"] = JsonFields.FromDouble(info.Value),
            ["end"] = info.End?.ToString(),
            ["settings"] = new JsonObject(info.Settings.Select(pair => KeyValuePair.Create<string, JsonNode?>(pair.Key, pair.Value))),
        }.ToJsonString();
        metadata[ChecksumKey] = ComputeChecksum(metadata, tensors);
        byte[] header = SafeTensorsWriter.CreateHeader(tensors, metadata);
        AtomicFile.Write(
            path, overwrite: true, stream => SafeTensorsWriter.Write(stream, header, tensors), GetTemporaryName(Path.GetFileName(path)));
    }

    /// <summary>Reads a checkpoint.</summary>
    /// <exception cref="EngineException">
    /// It cannot be read or is damaged; <c>NotACheckpoint</c>: it is a safetensors file of another kind.
    /// </exception>
    public static (Network Network, CheckpointInfo Info) Read(string path)
    {
        SafeTensorsFile content = SafeTensorsFile.Read(path);
        CheckpointInfo info = ReadInfo(content.Metadata, path);
        if (content.Metadata.GetValueOrDefault(ChecksumKey) != ComputeChecksum(content.Metadata, content.Tensors))
        {
            throw new FileFormatException("CheckpointDamaged", $"'{path}' is damaged: its content does not match its checksum.");
        }

        Network network = NetworkFile.Deserialize(content, path);
        return network.State is null
            ? throw new FileFormatException("NotACheckpoint", $"'{path}' has no state to continue a training from.")
            : (network, info);
    }

    /// <summary>Reads what a checkpoint says of its training; the network is left in the file.</summary>
    /// <exception cref="EngineException">As for <see cref="Read"/>, apart from the checksum.</exception>
    public static CheckpointInfo ReadInfo(string path)
    {
        using Stream stream = InputFile.Open(path);
        return ReadInfo(SafeTensorsReader.ReadMetadata(stream, path), path);
    }

    private static CheckpointInfo ReadInfo(IReadOnlyDictionary<string, string> metadata, string path)
    {
        if (!metadata.TryGetValue(InfoKey, out string? text))
        {
            throw new EngineException(
                "NotACheckpoint", $"'{path}' has the name of a checkpoint, but is none. Move it to another folder, or name another one.");
        }

        try
        {
            if (JsonNode.Parse(text) is JsonObject json && json["settings"] is JsonObject settings)
            {
                return new CheckpointInfo(
                    json.Get<int>("start"),
                    json.GetDouble("value"),
                    Enum.TryParse((string?)json["end"], out TrainingEnd end) ? end : null,
                    settings.ToImmutableSortedDictionary(pair => pair.Key, pair => settings.Get<string>(pair.Key), StringComparer.Ordinal));
            }
        }
        catch (Exception e) when (e is JsonException or FileFormatException or InvalidOperationException)
        {
            throw Damaged(e.Message, e);
        }

        throw Damaged("its description is incomplete", null);

        FileFormatException Damaged(string reason, Exception? inner) =>
            new("CheckpointDamaged", $"'{path}' is damaged: {reason.TrimEnd('.')}.", inner);
    }

    // Over the texts and all elements, so that no bit of it can change unseen.
    private static string ComputeChecksum(IReadOnlyDictionary<string, string> metadata, IReadOnlyList<SafeTensor> tensors)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach ((string key, string value) in metadata.Where(pair => pair.Key != ChecksumKey)
            .OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"{key}\0{value}\0"));
        }

        foreach (SafeTensor tensor in tensors)
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"{tensor.Name}\0{string.Join(',', tensor.Dimensions)}\0"));
            hash.AppendData(MemoryMarshal.AsBytes<float>(tensor.Data));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
