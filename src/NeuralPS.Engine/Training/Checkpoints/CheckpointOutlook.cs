using System.Collections.Immutable;
using NeuralPS.Engine.Networks;

namespace NeuralPS.Engine.Training.Checkpoints;

/// <summary>What a training would do with its checkpoints, for a look before it starts. Nothing is written.</summary>
internal static class CheckpointOutlook
{
    /// <summary>In words: how often, how many, where; and where the training would continue.</summary>
    /// <exception cref="EngineException">What stands in the way of the training, as far as headers tell.</exception>
    public static string Describe(
        CheckpointOptions options, Network start, int epochs, ImmutableSortedDictionary<string, string> settings)
    {
        var folder = new CheckpointFolder(options.Folder, start.Name);
        if (!options.Resumes)
        {
            CheckpointSearch.RequireNone(folder);
            return $"{options}.";
        }

        if (CheckpointSearch.FindHeader(folder, null) is not var (position, info))
        {
            return $"{options}; there is none to resume from, so the training begins.";
        }

        string path = folder.GetPath(position);
        CheckpointSettings.RequireSame(path, info, null, settings, start);
        int left = start.CompletedEpochs + epochs - position.Epochs;
        CheckpointRun.RequireNotBeyond(path, position, left, epochs);
        return left == 0 || info.IsFinal
            ? $"{options}; the training is complete in '{path}', which is returned at once."
            : $"{options}; the training continues from '{path}', after {position}.";
    }
}
