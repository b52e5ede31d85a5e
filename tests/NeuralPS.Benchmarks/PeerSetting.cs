namespace NeuralPS.Benchmarks;

/// <summary>How a peer runs: small networks are faster on one thread, and waiting by spinning helps some and hinders others.</summary>
/// <param name="Threads">Threads.</param>
/// <param name="IsPassive">True when its idle threads sleep at once (OMP_WAIT_POLICY=PASSIVE).</param>
internal sealed record PeerSetting(int Threads, bool IsPassive)
{
    /// <summary>All settings with up to <paramref name="threads"/> threads.</summary>
    public static IReadOnlyList<PeerSetting> Create(int threads) =>
        threads == 1 ? [new(1, false)] : [new(1, false), new(threads, false), new(threads, true)];

    /// <inheritdoc/>
    public override string ToString() => Threads + (Threads == 1 ? " thread" : " threads") + (IsPassive ? ", passive" : "");
}
