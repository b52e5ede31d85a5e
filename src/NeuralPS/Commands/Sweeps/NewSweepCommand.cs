using System.Collections;
using System.Collections.Immutable;
using System.Management.Automation;
using System.Security.Cryptography;
using NeuralPS.Binding;
using NeuralPS.Loading;
using Swp = NeuralPS.Sweeps;

namespace NeuralPS.Commands.Sweeps;

/// <summary>New-Sweep: describes a search for the best parameters, or goes on with one.</summary>
[Cmdlet(VerbsCommon.New, "Sweep", DefaultParameterSetName = "Path")]
[OutputType(typeof(Sweep))]
public sealed class NewSweepCommand : NeuralCommand
{
    /// <summary>The name.</summary>
    [Parameter(Mandatory = true, Position = 0, HelpMessage = "The name of the sweep: that of the study in the journal.")]
    [ValidateNotNullOrEmpty]
    public string Name { get; set; } = "";

    /// <summary>The journal.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Path", HelpMessage = "The journal, such as digits.journal. It is created with the first trial; one that has the sweep goes on.")]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = "";

    /// <summary>The journal, taken as it is written.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "LiteralPath", HelpMessage = "The journal; wildcard characters have no meaning.")]
    [Alias("PSPath", "LP")]
    [ValidateNotNullOrEmpty]
    public string LiteralPath { get; set; } = "";

    /// <summary>The metrics to make as high as possible.</summary>
    [Parameter(HelpMessage = "The metrics to make as high as possible, such as ValidationAccuracy.")]
    [ArgumentCompleter(typeof(MonitorCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] Maximize { get; set; } = [];

    /// <summary>The metrics to make as low as possible.</summary>
    [Parameter(HelpMessage = "The metrics to make as low as possible, such as ValidationLoss.")]
    [ArgumentCompleter(typeof(MonitorCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] Minimize { get; set; } = [];

    /// <summary>The parameters.</summary>
    [Parameter(HelpMessage = "The parameters of every trial: a hashtable of names with what New-Parameter makes, a list of choices, or a fixed value.")]
    [ValidateNotNull]
    public IDictionary? Parameter { get; set; }

    /// <summary>The sampler.</summary>
    [Parameter(HelpMessage = "How parameters are chosen: a name, or what New-Sampler makes. Without it TPE.")]
    [SamplerTransformation]
    [ArgumentCompleter(typeof(SamplerCompleter))]
    [ValidateNotNull]
    public SweepSampler? Sampler { get; set; }

    /// <summary>The pruner.</summary>
    [Parameter(HelpMessage = "Which trials are stopped early: a name, or what New-Pruner makes. Without it none.")]
    [PrunerTransformation]
    [ArgumentCompleter(typeof(PrunerCompleter))]
    [ValidateNotNull]
    public SweepPruner? Pruner { get; set; }

    /// <summary>The constraints.</summary>
    [Parameter(HelpMessage = "What a trial must keep to count as a solution, such as 'ParameterCount <= 100000'.")]
    [ValidateNotNullOrEmpty]
    public string[] Constraint { get; set; } = [];

    /// <summary>The points to try first.</summary>
    [Parameter(HelpMessage = "Points to try first: hashtables with values of parameters; the sampler chooses those that are left out.")]
    [ValidateNotNullOrEmpty]
    public IDictionary[] Enqueue { get; set; } = [];

    /// <summary>The seed.</summary>
    [Parameter(HelpMessage = "The seed of all random numbers: the same seed gives the same trials, with one worker and with sixteen.")]
    public ulong Seed { get; set; }

    /// <summary>The window.</summary>
    [Parameter(HelpMessage = "How far back results are known: trial n goes by those up to n less this. So many trials at most run at a time.")]
    [ValidateRange(1, 4096)]
    public int Window { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing() => WarmUp.Begin();

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        string given = ParameterSetName == "Path" ? Path : LiteralPath;
        string path = SessionState.Path.GetUnresolvedProviderPathFromPSPath(given, out ProviderInfo provider, out _);
        Try(given, () => FileResolver.RequireFileSystem(provider, given));
        WriteObject(new Sweep(Try(Name, () => CreatePlan(path))));
    }

    private Swp.Execution.SweepPlan CreatePlan(string path)
    {
        Swp.Definitions.SweepDefinition? before = Swp.Execution.SweepPlan.Find(path, Name)?.Definition;
        var objectives = Maximize.Select(name => new Swp.Trials.Objective(name, Swp.Trials.Direction.Maximize))
            .Concat(Minimize.Select(name => new Swp.Trials.Objective(name, Swp.Trials.Direction.Minimize)))
            .ToImmutableArray();
        var definition = new Swp.Definitions.SweepDefinition
        {
            Name = Name,
            Objectives = objectives.IsEmpty && before is not null ? before.Objectives : objectives,
            Seed = Has(nameof(Seed)) ? Seed : before?.Seed ?? BitConverter.ToUInt32(RandomNumberGenerator.GetBytes(4)),
            Space = Parameter is null && before is not null ? before.Space : SweepValue.ToSpace(Parameter),
            Sampler = Sampler?.Value ?? before?.Sampler ?? Swp.Samplers.SamplerCatalog.Describe("TPE", []),
            Pruner = Pruner?.Value ?? before?.Pruner ?? Swp.Pruners.PrunerCatalog.Describe("None", []),
            Window = Has(nameof(Window)) ? Window : before?.Window ?? Swp.Definitions.SweepDefinition.UsualWindow,
            Constraints = Has(nameof(Constraint)) ? [.. Constraint.Select(Swp.Definitions.MetricConstraint.Parse)] : before?.Constraints ?? [],
        };
        return Swp.Execution.SweepPlan.Create(path, definition, [.. Enqueue.Select(ToPoint)]);
    }

    private static Dictionary<string, object?> ToPoint(IDictionary values) =>
        values.Cast<DictionaryEntry>().ToDictionary(entry => entry.Key.ToString()!, entry => SweepValue.Unwrap(entry.Value), StringComparer.Ordinal);

    private bool Has(string parameter) => MyInvocation.BoundParameters.ContainsKey(parameter);
}
