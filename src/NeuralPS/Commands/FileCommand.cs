using System.Management.Automation;

namespace NeuralPS.Commands;

/// <summary>A cmdlet that reads files: -Path with wildcards, -LiteralPath without, both through the session's location.</summary>
public abstract class FileCommand : NeuralCommand
{
    /// <summary>The files, with wildcards.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = "Path", HelpMessage = "The file to read; wildcards are allowed.")]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] Path { get; set; } = [];

    /// <summary>The files, taken as they are written.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = "LiteralPath", HelpMessage = "The file to read; wildcard characters have no meaning.")]
    [Alias("PSPath", "LP")]
    [ValidateNotNullOrEmpty]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>The files that the parameters name; for each that does not exist or is no file, an error is written.</summary>
    protected IReadOnlyList<string> ResolveFiles()
    {
        var files = new List<string>();
        bool isLiteral = ParameterSetName == "LiteralPath";
        foreach (string path in isLiteral ? LiteralPath : Path)
        {
            try
            {
                if (isLiteral)
                {
                    files.Add(SessionState.Path.GetUnresolvedProviderPathFromPSPath(path, out ProviderInfo provider, out _));
                    RequireFileSystem(provider, path);
                }
                else
                {
                    files.AddRange(SessionState.Path.GetResolvedProviderPathFromPSPath(path, out ProviderInfo provider));
                    RequireFileSystem(provider, path);
                }
            }
            catch (ItemNotFoundException e)
            {
                WriteError(new ErrorRecord(e, "FileNotFound", ErrorCategory.ObjectNotFound, path));
            }
        }

        return files;
    }

    private static void RequireFileSystem(ProviderInfo provider, string path)
    {
        if (provider.Name != "FileSystem")
        {
            throw new Engine.DataException(
                "NotAFile", $"'{path}' belongs to the provider {provider.Name}, not to the file system. Give the path of a file.");
        }
    }
}
