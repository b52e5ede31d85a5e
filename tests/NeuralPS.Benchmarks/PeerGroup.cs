namespace NeuralPS.Benchmarks;

/// <summary>The peers' processes, one per setting; none when the machine has no peers.</summary>
internal sealed class PeerGroup : IDisposable
{
    private readonly List<PeerProcess> _processes = [];

    /// <summary>The processes.</summary>
    public IReadOnlyList<PeerProcess> Processes => _processes;

    /// <summary>What is installed, or why there are no peers.</summary>
    public string Description { get; private set; } = "none, as asked for";

    /// <summary>Starts the peers, or finds out why there are none.</summary>
    public static PeerGroup Start(BenchmarkOptions options)
    {
        var group = new PeerGroup();
        if (!options.UsePeers)
        {
            return group;
        }

        // A system's own Python has the system's packages; the first on the PATH is often another one.
        var failures = new List<string>();
        foreach (string python in options.Python is { } chosen ? [chosen] : new[] { "/usr/bin/python3", "python3", "python" })
        {
            try
            {
                if (group.TryStart(python, PeerSetting.Create(options.Threads)))
                {
                    return group;
                }

                failures.Add($"{python} has neither PyTorch nor scikit-learn");
            }
            catch (PeerException e)
            {
                failures.Add($"{python}: {e.Message}");
            }

            group.Dispose();
        }

        group.Description = "none; ours stands alone. " + string.Join("; ", failures);
        return group;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _processes.ForEach(process => process.Dispose());
        _processes.Clear();
    }

    private bool TryStart(string python, IReadOnlyList<PeerSetting> settings)
    {
        // One first, to see what it has; the others then start side by side.
        _processes.Add(PeerProcess.Start(python, settings[0]));
        _processes[0].WaitUntilReady();
        if (_processes[0].Installed.Count == 0)
        {
            return false;
        }

        _processes.AddRange(settings.Skip(1).Select(setting => PeerProcess.Start(python, setting)));
        _processes.Skip(1).ToList().ForEach(process => process.WaitUntilReady());
        string missing = _processes[0].Installed.Count == 2 ? "" : "; the other peer is not installed";
        Description = $"{string.Join(", ", _processes[0].Installed)} of {python}{missing}";
        return true;
    }
}
