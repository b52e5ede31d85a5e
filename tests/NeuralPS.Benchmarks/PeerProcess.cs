using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace NeuralPS.Benchmarks;

/// <summary>A Python that runs peers/peers.py for as long as the benchmark: takes names of workloads, answers rates.</summary>
internal sealed class PeerProcess : IDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromMinutes(5);

    private readonly Process _process;
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

    /// <summary>The peers that this Python has, with their versions.</summary>
    public IReadOnlyList<string> Installed { get; private set; } = [];

    /// <summary>Starts a Python.</summary>
    /// <exception cref="PeerException">It cannot be started, or does not answer.</exception>
    public static PeerProcess Start(string python, PeerSetting setting)
    {
        var start = new ProcessStartInfo(python)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        string threads = setting.Threads.ToString(CultureInfo.InvariantCulture);
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "peers", "peers.py"));
        start.ArgumentList.Add(threads);
        foreach (string variable in new[] { "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS" })
        {
            start.Environment[variable] = threads;
        }

        start.Environment.Remove("OMP_WAIT_POLICY");
        if (setting.IsPassive)
        {
            start.Environment["OMP_WAIT_POLICY"] = "PASSIVE";
        }

        try
        {
            Process process = Process.Start(start) ?? throw new PeerException($"{python} did not start.");
            return new PeerProcess(process, setting);
        }
        catch (Win32Exception e)
        {
            throw new PeerException($"{python} did not start: {e.Message}");
        }
    }

    /// <summary>Waits until it has started and says what is installed.</summary>
    /// <exception cref="PeerException">It ended instead.</exception>
    public void WaitUntilReady()
    {
        using JsonDocument hello = Read(StartLimit);
        string? torch = hello.RootElement.GetProperty("pytorch").GetString();
        string? sklearn = hello.RootElement.GetProperty("sklearn").GetString();
        Installed =
        [
            .. torch is null ? Array.Empty<string>() : ["PyTorch " + torch],
            .. sklearn is null ? Array.Empty<string>() : ["scikit-learn " + sklearn],
        ];
    }

    /// <summary>Measures a workload.</summary>
    /// <returns>Units of work per second.</returns>
    /// <exception cref="PeerException">The workload failed, or the process ended.</exception>
    public double Measure(string workload, double seconds)
    {
        try
        {
            _process.StandardInput.WriteLine($"{workload} {seconds.ToString(CultureInfo.InvariantCulture)}");
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
