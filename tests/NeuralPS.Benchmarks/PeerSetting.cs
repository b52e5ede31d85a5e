namespace NeuralPS.Benchmarks;

/// <summary>How a peer runs: small networks are faster on one thread, and waiting by spinning helps some and hinders others.</summary>
/// <param name="Threads">Threads.</param>
/// <param name="IsPassive">True when its idle threads sleep at once (OMP_WAIT_POLICY=PASSIVE).</param>
internal sealed record PeerSetting(int Threads, bool IsPassive)
{
    /// <summary>The settings of Python with up to <paramref name="threads"/> threads, which wait as OpenMP does.</summary>
    public static IReadOnlyList<PeerSetting> OfPython(int threads) => [.. OfNode(threads), .. threads == 1 ? [] : new PeerSetting[] { new(threads, true) }];

    /// <summary>The settings of ONNX Runtime with up to <paramref name="threads"/> threads.</summary>
    public static IReadOnlyList<PeerSetting> OfNode(int threads) => threads == 1 ? [new(1, false)] : [new(1, false), new(threads, false)];

    /// <inheritdoc/>
    public override string ToString() => Threads + (Threads == 1 ? " thread" : " threads") + (IsPassive ? ", passive" : "");
}
