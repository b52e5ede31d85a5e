using System.Management.Automation;
using NeuralPS.Binding;

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

    /// <summary>The files that the parameters name.</summary>
    protected IReadOnlyList<string> ResolveFiles()
    {
        bool isLiteral = ParameterSetName == "LiteralPath";
        string[] paths = isLiteral ? LiteralPath : Path;
        return Try(paths, () => FileResolver.Resolve(SessionState, paths, isLiteral));
    }
}
