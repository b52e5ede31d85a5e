using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace NeuralPS.Benchmarks.Workloads;

/// <summary>The scripts in the folder module, each run in a PowerShell that has done nothing else.</summary>
internal static class ModuleScript
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    /// <summary>Runs a script that writes one number.</summary>
    /// <param name="pwsh">The PowerShell.</param>
    /// <param name="script">The name of the script.</param>
    /// <param name="parameters">Its command line.</param>
    /// <returns>The number.</returns>
    /// <exception cref="InvalidOperationException">It did not start, failed, or took too long; the message says which.</exception>
    public static double Measure(string pwsh, string script, params string[] parameters)
    {
        // A PowerShell that is a .NET tool has no program of its own.
        bool isAssembly = pwsh.EndsWith(".dll", StringComparison.OrdinalIgnoreCase);
        string[] arguments =
        [
            .. isAssembly ? new[] { pwsh } : [],
            "-NoProfile",
            "-NonInteractive",
            "-File",
            Path.Combine(AppContext.BaseDirectory, "module", script),
            .. parameters,
        ];
        var start = new ProcessStartInfo(isAssembly ? "dotnet" : pwsh, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            using Process process = Process.Start(start)!;
            Task<string> output = process.StandardOutput.ReadToEndAsync();
            Task<string> errors = process.StandardError.ReadToEndAsync();
            if (!process.WaitForExit(Limit))
            {
                process.Kill(entireProcessTree: true);
                throw new InvalidOperationException($"{pwsh} did not end within {Limit.TotalMinutes} minutes.");
            }

            return process.ExitCode == 0 && double.TryParse(output.Result, CultureInfo.InvariantCulture, out double value)
                ? value
                : throw new InvalidOperationException($"{pwsh} ended with code {process.ExitCode}: {output.Result}{errors.Result}".Trim());
        }
        catch (Win32Exception e)
        {
            throw new InvalidOperationException($"{pwsh} did not start (--pwsh PATH): {e.Message}", e);
        }
    }
}
