using System.Globalization;
using NeuralPS.Benchmarks.Workloads;

namespace NeuralPS.Benchmarks;

/// <summary>What the command line asks for.</summary>
internal sealed record BenchmarkOptions
{
    public const string Usage =
        "Options: --only NAME[,NAME] (wildcards * and ?)  --growth  --repetitions N  --seconds S  --threads N  --cpu-time  --no-peers  "
        + "--python PATH  --onnx FOLDER  --module FOLDER  --pwsh PATH  --json FILE  --list";

    /// <summary>Wildcard patterns of the workloads to run; empty for all.</summary>
    public IReadOnlyList<string> Only { get; private init; } = [];

    /// <summary>True for the table of how cost grows, instead of the workloads.</summary>
    public bool Growth { get; private init; }

    /// <summary>How often ours and the peers are measured in turn.</summary>
    public int Repetitions { get; private init; } = 5;

    /// <summary>How one measurement is made.</summary>
    public Effort Effort { get; private init; } = new(0.5, Environment.ProcessorCount, UsesCpuTime: false);

    /// <summary>The most threads, of ours and of the peers.</summary>
    public int Threads => Effort.Threads;

    /// <summary>False to measure ours alone.</summary>
    public bool UsePeers { get; private init; } = true;

    /// <summary>The Python that has the peers; null to look for one.</summary>
    public string? Python { get; private init; }

    /// <summary>The folder in which npm installed onnxruntime-node; null to look where NODE_PATH points.</summary>
    public string? OnnxFolder { get; private init; }

    /// <summary>The staged module; null to leave out what is measured in PowerShell.</summary>
    public string? ModulePath { get; private init; }

    /// <summary>The PowerShell that loads the module.</summary>
    public string Pwsh { get; private init; } = "pwsh";

    /// <summary>A file for the results; null for none.</summary>
    public string? JsonPath { get; private init; }

    /// <summary>True to name the workloads and measure nothing.</summary>
    public bool List { get; private init; }

    /// <summary>Reads the command line.</summary>
    /// <exception cref="FormatException">It cannot be understood; the message says what was wrong.</exception>
    public static BenchmarkOptions Parse(IReadOnlyList<string> arguments)
    {
        var options = new BenchmarkOptions();
        var rest = new Queue<string>(arguments);
        while (rest.TryDequeue(out string? name))
        {
            // In PowerShell's way, too: -NoPeers is --no-peers.
            string key = name.StartsWith('-') ? name.Replace("-", "", StringComparison.Ordinal).ToUpperInvariant() : "";
            options = key switch
            {
                // PowerShell turns an unquoted a,b into "a b".
                "ONLY" => options with { Only = Value().Split([',', ' '], StringSplitOptions.RemoveEmptyEntries) },
                "GROWTH" => options with { Growth = true },
                "REPETITIONS" => options with { Repetitions = (int)Number(1, 1000) },
                "SECONDS" => options with { Effort = options.Effort with { Seconds = Number(0.01, 600) } },
                "THREADS" => options with { Effort = options.Effort with { Threads = (int)Number(1, 1024) } },
                "CPUTIME" => options with { Effort = options.Effort with { UsesCpuTime = true } },
                "NOPEERS" => options with { UsePeers = false },
                "PYTHON" => options with { Python = Value() },
                "ONNX" => options with { OnnxFolder = Value() },
                "MODULE" => options with { ModulePath = Value() },
                "PWSH" => options with { Pwsh = Value() },
                "JSON" => options with { JsonPath = Value() },
                "LIST" => options with { List = true },
                _ => throw new FormatException($"There is no option '{name}'. {Usage}"),
            };

            string Value() => rest.TryDequeue(out string? value) ? value : throw new FormatException($"{name} needs a value. {Usage}");

            double Number(double least, double most)
            {
                string text = Value();
                return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number)
                    && number >= least && number <= most
                    ? number
                    : throw new FormatException($"{name} takes a number from {least} to {most}, not '{text}'.");
            }
        }

        // The time of several threads together says nothing of how long something took.
        return options.Effort.UsesCpuTime ? options with { Effort = options.Effort with { Threads = 1 } } : options;
    }
}
