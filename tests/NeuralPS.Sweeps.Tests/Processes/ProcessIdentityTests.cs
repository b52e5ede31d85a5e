using System.Diagnostics;
using NeuralPS.Sweeps.Processes;

namespace NeuralPS.Sweeps.Tests.Processes;

public class ProcessIdentityTests
{
    [Fact]
    public void This_process_lives_and_reads_back()
    {
        ProcessIdentity own = ProcessIdentity.Current;
        Assert.Equal(own, ProcessIdentity.Parse(own.ToString()));
        Assert.True(own.IsAlive());
    }

    [Fact]
    public void A_process_of_another_start_is_another_process()
    {
        Assert.False((ProcessIdentity.Current with { Start = "1" }).IsAlive());
        Assert.False((ProcessIdentity.Current with { Boot = "another" }).IsAlive());
        Assert.False((ProcessIdentity.Current with { ProcessId = int.MaxValue }).IsAlive());
    }

    [Fact]
    public void Nothing_is_claimed_of_other_machines_and_containers()
    {
        Assert.Null((ProcessIdentity.Current with { Machine = "elsewhere" }).IsAlive());
        Assert.Null((ProcessIdentity.Current with { Namespace = "pid:[1]" }).IsAlive());
    }

    [Fact]
    public void A_process_that_ended_is_dead()
    {
        using Process process = Process.Start(new ProcessStartInfo("dotnet", "--version") { RedirectStandardOutput = true })!;
        process.WaitForExit();
        Assert.False((ProcessIdentity.Current with { ProcessId = process.Id, Start = "0" }).IsAlive());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("a|b|c|x|e")]
    [InlineData("a|b|c")]
    public void Other_text_is_no_process(string? text) => Assert.Null(ProcessIdentity.Parse(text));
}
