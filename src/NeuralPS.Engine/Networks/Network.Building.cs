using System.Collections.Immutable;
using NeuralPS.Engine.Layers;
using NeuralPS.Engine.Tensors;

namespace NeuralPS.Engine.Networks;

/// <content>How networks grow: every layer names what it reads, which exists already, so that there are no cycles.</content>
public sealed partial class Network
{
    private readonly string _tail;
    private ImmutableArray<NetworkLayer> _outputs;

    /// <summary>Creates a network without layers.</summary>
    /// <param name="inputShape">The shape of one sample: (features), or (height, width, channels).</param>
    /// <param name="name">The name; "network" when empty.</param>
    /// <param name="inputName">The name of the input.</param>
    public static Network Create(Shape inputShape, string? name = null, string inputName = "input") =>
        new(string.IsNullOrWhiteSpace(name) ? "network" : name, [new NetworkInput(RequireUsable(inputName), inputShape)]);

    /// <summary>The network with a further input, which the next layer reads unless it says otherwise.</summary>
    /// <exception cref="EngineException">The name is taken.</exception>
    public Network AddInput(string name, Shape shape)
    {
        RequireFree(RequireUsable(name), "input");
        return new Network(WithoutTraining(), Layers, Inputs.Add(new NetworkInput(name, shape)), name);
    }

    /// <summary>The network with one layer more. Weights that exist are kept; what a training left is forgotten.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="from">
    /// The layers and inputs that it reads; null for what was added last. A layer that joins several and is given one name joins
    /// what was added last with that.
    /// </param>
    /// <exception cref="ShapeException">The layer does not take the shapes that it is given.</exception>
    /// <exception cref="EngineException">A source is unknown, the name is taken, or a setting is out of range.</exception>
    public Network Add(Layer layer, IReadOnlyList<string>? from = null)
    {
        Layer named = layer with { Name = layer.Name.Length > 0 ? RequireUsable(layer.Name) : GetFreeName(layer.Kind) };
        RequireFree(named.Name, named.Kind);
        named.Validate();
        NetworkWeights weights = Weights;
        if (named is SubnetworkLayer subnetwork)
        {
            named = subnetwork with { Network = subnetwork.Network.WithoutWeights() };
            RequireOwner(subnetwork);
            weights = subnetwork.ShareWith is null ? weights.With(subnetwork.Network.Weights.WithPrefix(named.Name)) : weights;
        }

        ImmutableArray<string> sources = ChooseSources(named, from);
        return new Network(WithoutTraining(), Layers.Add(Place(named, sources)), Inputs, named.Name) { Weights = weights };
    }

    private Network(Network other, ImmutableArray<NetworkLayer> layers, ImmutableArray<NetworkInput> inputs, string tail)
        : this(other)
    {
        Layers = layers;
        Inputs = inputs;
        _tail = tail;
    }

    private static string RequireUsable(string name) => name.Contains('.', StringComparison.Ordinal) || string.IsNullOrWhiteSpace(name)
        ? throw new EngineException(
            "LayerNameInvalid",
            $"The layer name '{name}' {(name.Contains('.', StringComparison.Ordinal) ? "contains a dot; tensor names need it" : "is blank")}. Use another name.")
        : name;

    private static bool AreSame(string left, string right) => string.Equals(left, right, StringComparison.OrdinalIgnoreCase);

    private Network WithoutTraining() => new(this) { State = null, History = [], ClassNames = null, Schema = null, Losses = null };

    private ImmutableArray<NetworkLayer> FindOutputs()
    {
        var read = Layers.SelectMany(layer => layer.Sources).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return [.. Layers.Where(layer => !read.Contains(layer.Name))];
    }

    private void RequireFree(string name, string kind)
    {
        if (FindShape(name) is not null)
        {
            throw new EngineException(
                "LayerNameTaken",
                $"Network '{Name}' already has {(Inputs.Any(input => AreSame(input.Name, name)) ? "an input" : "a layer")} '{name}'. "
                + $"Give the new {kind} {(kind == "input" ? "" : "layer ")}another name{(kind == "input" ? "" : ", or none")}.");
        }
    }

    private void RequireOwner(SubnetworkLayer layer)
    {
        if (layer.ShareWith is not { } owner)
        {
            return;
        }

        if (GetLayer(owner).Layer is not SubnetworkLayer { ShareWith: null } found)
        {
            throw new EngineException(
                "ShareWith",
                $"Layer '{layer.Name}' cannot share the weights of '{owner}', which is not a network added as a layer with weights of its own. "
                + "Name one that is.");
        }

        static IEnumerable<(string, Shape)> Tensors(Network network) =>
            network.Layers.SelectMany(inner => inner.Parameters.Select(parameter => (inner.TensorName(parameter.Role), parameter.Shape)));
        if (!Tensors(found.Network).SequenceEqual(Tensors(layer.Network)))
        {
            throw new EngineException(
                "ShareWith", $"Layer '{layer.Name}' cannot share the weights of '{owner}': the two networks have other tensors. Share the same network.");
        }
    }

    private ImmutableArray<string> ChooseSources(Layer layer, IReadOnlyList<string>? from)
    {
        ImmutableArray<string> sources = from is null or [] ? [_tail]
            : from.Count == 1 && layer.SourceCount.Least > 1 && !AreSame(from[0], _tail) ? [_tail, from[0]]
            : [.. from];
        (int least, int most) = layer.SourceCount;
        if (sources.Length < least || sources.Length > most)
        {
            string wanted = least == most ? $"{least}" : $"at least {least}";
            throw new EngineException(
                "SourceCount",
                $"Layer '{layer.Name}' ({layer.Kind}) reads {wanted} value(s), but is given {sources.Length}: {string.Join(", ", sources)}. "
                + (most == 1 ? "Join several with Add-MergeLayer first." : "Name what it reads with -From."));
        }

        return [.. sources.Select(source => ResolveSource(layer, source))];
    }

    private string ResolveSource(Layer layer, string source)
    {
        if (AreSame(source, layer.Name))
        {
            throw new EngineException(
                "Cycle", $"Layer '{layer.Name}' ({layer.Kind}) would read its own output, which is a cycle. Name layers or inputs added before it.");
        }

        string[] known = [.. Inputs.Select(input => input.Name), .. Layers.Select(other => other.Name)];
        return known.FirstOrDefault(name => AreSame(name, source)) ?? throw new EngineException(
            "NoSuchSource",
            $"Layer '{layer.Name}' ({layer.Kind}) would read '{source}', but network '{Name}' has no layer or input of that name (yet). "
            + $"There are: {string.Join(", ", known)}.");
    }

    private Shape? FindShape(string name) =>
        Inputs.FirstOrDefault(input => AreSame(input.Name, name))?.Shape
        ?? Layers.FirstOrDefault(layer => AreSame(layer.Name, name))?.OutputShape;

    private NetworkLayer Place(Layer layer, ImmutableArray<string> sources)
    {
        ImmutableArray<Shape> shapes = [.. sources.Select(source => FindShape(source)!)];
        try
        {
            return new NetworkLayer(layer, Layers.Length, sources, shapes);
        }
        catch (ShapeException e) when (e.ErrorId == "ShapeTooLarge")
        {
            throw new ShapeException(
                e.ErrorId, $"Layer '{layer.Name}' ({layer.Kind}) is too large for its input of {string.Join(" and ", shapes)}: {e.Message}");
        }
    }

    private string GetFreeName(string kind)
    {
        for (int number = Layers.Count(layer => layer.Layer.Kind == kind) + 1; ; number++)
        {
            string name = kind + number;
            if (FindShape(name) is null)
            {
                return name;
            }
        }
    }
}
