using System.Management.Automation;

namespace NeuralPS.Binding;

/// <summary>Finds layers by name.</summary>
internal static class LayerSelection
{
    /// <summary>The layers whose names match a wildcard pattern, in the network's order.</summary>
    public static NetworkLayer[] Select(Network network, string pattern)
    {
        var wildcard = new WildcardPattern(pattern, WildcardOptions.IgnoreCase);
        return [.. network.Layers.Where(layer => wildcard.IsMatch(layer.Name))];
    }
}
