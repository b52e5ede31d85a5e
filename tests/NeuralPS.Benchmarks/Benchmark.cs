using System.IO.Enumeration;
using NeuralPS.Benchmarks.Growth;
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
            return options.Growth
                ? ForChosen(options, GrowthCatalog.Create(), series => series.Name, chosen => GrowthTable.Run(options, chosen))
                : ForChosen(options, WorkloadCatalog.Create(options), workload => workload.Name, chosen => Run(options, chosen));
        }
        catch (FormatException e)
        {
            Console.Error.WriteLine(e.Message);
            return 2;
        }
    }

    private static int ForChosen<T>(BenchmarkOptions options, IReadOnlyList<T> all, Func<T, string> name, Func<IReadOnlyList<T>, int> run)
    {
        bool Matches(string pattern, T item) => FileSystemName.MatchesSimpleExpression(pattern, name(item));
        if (options.Only.FirstOrDefault(pattern => !all.Any(item => Matches(pattern, item))) is { } unknown)
        {
            throw new FormatException($"There is nothing of the name '{unknown}'. There are: {string.Join(", ", all.Select(name))}.");
        }

        List<T> chosen = [.. all.Where(item => options.Only.Count == 0 || options.Only.Any(pattern => Matches(pattern, item)))];
        if (options.List)
        {
            chosen.ForEach(item => Console.WriteLine(name(item)));
            return 0;
        }

        return run(chosen);
    }

    private static int Run(BenchmarkOptions options, IReadOnlyList<Workload> workloads)
    {
        Machine machine = Machine.MeasureAndPrint(options.Threads);
        using PeerGroup peers = PeerGroup.Start(options, workloads);
        foreach (string description in peers.Descriptions.Distinct())
        {
            Console.WriteLine($"Peers: {description}");
        }

        if (options.ModulePath is null)
        {
            Console.WriteLine("Left out, since --module FOLDER does not say where the staged module is: what is measured in PowerShell.");
        }

        Console.WriteLine();
        ResultTable.WriteHeader(Console.Out);
        var results = new List<WorkloadResult>();
        foreach (Workload workload in workloads)
        {
            WorkloadResult result = Measure(workload, peers, options);
            results.Add(result);
            ResultTable.Write(Console.Out, result);
            (workload as IDisposable)?.Dispose();
        }

        if (options.JsonPath is { } path)
        {
            ResultFile.Write(path, results, machine, peers.Descriptions);
        }

        return results.Any(result => double.IsNaN(result.Ours)) ? 1 : 0;
    }

    private static WorkloadResult Measure(Workload workload, PeerGroup peers, BenchmarkOptions options)
    {
        var result = new WorkloadResult(workload);
        List<PeerProcess> partners = [.. peers.Processes.Where(process => process.FindPeer(workload.Name) is not null)];
        bool isOursWell = true;
        for (int repetition = 0; repetition < options.Repetitions; repetition++)
        {
            // Whatever fails, fails for this workload alone: the table goes on, and shows what there is.
            if (isOursWell)
            {
                isOursWell = Try(result, "ours", () => result.AddOurs(workload.Measure(options.Effort), MeasurePeak(workload, options)));
            }

            if (isOursWell && workload.Reference is { } reference)
            {
                Try(result, reference, () => result.AddPeer(reference, "", workload.MeasureReference(options.Effort)));
            }

            foreach (PeerProcess process in partners.ToArray())
            {
                string peer = process.FindPeer(workload.Name)!;
                string setting = process.Setting.ToString();
                void MeasurePeer() => result.AddPeer(peer, setting, process.Measure(workload.Name, options.Effort));
                if (!Try(result, $"{peer} ({setting})", MeasurePeer))
                {
                    partners.Remove(process);
                }

                Thread.Sleep(Rest);
            }
        }

        return result;
    }

    private static double MeasurePeak(Workload workload, BenchmarkOptions options) =>
        double.IsNaN(workload.Flops) ? double.NaN : PeakMeter.Measure(options.Threads);

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
