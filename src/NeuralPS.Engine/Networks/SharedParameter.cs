using System.Numerics.Tensors;
using NeuralPS.Engine.Layers;
using NeuralPS.Engine.Threading;

namespace NeuralPS.Engine.Networks;

/// <summary>
/// A weight tensor that several operations of a plan use. They read the same weights; each has a gradient of its own, and the
/// first one's becomes the sum of all, in order. Gradients of shared weights are never streamed.
/// </summary>
internal sealed unsafe class SharedParameter : ParallelWork
{
    private const int ChunkLength = 8192;

    /// <summary>Joins parameters of one name.</summary>
    /// <param name="uses">The parameters of the operations, in order.</param>
    public SharedParameter(IReadOnlyList<Parameter> uses)
    {
        Main = uses[0];
        Others = [.. uses.Skip(1)];
        foreach (Parameter use in uses)
        {
            use.IsStreamed = false;
            if (!use.PacksLike(Main))
            {
                throw new InvalidOperationException($"The tensor {Main.Name} is laid out in two ways, so that it cannot be shared.");
            }
        }
    }

    /// <summary>The one that is updated.</summary>
    public Parameter Main { get; }

    /// <summary>Those that follow it.</summary>
    public Parameter[] Others { get; }

    /// <summary>Adds the gradients up, where there are any.</summary>
    public void SumGradients(WorkerPool pool)
    {
        if (Main.IsTrainable)
        {
            pool.Run(this, (Main.PackedLength + ChunkLength - 1) / ChunkLength);
        }
    }

    /// <inheritdoc/>
    public override void Run(int part)
    {
        int start = part * ChunkLength;
        int length = Math.Min(ChunkLength, Main.PackedLength - start);
        var sum = new Span<float>(Main.Gradient + start, length);
        foreach (Parameter other in Others)
        {
            TensorPrimitives.Add(sum, new ReadOnlySpan<float>(other.Gradient + start, length), sum);
        }
    }
}
