using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.IO.Enumeration;
using System.Text.Json;
using NeuralPS.Benchmarks.Workloads;

namespace NeuralPS.Benchmarks;

/// <summary>Runs one of the scripts in peers for as long as the benchmark: it takes names of workloads and answers rates.</summary>
internal sealed class PeerProcess : IDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromMinutes(5);

    private readonly Process _process;
    private Dictionary<string, string> _peers = [];
    private volatile string _lastError = "";

    private PeerProcess(Process process, PeerSetting setting)
    {
        _process = process;
        Setting = setting;
        process.ErrorDataReceived += (_, received) =>
            _lastError = string.IsNullOrWhiteSpace(received.Data) ? _lastError : received.Data.Trim();
        process.BeginErrorReadLine();
    }

    /// <summary>How it runs.</summary>
    public PeerSetting Setting { get; }

    /// <summary>What is installed, with versions.</summary>
    public string Description { get; private set; } = "";

    /// <summary>Starts a program.</summary>
    /// <exception cref="PeerException">It cannot be started.</exception>
    public static PeerProcess Start(ProcessStartInfo start, PeerSetting setting)
    {
        try
        {
            Process process = Process.Start(start) ?? throw new PeerException("it did not start.");
            return new PeerProcess(process, setting);
        }
        catch (Win32Exception e)
        {
            throw new PeerException($"it did not start: {e.Message}");
        }
    }

    /// <summary>Waits until it has started and says what is installed.</summary>
    /// <exception cref="PeerException">It ended instead, or nothing is installed.</exception>
    public void WaitUntilReady()
    {
        using JsonDocument hello = Read(StartLimit);
        if (hello.RootElement.TryGetProperty("error", out JsonElement error))
        {
            throw new PeerException(error.GetString()!);
        }

        Description = hello.RootElement.GetProperty("description").GetString()!;
        _peers = hello.RootElement.GetProperty("workloads").EnumerateObject()
            .ToDictionary(workload => workload.Name, workload => workload.Value.GetString()!);
    }

    /// <summary>The name of the peer that does a workload; null when there is none in this process.</summary>
    public string? FindPeer(string workload) =>
        _peers.FirstOrDefault(peer => FileSystemName.MatchesSimpleExpression(peer.Key, workload)).Value;

    /// <summary>Measures a workload.</summary>
    /// <returns>Units of work per second.</returns>
    /// <exception cref="PeerException">The workload failed, or the process ended.</exception>
    public double Measure(string workload, Effort effort)
    {
        try
        {
            string clock = effort.UsesCpuTime ? "cpu" : "wall";
            _process.StandardInput.WriteLine($"{workload} {effort.Seconds.ToString(CultureInfo.InvariantCulture)} {clock}");
            _process.StandardInput.Flush();
        }
        catch (IOException)
        {
            throw new PeerException("the process has ended. " + _lastError);
        }

        using JsonDocument answer = Read(AnswerLimit);
        return answer.RootElement.TryGetProperty("error", out JsonElement error)
            ? throw new PeerException(error.GetString()!)
            : answer.RootElement.GetProperty("value").GetDouble();
    }

    /// <summary>Ends the process.</summary>
    public void Dispose()
    {
        try
        {
            _process.Kill();
        }
        catch (InvalidOperationException)
        {
            // It has ended by itself.
        }

        _process.Dispose();
    }

    private JsonDocument Read(TimeSpan limit)
    {
        Task<string?> line = _process.StandardOutput.ReadLineAsync();
        if (!line.Wait(limit))
        {
            _process.Kill();
            throw new PeerException($"no answer within {limit.TotalMinutes} minutes.");
        }

        if (line.Result is null)
        {
            // The reason comes on the other stream, which ends with the process.
            _process.WaitForExit();
            throw new PeerException($"the process ended with code {_process.ExitCode}. {_lastError}");
        }

        try
        {
            return JsonDocument.Parse(line.Result);
        }
        catch (JsonException)
        {
            throw new PeerException($"the answer was not JSON: {line.Result}");
        }
    }
}

/// <summary>A peer could not do what it was asked; the benchmark says so and goes on.</summary>
/// <param name="message">Why.</param>
internal sealed class PeerException(string message) : Exception(message);
