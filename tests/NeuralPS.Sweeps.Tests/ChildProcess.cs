using System.Diagnostics;

namespace NeuralPS.Sweeps.Tests;

/// <summary>A process that a test starts, and that does not outlive it.</summary>
internal sealed class ChildProcess : IDisposable
{
    private readonly Process _process;
    private readonly Task<string> _error;

    public ChildProcess(string program, params IEnumerable<string> arguments)
    {
        _process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        Output = _process.StandardOutput.ReadToEndAsync();
        _error = _process.StandardError.ReadToEndAsync();
    }

    /// <summary>All that it wrote, once it has ended.</summary>
    public Task<string> Output { get; }

    public bool HasExited => _process.HasExited;

    /// <summary>Starts the tests as a program: see <see cref="TestHost"/>.</summary>
    public static ChildProcess StartHost(params IEnumerable<string> arguments)
    {
        string? own = Environment.ProcessPath;
        string dotnet = own is not null && Path.GetFileNameWithoutExtension(own) == "dotnet" ? own : "dotnet";
        return new ChildProcess(dotnet, ["exec", typeof(TestHost).Assembly.Location, .. arguments]);
    }

    public void Kill() => _process.Kill();

    /// <summary>Waits for its end, which must be a good one.</summary>
    public async Task<string> Complete()
    {
        using CancellationTokenSource limit = new(TimeSpan.FromMinutes(2));
        await _process.WaitForExitAsync(limit.Token);
        Assert.True(_process.ExitCode == 0, $"Exit code {_process.ExitCode}: {await _error}");
        return await Output;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
    }
}
