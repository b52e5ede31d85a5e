using System.Management.Automation;
using NeuralPS.Binding;
using Eng = NeuralPS.Engine;

namespace NeuralPS.Commands.Networks;

/// <summary>Set-NetworkWeight: other weights for one layer.</summary>
[Cmdlet(VerbsCommon.Set, "NetworkWeight", DefaultParameterSetName = "Weight")]
[OutputType(typeof(Network))]
public sealed class SetNetworkWeightCommand : NeuralCommand
{
    /// <summary>The network.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, HelpMessage = "The network. It stays as it is; a new one comes out.")]
    [ValidateNotNull]
    public Network Network { get; set; } = null!;

    /// <summary>The name of the layer.</summary>
    [Parameter(Mandatory = true, Position = 0, HelpMessage = "The name of the layer.")]
    [ArgumentCompleter(typeof(LayerNameCompleter))]
    [ValidateNotNullOrEmpty]
    public string Layer { get; set; } = "";

    /// <summary>The weights.</summary>
    [Parameter(Position = 1, ParameterSetName = "Weight",
        HelpMessage = "The weights as nested arrays, a row per unit; for convolutions filters, height, width, channels.")]
    [NestedArrayTransformation]
    [ValidateNotNull]
    public NestedArray? Weight { get; set; }

    /// <summary>The biases.</summary>
    [Parameter(Position = 2, ParameterSetName = "Weight", HelpMessage = "The biases, one per unit.")]
    [NestedArrayTransformation]
    [ValidateNotNull]
    public NestedArray? Bias { get; set; }

    /// <summary>The name of any tensor of the layer.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Role", HelpMessage = "The role of the tensor, such as weight, scale, mean or dense1.weight.")]
    [ValidateNotNullOrEmpty]
    public string Role { get; set; } = "";

    /// <summary>The values of that tensor.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Role", HelpMessage = "The values of that tensor as nested arrays.")]
    [NestedArrayTransformation]
    [ValidateNotNull]
    public NestedArray? Value { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => WriteObject(Try(Network, () =>
    {
        if (Weight is null && Bias is null && Value is null)
        {
            throw new Eng.EngineException("NothingToSet", $"Neither -Weight nor -Bias is given for layer '{Layer}'. Give at least one.");
        }

        if (AreSame(Role, "variance") && Value!.Data.Any(value => !(value >= 0)))
        {
            throw new Eng.EngineException("VarianceNegative", $"The variances for layer '{Layer}' must all be at least 0.");
        }

        Eng.Networks.Network network = Set(Network.Value, "weight", Weight);
        return new Network(Set(Set(network, "bias", Bias), Role, Value));
    }));

    private static bool AreSame(string left, string right) => string.Equals(left, right, StringComparison.OrdinalIgnoreCase);

    private static IEnumerable<int> WithoutOnes(Eng.Tensors.Shape shape) => shape.Dimensions.Where(dimension => dimension != 1);

    private Eng.Networks.Network Set(Eng.Networks.Network network, string role, NestedArray? values)
    {
        if (values is null)
        {
            return network;
        }

        // Dimensions of 1 are often left out: 1, 1 for the one unit [[1, 1]], or 3x3 numbers for one filter of one channel.
        Eng.Layers.ParameterSpecification? parameter = network.GetLayer(Layer).Parameters.FirstOrDefault(p => AreSame(p.Role, role));
        var shape = new Eng.Tensors.Shape(values.Shape);
        bool isSame = parameter is not null && WithoutOnes(parameter.Shape).SequenceEqual(WithoutOnes(shape));
        return network.WithWeight(Layer, parameter?.Role ?? role, new Eng.Tensors.Tensor(isSame ? parameter!.Shape : shape, [.. values.Data]));
    }
}
