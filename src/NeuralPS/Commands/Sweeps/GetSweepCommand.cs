using System.Management.Automation;
using NeuralPS.Loading;
using Swp = NeuralPS.Sweeps;

namespace NeuralPS.Commands.Sweeps;

/// <summary>Get-Sweep: the sweeps that journals hold.</summary>
[Cmdlet(VerbsCommon.Get, "Sweep", DefaultParameterSetName = "Path")]
[OutputType(typeof(Sweep))]
public sealed class GetSweepCommand : FileCommand
{
    /// <summary>The name.</summary>
    [Parameter(Position = 1, HelpMessage = "The name of the sweep; wildcards are allowed. Without it all sweeps of the journal.")]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string Name { get; set; } = "*";

    /// <inheritdoc/>
    protected override void BeginProcessing() => WarmUp.Begin();

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var pattern = WildcardPattern.Get(Name, WildcardOptions.IgnoreCase);
        foreach (string file in ResolveFiles())
        {
            Sweep[] found = Try(file, () => Swp.Execution.SweepPlan.List(file).Select(plan => new Sweep(plan)).ToArray());
            Sweep[] wanted = [.. found.Where(sweep => pattern.IsMatch(sweep.Name))];
            if (wanted.Length == 0 && !WildcardPattern.ContainsWildcardCharacters(Name))
            {
                TryOne(file, () => throw new Swp.SweepException(
                    "SweepNotFound",
                    $"There is no sweep '{Name}' in '{file}'. It has {(found.Length == 0 ? "none" : string.Join(", ", found.Select(sweep => sweep.Name)))}."));
            }

            WriteObject(wanted, enumerateCollection: true);
        }
    }
}
