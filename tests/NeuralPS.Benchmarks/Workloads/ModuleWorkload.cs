using System.Globalization;

namespace NeuralPS.Benchmarks.Workloads;

/// <summary>What users meet in PowerShell: each measurement is one of module/Measure-Module.ps1 in a fresh process.</summary>
internal sealed class ModuleWorkload(string name, string unit, string modulePath, string pwsh, bool isLowerBetter = false) : Workload(name)
{
    /// <inheritdoc/>
    public override string Unit => unit;

    /// <inheritdoc/>
    public override bool IsLowerBetter => isLowerBetter;

    /// <inheritdoc/>
    public override bool SupportsCpuTime => false;

    /// <inheritdoc/>
    public override double Measure(Effort effort) => ModuleScript.Measure(
        pwsh,
        "Measure-Module.ps1",
        "-Workload",
        Name,
        "-ModulePath",
        Path.GetFullPath(modulePath),
        "-Seconds",
        effort.Seconds.ToString(CultureInfo.InvariantCulture),
        "-ThrottleLimit",
        effort.Threads.ToString(CultureInfo.InvariantCulture));
}
