using NeuralPS.Engine.Tensors;

namespace NeuralPS.Engine.Layers;

/// <summary>
/// The description of a layer: plain data without weights. Immutable, so that it can be part of many networks.
/// </summary>
public abstract record Layer
{
    /// <summary>Unique within its network; given by the network when empty (<c>dense1</c>, <c>conv2</c>, ...).</summary>
    public string Name { get; init; } = "";

    /// <summary>The kind, as descriptions in files spell it: <c>dense</c>, <c>conv</c>, ...</summary>
    public abstract string Kind { get; }

    /// <summary>The shape that comes out for samples of shape <paramref name="input"/>.</summary>
    /// <exception cref="ShapeException">The layer does not take such samples; names the layer, both shapes and the remedy.</exception>
    public abstract Shape GetOutputShape(Shape input);

    /// <summary>The tensors it learns, and those it keeps account in (running statistics), for samples of shape <paramref name="input"/>.</summary>
    public virtual IReadOnlyList<ParameterSpecification> GetParameters(Shape input) => [];

    /// <summary>Multiplications with addition for one sample, forwards.</summary>
    public virtual long GetMultiplyAdds(Shape input) => 0;

    /// <summary>The fewest and the most values that the layer reads: one, unless it joins several.</summary>
    internal virtual (int Least, int Most) SourceCount => (1, 1);

    /// <summary>The shape that comes out for samples of several values, of the shapes <paramref name="inputs"/>.</summary>
    /// <exception cref="ShapeException">The layer does not take them; names the layer, the shapes and the remedy.</exception>
    internal virtual Shape GetOutputShape(IReadOnlyList<Shape> inputs) => GetOutputShape(inputs[0]);

    /// <summary>The tensors it learns, for samples of several values.</summary>
    internal virtual IReadOnlyList<ParameterSpecification> GetParameters(IReadOnlyList<Shape> inputs) => GetParameters(inputs[0]);

    /// <summary>Multiplications with addition for one sample of several values.</summary>
    internal virtual long GetMultiplyAdds(IReadOnlyList<Shape> inputs) => GetMultiplyAdds(inputs[0]);

    /// <summary>One line for tables: what is particular about it, such as <c>3x3, same, ReLU</c>.</summary>
    public virtual string Summary => "";

    /// <summary><see cref="Summary"/> for samples of shape <paramref name="input"/>: sequences leave out what only images have.</summary>
    public virtual string GetSummary(Shape input) => Summary;

    /// <summary>The halo that the layer wants around its input.</summary>
    internal virtual Halo GetInputHalo(Shape input) => default;

    /// <summary>True when the layer reads its input in the plain layout.</summary>
    internal virtual bool WantsPlainInput(Shape input) => false;

    /// <summary>Makes the operation that computes the layer.</summary>
    internal abstract Operation Compile(CompileContext context);

    /// <summary>Checks the layer's own settings, when it joins a network.</summary>
    /// <exception cref="EngineException">A setting is out of range.</exception>
    internal virtual void Validate()
    {
    }
}
