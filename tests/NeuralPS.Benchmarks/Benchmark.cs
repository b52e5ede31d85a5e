using NeuralPS.Benchmarks.Workloads;

namespace NeuralPS.Benchmarks;

/// <summary>Runs the workloads, ours and the peers in turn.</summary>
internal static class Benchmark
{
    // After a parallel region the peers' idle threads spin for some milliseconds; ours must not pay for that.
    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(30);

    /// <summary>Does what the command line asks for.</summary>
    /// <returns>0; 1 when a workload of ours failed; 2 when the command line is wrong.</returns>
    public static int Execute(string[] arguments)
    {
        try
        {
            BenchmarkOptions options = BenchmarkOptions.Parse(arguments);
            IReadOnlyList<Workload> workloads = Choose(options);
            if (options.List)
            {
                workloads.ToList().ForEach(workload => Console.WriteLine(workload.Name));
                return 0;
            }

            return Run(options, workloads);
        }
        catch (FormatException e)
        {
            Console.Error.WriteLine(e.Message);
            return 2;
        }
    }

    private static IReadOnlyList<Workload> Choose(BenchmarkOptions options)
    {
        IReadOnlyList<Workload> all = WorkloadCatalog.Create();
        string? unknown = options.Only.FirstOrDefault(name => all.All(workload => workload.Name != name));
        return unknown is not null
            ? throw new FormatException(
                $"There is no workload '{unknown}'. There are: {string.Join(", ", all.Select(workload => workload.Name))}.")
            : [.. all.Where(workload => options.Only.Count == 0 || options.Only.Contains(workload.Name))];
    }

    private static int Run(BenchmarkOptions options, IReadOnlyList<Workload> workloads)
    {
        string load = Machine.DescribeLoad();
        Machine machine = Machine.Measure(options.Threads);
        using PeerGroup peers = PeerGroup.Start(options);
        Console.WriteLine($"Machine: {Machine.Description}{load}");
        string all = machine.Threads == 1 ? "" : $", {machine.PeakOfAllThreads:0} on {machine.Threads}";
        Console.WriteLine(
            $"Peak of multiply-adds: {machine.PeakOfOneThread:0} GFLOP/s on 1 thread{all}. Ours uses up to {machine.Threads}.");
        Console.WriteLine($"Peers: {peers.Description}");
#if DEBUG
        Console.WriteLine("This is a Debug build: build with -c Release for numbers that count.");
#endif
        Console.WriteLine();
        ResultTable.WriteHeader(Console.Out);
        var results = new List<WorkloadResult>();
        foreach (Workload workload in workloads)
        {
            WorkloadResult result = Measure(workload, peers, options);
            results.Add(result);
            ResultTable.Write(Console.Out, result, machine);
        }

        if (options.JsonPath is { } path)
        {
            ResultFile.Write(path, results, machine, peers.Description);
        }

        return results.Any(result => double.IsNaN(result.Ours)) ? 1 : 0;
    }

    private static WorkloadResult Measure(Workload workload, PeerGroup peers, BenchmarkOptions options)
    {
        var result = new WorkloadResult(workload);
        List<PeerProcess> partners = [.. peers.Processes];
        bool isOursWell = true;
        for (int repetition = 0; repetition < options.Repetitions; repetition++)
        {
            // Whatever fails, fails for this workload alone: the table goes on, and shows what there is.
            if (isOursWell)
            {
                isOursWell = Try(result, "ours", () => result.AddOurs(workload.Measure(options.Seconds, options.Threads)));
            }

            foreach (PeerProcess peer in partners.ToArray())
            {
                void MeasurePeer() => result.AddPeer(peer.Setting, peer.Measure(workload.Name, options.Seconds));
                if (!Try(result, $"peer ({peer.Setting})", MeasurePeer))
                {
                    partners.Remove(peer);
                }

                Thread.Sleep(Rest);
            }
        }

        return result;
    }

    private static bool Try(WorkloadResult result, string who, Action action)
    {
        try
        {
            action();
            return true;
        }
        catch (Exception e)
        {
            string reason = $"{who} failed: {e.GetType().Name}: {e.Message}";
            result.Failure = result.Failure is null ? reason : $"{result.Failure}\n    {reason}";
            return false;
        }
    }
}
