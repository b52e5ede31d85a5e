using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace NeuralPS.Benchmarks.Workloads;

/// <summary>What users meet in PowerShell: each measurement is one of module/Measure-Module.ps1 in a fresh process.</summary>
internal sealed class ModuleWorkload(string name, string unit, string modulePath, string pwsh, bool isLowerBetter = false) : Workload(name)
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    /// <inheritdoc/>
    public override string Unit => unit;

    /// <inheritdoc/>
    public override bool IsLowerBetter => isLowerBetter;

    /// <inheritdoc/>
    public override bool SupportsCpuTime => false;

    /// <inheritdoc/>
    public override double Measure(Effort effort)
    {
        // A PowerShell that is a .NET tool has no program of its own.
        bool isAssembly = pwsh.EndsWith(".dll", StringComparison.OrdinalIgnoreCase);
        string[] arguments =
        [
            .. isAssembly ? new[] { pwsh } : [],
            "-NoProfile",
            "-NonInteractive",
            "-File",
            Path.Combine(AppContext.BaseDirectory, "module", "Measure-Module.ps1"),
            "-Workload",
            Name,
            "-ModulePath",
            Path.GetFullPath(modulePath),
            "-Seconds",
            effort.Seconds.ToString(CultureInfo.InvariantCulture),
            "-ThrottleLimit",
            effort.Threads.ToString(CultureInfo.InvariantCulture),
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
