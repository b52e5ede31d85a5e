using System.Management.Automation;
using NeuralPS.Binding;
using Eng = NeuralPS.Engine;
using Swp = NeuralPS.Sweeps;

namespace NeuralPS.Commands.Sweeps;

/// <summary>Show-Sweep: draws a sweep, as text or as a page in a file.</summary>
[Cmdlet(VerbsCommon.Show, "Sweep", SupportsShouldProcess = true, DefaultParameterSetName = "Text")]
[OutputType(typeof(string), ParameterSetName = ["Text"])]
[OutputType(typeof(FileInfo), ParameterSetName = ["Path", "LiteralPath"])]
public sealed class ShowSweepCommand : NeuralCommand
{
    private bool _isLater;

    /// <summary>The sweep.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, HelpMessage = "The sweep, the result of Invoke-Sweep, or the path of a journal.")]
    [SweepTransformation]
    [ValidateNotNull]
    public Sweep Sweep { get; set; } = null!;

    /// <summary>The file.</summary>
    [Parameter(Mandatory = true, Position = 1, ParameterSetName = "Path", HelpMessage = "The file to write, a page: .html or .htm.")]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = "";

    /// <summary>The file, taken as it is written.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "LiteralPath", HelpMessage = "The file to write; wildcard characters have no meaning.")]
    [Alias("PSPath", "LP")]
    [ValidateNotNullOrEmpty]
    public string LiteralPath { get; set; } = "";

    /// <summary>Characters of a line.</summary>
    [Parameter(ParameterSetName = "Text", HelpMessage = "Characters that a line may have. Without it the width of the window, at most 120.")]
    [ValidateRange(30, 10_000)]
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

    private Swp.Report.SweepSummary Read() => Swp.Report.SweepSummary.Create(Sweep.Definition, Sweep.ReadTrials());

    private void WriteText()
    {
        var terminal = new Terminal(this);
        bool isAscii = Ascii || !terminal.CanShow(SweepDrawing.SpecialCharacters);
        IReadOnlyList<string> lines = Try(Sweep, () => SweepDrawing.Draw(
            Read(), Width > 0 ? Width : terminal.Width, isAscii, Ascii ? null : terminal.FindPaint()));
        if (_isLater)
        {
            WriteObject("");
        }

        WriteObject(lines, enumerateCollection: true);
        _isLater = true;
    }

    private void WriteFile(string path)
    {
        string file = SessionState.Path.GetUnresolvedProviderPathFromPSPath(path, out ProviderInfo provider, out _);
        Try(path, () => FileResolver.RequireFileSystem(provider, path));
        Try(path, () => RequirePage(path));
        if (!ShouldProcess(file, $"Write a page about sweep '{Sweep.Name}'"))
        {
            return;
        }

        Swp.Report.SweepSummary summary = Try(Sweep, Read);
        Try(file, () => Eng.Formats.AtomicFile.Write(file, Force, stream => Swp.Report.SweepPage.Write(summary, stream)));
        if (PassThru)
        {
            // As Get-Item gives it: with all that the views of files show.
            WriteObject(InvokeProvider.Item.Get([file], force: true, literalPath: true), enumerateCollection: true);
        }
    }

    private static void RequirePage(string path)
    {
        string extension = System.IO.Path.GetExtension(path).ToLowerInvariant();
        if (extension is not (".html" or ".htm"))
        {
            throw new Eng.EngineException(
                "PictureFormat",
                $"'{path}' {(extension.Length == 0 ? "has no extension" : $"has the extension {extension}")}, and a sweep is written as a page. "
                + "Name a file that ends in .html.");
        }
    }
}
