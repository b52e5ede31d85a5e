using System.ComponentModel;
using System.Diagnostics;

namespace NeuralPS.Sweeps.Tests;

/// <summary>A test that needs Python with Optuna; it is skipped where there is none. NEURALPS_PYTHON names another Python.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OptunaFactAttribute : FactAttribute
{
    private static readonly Lazy<string?> _missing = new(Probe);

    public OptunaFactAttribute() => Skip = _missing.Value!;

    public static string Python =>
        Environment.GetEnvironmentVariable("NEURALPS_PYTHON") is { Length: > 0 } python ? python : "/usr/bin/python3";

    private static string? Probe()
    {
        try
        {
            string[] arguments = ["-c", "import importlib.util as u; exit(u.find_spec('optuna') is None)"];
            using Process process = Process.Start(new ProcessStartInfo(Python, arguments))!;
            process.WaitForExit();
            return process.ExitCode == 0 ? null : $"{Python} has no Optuna (Debian: python3-optuna). NEURALPS_PYTHON names another Python.";
        }
        catch (Win32Exception)
        {
            return $"There is no {Python}. NEURALPS_PYTHON names another Python.";
        }
    }
}
