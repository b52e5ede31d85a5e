using System.Diagnostics;
using NeuralPS.Benchmarks.Workloads;

namespace NeuralPS.Benchmarks;

/// <summary>The peers' processes, one per program and setting; none when the machine has no peers.</summary>
internal sealed class PeerGroup : IDisposable
{
    private readonly List<PeerProcess> _processes = [];
    private readonly List<string> _descriptions = [];

    /// <summary>The processes.</summary>
    public IReadOnlyList<PeerProcess> Processes => _processes;

    /// <summary>What is installed, and why the rest is left out; a line for each program.</summary>
    public IReadOnlyList<string> Descriptions => _descriptions;

    /// <summary>Starts the peers that the workloads need, or finds out why there are none.</summary>
    public static PeerGroup Start(BenchmarkOptions options, IReadOnlyList<Workload> workloads)
    {
        var group = new PeerGroup();
        if (!options.UsePeers)
        {
            group._descriptions.Add("none, as asked for");
            return group;
        }

        // A system's own Python has the system's packages; the first on the PATH is often another one.
        string[] pythons = options.Python is { } chosen ? [chosen] : ["/usr/bin/python3", "python3", "python"];
        if (workloads.Any(workload => workload is SweepWorkload))
        {
            foreach ((string peer, string library) in SweepWorkload.Libraries)
            {
                group.StartFirst(
                    peer,
                    pythons,
                    PeerSetting.OfOptuna(options.Threads),
                    (python, setting) => PeerCommand.ForOptuna(python, setting, library));
            }
        }

        if (workloads.All(workload => workload is SweepWorkload or SweepOverheadWorkload))
        {
            return group;
        }

        group.StartFirst(
            "PyTorch and scikit-learn",
            pythons,
            PeerSetting.OfPython(options.Threads),
            PeerCommand.ForPython);
        group.StartFirst(
            "ONNX Runtime",
            ["node"],
            PeerSetting.OfNode(options.Threads),
            (_, setting) => PeerCommand.ForNode(options.OnnxFolder, setting));
        return group;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _processes.ForEach(process => process.Dispose());
        _processes.Clear();
    }

    private void StartFirst(
        string peers, string[] programs, IReadOnlyList<PeerSetting> settings, Func<string, PeerSetting, ProcessStartInfo> command)
    {
        var failures = new List<string>();
        foreach (string program in programs)
        {
            var started = new List<PeerProcess>();
            try
            {
                // One first, to see what it has; the others then start side by side.
                started.Add(PeerProcess.Start(command(program, settings[0]), settings[0]));
                started[0].WaitUntilReady();
                started.AddRange(settings.Skip(1).Select(setting => PeerProcess.Start(command(program, setting), setting)));
                started.Skip(1).ToList().ForEach(process => process.WaitUntilReady());
                _processes.AddRange(started);
                _descriptions.Add($"{started[0].Description} of {program}");
                return;
            }
            catch (PeerException e)
            {
                failures.Add($"{program}: {e.Message}");
                started.ForEach(process => process.Dispose());
            }
        }

        _descriptions.Add($"without {peers}, so ours stands alone there. {string.Join("; ", failures)}");
    }
}
