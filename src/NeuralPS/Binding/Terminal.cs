using System.Management.Automation;
using System.Management.Automation.Host;
using System.Management.Automation.Runspaces;
using System.Text;

namespace NeuralPS.Binding;

/// <summary>
/// What the place can show that a cmdlet writes to. Asked through PowerShell's own variables and host: the module never touches the
/// console.
/// </summary>
internal sealed class Terminal(PSCmdlet cmdlet)
{
    private const int LeastWidth = 20;
    private const int UsualWidth = 120;

    /// <summary>Characters that fit on a line.</summary>
    public int Width
    {
        get
        {
            try
            {
                int width = cmdlet.Host.UI.RawUI.BufferSize.Width - 1;
                return width >= LeastWidth ? width : UsualWidth;
            }
            catch (Exception e) when (e is HostException or NotImplementedException or InvalidOperationException or NullReferenceException)
            {
                // Hosts without a window: services, runspaces that a program made.
                return UsualWidth;
            }
        }
    }

    /// <summary>Whether the output can show these characters. Windows of Windows take Unicode, whatever the encoding.</summary>
    public bool CanShow(string characters) =>
        (OperatingSystem.IsWindows() && !IsRedirected) || Ask("[Console]::OutputEncoding") is not Encoding encoding || encoding.GetString(encoding.GetBytes(characters)) == characters;

    /// <summary>
    /// What puts a text into one of the colours of <c>$PSStyle.Foreground</c>; null where escape sequences would not become colours:
    /// further commands in the pipeline, redirected output, hosts without colours, NO_COLOR, or plain text by choice.
    /// </summary>
    public Func<string, string, string>? FindPaint()
    {
        object? style = cmdlet.SessionState.PSVariable.GetValue("PSStyle");
        if (style is null || !ShowsColors(Property(style, "OutputRendering")?.ToString()))
        {
            return null;
        }

        object? foreground = Property(style, "Foreground");
        string reset = Property(style, "Reset") as string ?? "";
        return foreground is null ? null : (color, text) => $"{Property(foreground, color)}{text}{reset}";
    }

    /// <summary>
    /// Shows a line past the pipeline, which takes nothing any more once it is being stopped, to whoever sits at the prompt of this session;
    /// in others, such as those of ForEach-Object -Parallel, nothing happens.
    /// </summary>
    public void Tell(string line)
    {
        try
        {
            if (cmdlet.Host is IHostSupportsInteractiveSession { Runspace: { } session } && session.InstanceId == Runspace.DefaultRunspace?.InstanceId)
            {
                cmdlet.Host.UI?.WriteLine(line);
            }
        }
        catch (Exception e) when (e is HostException or NotImplementedException or InvalidOperationException or PipelineStoppedException)
        {
            // It was only a hint.
        }
    }

    private bool ShowsColors(string? rendering) => rendering switch
    {
        "Ansi" => true,
        "Host" => cmdlet.MyInvocation.PipelinePosition == cmdlet.MyInvocation.PipelineLength
            && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"))
            && cmdlet.Host.UI is { SupportsVirtualTerminal: true }
            && !IsRedirected,
        _ => false,
    };

    private bool IsRedirected => Ask("[Console]::IsOutputRedirected") is not false;

    private static object? Property(object owner, string name) => PSObject.AsPSObject(owner).Properties[name]?.Value;

    private object? Ask(string script)
    {
        try
        {
            return cmdlet.InvokeCommand.InvokeScript(script).FirstOrDefault()?.BaseObject;
        }
        catch (RuntimeException)
        {
            // A session that may not name types: nothing is known, so nothing is assumed.
            return null;
        }
    }
}
