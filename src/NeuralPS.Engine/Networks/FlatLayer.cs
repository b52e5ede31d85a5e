using NeuralPS.Engine.Layers;
using NeuralPS.Engine.Tensors;

namespace NeuralPS.Engine.Networks;

/// <summary>
/// A layer of a network whose sub-networks have been replaced by their layers. Values are numbered: the inputs first, then
/// the output of each flat layer in order.
/// </summary>
/// <param name="Layer">The description, under the name that its tensors have in the whole network.</param>
/// <param name="Address">The place in the network, which does not change when layers are added: the address of random numbers.</param>
/// <param name="Sources">The numbers of the values it reads.</param>
/// <param name="InputShapes">Their shapes.</param>
/// <param name="OutputShape">The shape of what it writes.</param>
internal sealed record FlatLayer(Layer Layer, int Address, int[] Sources, IReadOnlyList<Shape> InputShapes, Shape OutputShape)
{
    // More than any sub-network has layers.
    private const int AddressesPerLayer = 1 << 15;

    /// <summary>Replaces sub-networks by their layers.</summary>
    /// <param name="network">The network.</param>
    /// <param name="outputs">Receives the number of the value of each output.</param>
    public static List<FlatLayer> List(Network network, out int[] outputs)
    {
        var flat = new List<FlatLayer>();
        var values = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        foreach (NetworkInput input in network.Inputs)
        {
            values.Add(input.Name, values.Count);
        }

        Expand(network, "", 0, network.Inputs.Length, values, flat);
        outputs = network.Layers.IsEmpty ? [0] : [.. network.Outputs.Select(output => values[output.Name])];
        return flat;
    }

    private static void Expand(
        Network network, string prefix, int firstAddress, int inputs, Dictionary<string, int> values, List<FlatLayer> flat)
    {
        foreach (NetworkLayer entry in network.Layers)
        {
            int[] sources = [.. entry.Sources.Select(source => values[source])];
            int address = firstAddress + entry.Index;
            if (entry.Layer is SubnetworkLayer subnetwork)
            {
                var inner = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
                for (int i = 0; i < sources.Length; i++)
                {
                    inner.Add(subnetwork.Network.Inputs[i].Name, sources[i]);
                }

                string owner = $"{prefix}{subnetwork.ShareWith ?? entry.Name}.";
                Expand(subnetwork.Network, owner, unchecked((address + 1) * AddressesPerLayer), inputs, inner, flat);
                values.Add(entry.Name, inner[subnetwork.Network.Outputs[0].Name]);
                continue;
            }

            values.Add(entry.Name, inputs + flat.Count);
            flat.Add(new FlatLayer(entry.Layer with { Name = prefix + entry.Name }, address, sources, entry.InputShapes, entry.OutputShape));
        }
    }
}
