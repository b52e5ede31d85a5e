using System.Diagnostics;
using System.Globalization;

namespace NeuralPS.Sweeps.Processes;

/// <summary>
/// Which process on which machine something belongs to, in a form that another process, on this machine or another, can check:
/// machine, start of the machine, namespace of process numbers, process number and start of the process.
/// </summary>
/// <param name="Machine">The name of the machine.</param>
/// <param name="Boot">What changes with each start of the machine; empty where that cannot be told.</param>
/// <param name="Namespace">The namespace that <paramref name="ProcessId"/> counts in: containers have their own.</param>
/// <param name="ProcessId">The process.</param>
/// <param name="Start">When it started, so that a later process of the same number is not taken for it.</param>
public sealed record ProcessIdentity(string Machine, string Boot, string Namespace, int ProcessId, string Start)
{
    /// <summary>This process.</summary>
    public static ProcessIdentity Current { get; } = new(
        Environment.MachineName, ReadBoot(), ReadNamespace(), Environment.ProcessId, ReadStart(Environment.ProcessId) ?? string.Empty);

    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    /// <returns>Null when it is something else.</returns>
    public static ProcessIdentity? Parse(string? text)
    {
        string[] parts = text?.Split('|') ?? [];
        return parts.Length == 5 && int.TryParse(parts[3], NumberStyles.None, CultureInfo.InvariantCulture, out int id)
            ? new ProcessIdentity(parts[0], parts[1], parts[2], id, parts[4])
            : null;
    }

    /// <summary>Whether the process lives.</summary>
    /// <returns>Null when that cannot be told from here: it is on another machine, or in another container.</returns>
    public bool? IsAlive()
    {
        if (this == Current)
        {
            return true;
        }

        if (Machine != Current.Machine)
        {
            return null;
        }

        if (Boot != Current.Boot)
        {
            return false;
        }

        return Namespace == Current.Namespace ? ReadStart(ProcessId) == Start : null;
    }

    /// <summary>One line without spaces; <see cref="Parse"/> reads it.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Machine}|{Boot}|{Namespace}|{ProcessId}|{Start}");

    private static string ReadBoot() => ReadText("/proc/sys/kernel/random/boot_id");

    private static string ReadNamespace()
    {
        try
        {
            return OperatingSystem.IsLinux() ? new FileInfo("/proc/self/ns/pid").LinkTarget ?? string.Empty : string.Empty;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return string.Empty;
        }
    }

    /// <summary>When a process started, or null when there is none of that number (or only its remains).</summary>
    private static string? ReadStart(int processId)
    {
        if (OperatingSystem.IsLinux())
        {
            // The name may hold spaces and parentheses: the fields are counted from its end. The first is the state, the twentieth the start.
            string stat = ReadText(string.Create(CultureInfo.InvariantCulture, $"/proc/{processId}/stat"));
            string[] fields = stat[(stat.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
            return fields.Length > 19 && fields[0] is not ("Z" or "X") ? fields[19] : null;
        }

        try
        {
            using Process process = Process.GetProcessById(processId);
            return process.HasExited ? null : process.StartTime.ToUniversalTime().Ticks.ToString(CultureInfo.InvariantCulture);
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }

    private static string ReadText(string path)
    {
        try
        {
            return OperatingSystem.IsLinux() ? File.ReadAllText(path).Trim() : string.Empty;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return string.Empty;
        }
    }
}
