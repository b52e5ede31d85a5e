namespace NeuralPS.Benchmarks;

/// <summary>How a peer runs: small networks are faster on one thread, and waiting by spinning helps some and hinders others.</summary>
/// <param name="Threads">Threads.</param>
/// <param name="IsPassive">True when its idle threads sleep at once (OMP_WAIT_POLICY=PASSIVE).</param>
/// <param name="Jobs">Trials at a time in each process of a sweep (n_jobs of Optuna, which are threads).</param>
/// <param name="Processes">Processes of a sweep, which share its journal.</param>
internal sealed record PeerSetting(int Threads, bool IsPassive, int Jobs = 1, int Processes = 1)
{
    /// <summary>The settings of Python with up to <paramref name="threads"/> threads, which wait as OpenMP does.</summary>
    public static IReadOnlyList<PeerSetting> OfPython(int threads) => [.. OfNode(threads), .. threads == 1 ? [] : new PeerSetting[] { new(threads, true) }];

    /// <summary>The settings of ONNX Runtime with up to <paramref name="threads"/> threads.</summary>
    public static IReadOnlyList<PeerSetting> OfNode(int threads) => threads == 1 ? [new(1, false)] : [new(1, false), new(threads, false)];

    /// <summary>The settings of Optuna: one trial after the other on a thread or on all, or one trial a processor, by threads or processes.</summary>
    public static IReadOnlyList<PeerSetting> OfOptuna(int threads) => threads == 1
        ? [new(1, false)]
        : [new(1, false), new(threads, false), new(1, false, Jobs: threads), new(1, false, Processes: threads)];

    /// <inheritdoc/>
    public override string ToString() =>
        Threads + (Threads == 1 ? " thread" : " threads") + (IsPassive ? ", passive" : "")
        + (Jobs > 1 ? $", n_jobs={Jobs}" : "") + (Processes > 1 ? $", {Processes} processes" : "");
}
