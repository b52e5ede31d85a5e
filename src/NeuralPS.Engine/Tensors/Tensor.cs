namespace NeuralPS.Engine.Tensors;

/// <summary>An array of float32 with a shape, row-major. Treated as immutable once it is part of a network.</summary>
public sealed class Tensor
{
    /// <summary>Wraps <paramref name="data"/> without copying it.</summary>
    /// <param name="shape">The shape; its length is that of <paramref name="data"/>.</param>
    /// <param name="data">The elements, last dimension fastest.</param>
    /// <exception cref="ShapeException">The lengths differ.</exception>
    public Tensor(Shape shape, float[] data)
    {
        if (shape.Length != data.Length)
        {
            throw new ShapeException("TensorLength", $"A tensor of shape {shape} holds {shape.Length} values, not {data.Length}.");
        }

        Shape = shape;
        Data = data;
    }

    /// <summary>Creates a tensor of zeros.</summary>
    public Tensor(Shape shape)
        : this(shape, new float[shape.Length])
    {
    }

    /// <summary>The shape.</summary>
    public Shape Shape { get; }

    /// <summary>The elements, last dimension fastest.</summary>
    public float[] Data { get; }
}
