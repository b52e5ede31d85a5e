using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using NeuralPS.Engine.Tensors;

namespace NeuralPS.Engine.Networks;

/// <summary>The weights of a network by name (<c>dense1.weight</c>). Immutable; tensors are shared, never changed.</summary>
public sealed class NetworkWeights
{
    private readonly ImmutableDictionary<string, Tensor> _tensors;

    private NetworkWeights(ImmutableDictionary<string, Tensor> tensors) => _tensors = tensors;

    /// <summary>No weights.</summary>
    public static NetworkWeights Empty { get; } = new(ImmutableDictionary.Create<string, Tensor>(StringComparer.OrdinalIgnoreCase));

    /// <summary>The number of tensors.</summary>
    public int Count => _tensors.Count;

    /// <summary>The tensor of that name.</summary>
    /// <exception cref="KeyNotFoundException">There is none.</exception>
    public Tensor this[string name] => _tensors[name];

    /// <summary>Finds a tensor.</summary>
    public bool TryGet(string name, [MaybeNullWhen(false)] out Tensor tensor) => _tensors.TryGetValue(name, out tensor);

    /// <summary>The same weights but for one tensor.</summary>
    public NetworkWeights With(string name, Tensor tensor) => new(_tensors.SetItem(name, tensor));

    /// <summary>The same weights but for some tensors.</summary>
    public NetworkWeights With(IEnumerable<KeyValuePair<string, Tensor>> tensors) => new(_tensors.SetItems(tensors));

    /// <summary>The tensors under names with a layer before them: <c>layer.dense1.weight</c>.</summary>
    internal IEnumerable<KeyValuePair<string, Tensor>> WithPrefix(string layer) =>
        _tensors.Select(tensor => KeyValuePair.Create($"{layer}.{tensor.Key}", tensor.Value));
}
