using System.Management.Automation;
using System.Numerics.Tensors;

namespace OtherModule;

[Cmdlet(VerbsDiagnostic.Measure, "OtherSum")]
[OutputType(typeof(float))]
public sealed class MeasureOtherSumCommand : PSCmdlet
{
    [Parameter(Mandatory = true, Position = 0, HelpMessage = "The numbers to add up.")]
    public float[] Value { get; set; } = [];

    protected override void ProcessRecord() => WriteObject(TensorPrimitives.Sum<float>(Value));
}
