using System.Management.Automation;
using NeuralPS.Binding;
using Swp = NeuralPS.Sweeps;

namespace NeuralPS.Commands.Sweeps;

/// <summary>New-Parameter: the values that a parameter of a sweep may take.</summary>
[Cmdlet(VerbsCommon.New, "Parameter", DefaultParameterSetName = "Range")]
[OutputType(typeof(SweepParameter))]
public sealed class NewParameterCommand : NeuralCommand
{
    /// <summary>The lowest value.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = "Range", HelpMessage = "The lowest value; above 0 with -Log.")]
    [ValidateInterval]
    public double Low { get; set; }

    /// <summary>The highest value.</summary>
    [Parameter(Mandatory = true, Position = 1, ParameterSetName = "Range", HelpMessage = "The highest value, which is one of the values unless -Step leaves it out.")]
    [ValidateInterval]
    public double High { get; set; }

    /// <summary>The distance of neighbouring values.</summary>
    [Parameter(ParameterSetName = "Range", HelpMessage = "The distance of neighbouring values, counted from the lowest. Without it all numbers, or all whole ones.")]
    [ValidateInterval(Above = 0)]
    public double Step { get; set; }

    /// <summary>A logarithmic scale.</summary>
    [Parameter(ParameterSetName = "Range", HelpMessage = "Tries equal ratios equally often, not equal differences: for learning rates and the like.")]
    public SwitchParameter Log { get; set; }

    /// <summary>Whole numbers only.</summary>
    [Parameter(ParameterSetName = "Range", HelpMessage = "Takes whole numbers only.")]
    public SwitchParameter Integer { get; set; }

    /// <summary>The choices.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Choice", HelpMessage = "The values to choose from, without an order: numbers, text, $true, $false, $null.")]
    [ValidateCount(1, int.MaxValue)]
    [AllowNull]
    public object?[] Choice { get; set; } = [];

    /// <inheritdoc/>
    protected override void EndProcessing() => WriteObject(new SweepParameter(Try(null, Create)));

    private Swp.Space.Domain Create()
    {
        if (ParameterSetName == "Choice")
        {
            return new Swp.Space.CategoricalDomain(Choice.Select(SweepValue.Unwrap));
        }

        bool hasStep = MyInvocation.BoundParameters.ContainsKey(nameof(Step));
        if (!Integer)
        {
            return new Swp.Space.FloatDomain(Low, High, Log, hasStep ? Step : null);
        }

        return new Swp.Space.IntegerDomain(Whole(Low, nameof(Low)), Whole(High, nameof(High)), Log, hasStep ? Whole(Step, nameof(Step)) : 1);
    }

    private static long Whole(double value, string parameter) => Math.Floor(value) == value && Math.Abs(value) <= 1L << 53
        ? (long)value
        : throw new Swp.SweepException(
            "BadDomain", FormattableString.Invariant($"-{parameter} is {value}, and -Integer asks for whole numbers. Round it, or leave out -Integer."));
}
