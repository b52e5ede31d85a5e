using System.Diagnostics;
using System.Globalization;

namespace NeuralPS.Sweeps.Journals;

/// <summary>
/// Who holds a lock: the text in the lock file. Whether that process still lives can be told only where it runs: on the same machine,
/// since the same start of it, and in the same container.
/// </summary>
internal static class LockOwner
{
    private const string Prefix = "NeuralPS lock";

    private static readonly string _place = $"{Environment.MachineName} {ReadLine("/proc/sys/kernel/random/boot_id")} {Namespace()}";
    private static readonly string _process = ProcessKey(Environment.ProcessId);

    /// <summary>The text for a lock of this process; no other lock has the same.</summary>
    public static string Describe() =>
        string.Join('\n', Prefix, _place, _process, Guid.NewGuid().ToString("N"), string.Empty);

    /// <summary>Whether the text is that of a process which certainly does not run any more.</summary>
    public static bool IsDead(string text)
    {
        string[] lines = text.Split('\n');
        return lines.Length == 5 && lines[0] == Prefix && lines[1] == _place
            && int.TryParse(lines[2].Split(' ')[0], CultureInfo.InvariantCulture, out int id) && ProcessKey(id) != lines[2];
    }

    /// <summary>For messages: machine and process.</summary>
    public static string ToReadable(string text)
    {
        string[] lines = text.Split('\n');
        return lines.Length == 5 && lines[0] == Prefix
            ? $"process {lines[2].Split(' ')[0]} on '{lines[1].Split(' ')[0]}'"
            : "another program";
    }

    private static string Namespace() =>
        OperatingSystem.IsLinux() ? new FileInfo("/proc/self/ns/pid").LinkTarget ?? string.Empty : string.Empty;

    // Process ids are used again; together with the time of its start one is not.
    private static string ProcessKey(int id) => $"{id} {StartOf(id)}";

    private static string StartOf(int id)
    {
        if (OperatingSystem.IsLinux())
        {
            // The name, in parentheses, may hold anything; the start is the 20th field after it. A zombie has ended.
            string stat = ReadLine($"/proc/{id}/stat");
            string[] fields = stat[(stat.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
            return fields.Length > 19 && fields[0] is not ("Z" or "X") ? fields[19] : "ended";
        }

        try
        {
            using Process process = Process.GetProcessById(id);
            return process.StartTime.ToUniversalTime().Ticks.ToString(CultureInfo.InvariantCulture);
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException)
        {
            return "ended";
        }
    }

    private static string ReadLine(string path)
    {
        try
        {
            return OperatingSystem.IsLinux() ? File.ReadAllText(path).TrimEnd() : string.Empty;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return string.Empty;
        }
    }
}
