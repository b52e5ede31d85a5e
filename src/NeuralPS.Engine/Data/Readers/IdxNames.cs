using System.Text.RegularExpressions;

namespace NeuralPS.Engine.Data.Readers;

/// <summary>MNIST's names for its four files, with variants that are about: dots for hyphens, with and without .gz.</summary>
internal static partial class IdxNames
{
    private static readonly string[] _trainPrefixes = ["train"];
    private static readonly string[] _testPrefixes = ["t10k", "test"];

    /// <summary>The label file beside an image file; null if there is none.</summary>
    public static string? FindLabels(string imagePath) => FindPartner(imagePath, ImagesWord(), "labels", "idx1");

    /// <summary>The image file beside a label file; null if there is none.</summary>
    public static string? FindImages(string labelPath) => FindPartner(labelPath, LabelsWord(), "images", "idx3");

    /// <summary>The image file of a part in a folder; null if there is none.</summary>
    public static string? FindPart(string folder, DatasetPart part)
    {
        string[] prefixes = part == DatasetPart.Train ? _trainPrefixes : _testPrefixes;
        return Directory.EnumerateFiles(folder)
            .Where(path => prefixes.Any(prefix => Path.GetFileName(path).StartsWith(prefix, StringComparison.OrdinalIgnoreCase)))
            .Where(path => ImagesWord().IsMatch(Path.GetFileName(path)) && IdxWord().IsMatch(Path.GetFileName(path)))
            .Order(StringComparer.Ordinal)
            .FirstOrDefault();
    }

    private static string? FindPartner(string path, Regex word, string newWord, string newIdx)
    {
        string folder = Path.GetDirectoryName(path) ?? "";
        string name = Path.GetFileName(path);
        if (!word.IsMatch(name))
        {
            return null;
        }

        string partner = IdxWord().Replace(word.Replace(name, newWord), newIdx);
        string bare = partner.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? partner[..^3] : partner;
        // Hyphen and dot before idx occur mixed in one folder.
        string[] bares = [bare, bare.Replace("-" + newIdx, "." + newIdx), bare.Replace("." + newIdx, "-" + newIdx)];
        return bares.Prepend(partner).SelectMany(candidate => new[] { candidate, candidate + ".gz" })
            .Select(candidate => Path.Combine(folder, candidate))
            .FirstOrDefault(File.Exists);
    }

    [GeneratedRegex("images", RegexOptions.IgnoreCase)]
    private static partial Regex ImagesWord();

    [GeneratedRegex("labels", RegexOptions.IgnoreCase)]
    private static partial Regex LabelsWord();

    [GeneratedRegex("idx[0-9]", RegexOptions.IgnoreCase)]
    private static partial Regex IdxWord();
}
