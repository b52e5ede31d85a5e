using System.Collections.Immutable;
using NeuralPS.Engine.Networks;

namespace NeuralPS.Engine.Training.Checkpoints;

/// <summary>Finds the checkpoint that a training continues from.</summary>
internal static class CheckpointSearch
{
    /// <summary>The latest checkpoint that can be read, as far as its header tells; null where there is none.</summary>
    public static (CheckpointPosition Position, CheckpointInfo Info)? FindHeader(CheckpointFolder folder, Action<string>? warn) =>
        Find(folder, warn, path => CheckpointFile.ReadInfo(path));

    /// <summary>The latest checkpoint that can be read; null where there is none.</summary>
    public static (CheckpointPosition Position, (Network Network, CheckpointInfo Info) Content)? FindContent(
        CheckpointFolder folder, Action<string>? warn) =>
        Find(folder, warn, path => CheckpointFile.Read(path));

    /// <summary>Throws where checkpoints are in the way of a training that begins.</summary>
    /// <exception cref="EngineException"><c>CheckpointsExist</c>.</exception>
    public static void RequireNone(CheckpointFolder folder)
    {
        if (folder.List() is [var latest, ..])
        {
            throw new EngineException(
                "CheckpointsExist",
                $"There are checkpoints already, the latest is '{folder.GetPath(latest)}'. Use -Resume to continue from it; to begin anew, remove "
                + "them or name another folder.");
        }
    }

    /// <summary>The other checkpoints of a training, with what the monitor said of them.</summary>
    public static IEnumerable<(CheckpointPosition Position, double Value)> FindOthers(
        CheckpointFolder folder, CheckpointPosition latest, ImmutableSortedDictionary<string, string> settings)
    {
        foreach (CheckpointPosition position in folder.List().Where(position => position.CompareTo(latest) < 0))
        {
            CheckpointInfo? info = null;
            try
            {
                info = CheckpointFile.ReadInfo(folder.GetPath(position));
            }
            catch (EngineException)
            {
                // What cannot be read may be anyone's: it is left alone.
            }

            if (info is not null && settings.All(setting => info.Settings.GetValueOrDefault(setting.Key, setting.Value) == setting.Value))
            {
                yield return (position, info.Value);
            }
        }
    }

    private static (CheckpointPosition, T)? Find<T>(CheckpointFolder folder, Action<string>? warn, Func<string, T> read)
    {
        foreach (CheckpointPosition position in folder.List())
        {
            try
            {
                return (position, read(folder.GetPath(position)));
            }
            catch (EngineException e) when (e.ErrorId is not ("NotACheckpoint" or "NetworkVersion" or "OutOfMemory"))
            {
                warn?.Invoke($"A checkpoint is left out, since it cannot be read: {e.Message} The one before it is tried.");
            }
        }

        return null;
    }
}
