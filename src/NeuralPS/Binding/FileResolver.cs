using System.Management.Automation;

namespace NeuralPS.Binding;

/// <summary>Resolves -Path (with wildcards) and -LiteralPath through the session's location.</summary>
internal static class FileResolver
{
    /// <summary>The full paths of existing files and folders.</summary>
    /// <exception cref="ItemNotFoundException">A path does not exist.</exception>
    /// <exception cref="Engine.DataException">A path is not in the file system.</exception>
    public static List<string> Resolve(SessionState session, IEnumerable<string> paths, bool isLiteral)
    {
        var files = new List<string>();
        foreach (string path in paths)
        {
            ProviderInfo provider;
            if (isLiteral)
            {
                files.Add(session.Path.GetUnresolvedProviderPathFromPSPath(path, out provider, out _));
                if (!Path.Exists(files[^1]))
                {
                    throw NotFound(path);
                }
            }
            else if (WildcardPattern.ContainsWildcardCharacters(path) && Path.IsPathFullyQualified(path) && File.Exists(path))
            {
                // The name of a file as another cmdlet gave it, with brackets in it: no pattern, though it looks like one.
                files.Add(path);
                continue;
            }
            else
            {
                IEnumerable<string> found = session.Path.GetResolvedProviderPathFromPSPath(path, out provider);
                int before = files.Count;
                files.AddRange(found);
                if (files.Count == before)
                {
                    throw NotFound(path);
                }
            }

            RequireFileSystem(provider, path);
        }

        return files;
    }

    /// <summary>Throws unless a path is in the file system.</summary>
    /// <exception cref="Engine.DataException">It is not; the message names the provider.</exception>
    public static void RequireFileSystem(ProviderInfo provider, string path)
    {
        if (provider.Name != "FileSystem")
        {
            throw new Engine.DataException(
                "NotAFile", $"'{path}' belongs to the provider {provider.Name}, not to the file system. Give the path of a file.");
        }
    }

    private static ItemNotFoundException NotFound(string path) => new($"Cannot find '{path}': no file of that name. Check the path.");
}
