using System.Management.Automation;
using NeuralPS.Binding;
using NeuralPS.Engine.Inspection.Drawing;
using Eng = NeuralPS.Engine;

namespace NeuralPS.Commands.Networks;

/// <summary>Show-Network: draws a network, as text or into a file.</summary>
[Cmdlet(VerbsCommon.Show, "Network", SupportsShouldProcess = true, DefaultParameterSetName = "Text")]
[OutputType(typeof(string), ParameterSetName = ["Text"])]
[OutputType(typeof(FileInfo), ParameterSetName = ["Path", "LiteralPath"])]
public sealed class ShowNetworkCommand : NeuralCommand
{
    private bool _isLater;

    /// <summary>The network.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, HelpMessage = "The network.")]
    [ValidateNotNull]
    public Network Network { get; set; } = null!;

    /// <summary>The file.</summary>
    [Parameter(Mandatory = true, Position = 1, ParameterSetName = "Path", HelpMessage = "The file to write: .svg for a picture, .html for a page.")]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = "";

    /// <summary>The file, taken as it is written.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "LiteralPath", HelpMessage = "The file to write; wildcard characters have no meaning.")]
    [Alias("PSPath", "LP")]
    [ValidateNotNullOrEmpty]
    public string LiteralPath { get; set; } = "";

    /// <summary>Draws what sub-networks consist of.</summary>
    [Parameter(HelpMessage = "Draws the layers of sub-networks in their place.")]
    public SwitchParameter Expand { get; set; }

    /// <summary>Draws parts that repeat once.</summary>
    [Parameter(HelpMessage = "Draws parts that repeat one behind the other once, with the number of times.")]
    public SwitchParameter Fold { get; set; }

    /// <summary>Characters of a line.</summary>
    [Parameter(ParameterSetName = "Text", HelpMessage = "Characters that a line may have. Without it the width of the window.")]
    [ValidateRange(20, 10_000)]
    public int Width { get; set; }

    /// <summary>Only characters of ASCII.</summary>
    [Parameter(ParameterSetName = "Text", HelpMessage = "Draws with characters of ASCII alone, without colours.")]
    public SwitchParameter Ascii { get; set; }

    /// <summary>Overwrites an existing file.</summary>
    [Parameter(ParameterSetName = "Path", HelpMessage = "Overwrites an existing file.")]
    [Parameter(ParameterSetName = "LiteralPath", HelpMessage = "Overwrites an existing file.")]
    public SwitchParameter Force { get; set; }

    /// <summary>Writes the file to the pipeline.</summary>
    [Parameter(ParameterSetName = "Path", HelpMessage = "Writes the file to the pipeline as an object.")]
    [Parameter(ParameterSetName = "LiteralPath", HelpMessage = "Writes the file to the pipeline as an object.")]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (ParameterSetName == "Text")
        {
            WriteText();
        }
        else
        {
            WriteFile(ParameterSetName == "Path" ? Path : LiteralPath);
        }
    }

    private NetworkGraph Build() => NetworkGraphBuilder.Build(Network.Value, Expand, Fold);

    private void WriteText()
    {
        var terminal = new Terminal(this);
        bool isAscii = Ascii || !terminal.CanShow(TextDrawing.SpecialCharacters);
        var options = new TextOptions(Width > 0 ? Width : terminal.Width, isAscii, Ascii ? null : terminal.FindPaint());
        if (_isLater)
        {
            WriteObject("");
        }

        WriteObject(TextDrawing.Draw(Build(), options), enumerateCollection: true);
        _isLater = true;
    }

    private void WriteFile(string path)
    {
        string file = SessionState.Path.GetUnresolvedProviderPathFromPSPath(path, out ProviderInfo provider, out _);
        Try(path, () => FileResolver.RequireFileSystem(provider, path));
        bool isPage = Try(path, () => IsPage(path));
        if (!ShouldProcess(file, $"Draw network '{Network.Name}' as {(isPage ? "HTML" : "SVG")}"))
        {
            return;
        }

        NetworkGraph graph = Build();
        Try(file, () => Eng.Formats.AtomicFile.Write(file, Force, stream =>
        {
            if (isPage)
            {
                HtmlDrawing.Write(graph, stream);
            }
            else
            {
                SvgDrawing.Write(graph, stream);
            }
        }));
        if (PassThru)
        {
            // As Get-Item gives it: with all that the views of files show.
            WriteObject(InvokeProvider.Item.Get([file], force: true, literalPath: true), enumerateCollection: true);
        }
    }

    private static bool IsPage(string path) => System.IO.Path.GetExtension(path).ToLowerInvariant() switch
    {
        ".html" or ".htm" => true,
        ".svg" => false,
        var other => throw new Eng.EngineException(
            "PictureFormat",
            $"'{path}' {(other.Length == 0 ? "has no extension" : $"has the extension {other}")}, which is no format of a picture. "
            + "Name a file that ends in .svg (a picture) or in .html (a page)."),
    };
}
