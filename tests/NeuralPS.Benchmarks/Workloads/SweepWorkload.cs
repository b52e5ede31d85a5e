using System.Globalization;

namespace NeuralPS.Benchmarks.Workloads;

/// <summary>A sweep of 200 trials of a small network, from PowerShell: module/Measure-Sweep.ps1 in a fresh process.</summary>
internal sealed class SweepWorkload(string modulePath, string pwsh) : Workload("sweep-digits-200")
{
    /// <summary>Optuna with the networks of scikit-learn.</summary>
    public const string WithSklearn = "Optuna with scikit-learn";

    /// <summary>Optuna with PyTorch, in the way of Optuna's own example.</summary>
    public const string WithTorch = "Optuna with PyTorch";

    /// <summary>The peers, and what peers/optuna_peer.py calls their library; "slices" is PyTorch without a DataLoader.</summary>
    public static IReadOnlyList<(string Peer, string Library)> Libraries { get; } =
        [(WithSklearn, "sklearn"), (WithTorch, "torch"), ("Optuna with PyTorch, batches cut by hand", "slices")];

    /// <inheritdoc/>
    public override string Unit => "trials/s";

    /// <inheritdoc/>
    public override double Measure(Effort effort) => ModuleScript.Measure(
        pwsh,
        "Measure-Sweep.ps1",
        [
            "-ModulePath",
            Path.GetFullPath(modulePath),
            "-ThrottleLimit",
            effort.Threads.ToString(CultureInfo.InvariantCulture),
            .. effort.UsesCpuTime ? ["-CpuTime"] : Array.Empty<string>(),
        ]);
}
