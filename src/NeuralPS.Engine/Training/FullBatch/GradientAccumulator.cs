using System.Numerics;
using NeuralPS.Engine.Layers;
using NeuralPS.Engine.Threading;

namespace NeuralPS.Engine.Training.FullBatch;

/// <summary>
/// Adds up the gradients of blocks of samples in double precision, each with its part of all samples, then adds the penalties on
/// weights. Elementwise: the same bits on any number of threads.
/// </summary>
internal sealed unsafe class GradientAccumulator : ParallelWork
{
    private const int ChunkLength = 8192;

    private readonly Penalty[] _penalties;
    private readonly (Parameter Parameter, int Start, int Offset, int Length)[] _chunks;
    private readonly double[] _sums;
    private double _part;
    private float* _result;

    /// <summary>Prepares.</summary>
    /// <param name="weights">The weights.</param>
    /// <param name="penalties">The penalty of each of the plan's parameters.</param>
    public GradientAccumulator(WeightVector weights, Penalty[] penalties)
    {
        _penalties = penalties;
        _sums = new double[weights.Length];
        var chunks = new List<(Parameter, int, int, int)>();
        foreach ((Parameter parameter, int start) in weights.Parts)
        {
            for (int offset = 0; offset < parameter.PackedLength; offset += ChunkLength)
            {
                chunks.Add((parameter, start, offset, Math.Min(ChunkLength, parameter.PackedLength - offset)));
            }
        }

        _chunks = [.. chunks];
    }

    /// <summary>Starts at zero.</summary>
    public void Clear() => Array.Clear(_sums);

    /// <summary>Adds the gradient that the plan holds.</summary>
    /// <param name="part">The part of all samples that it is the mean of.</param>
    /// <param name="pool">The threads.</param>
    public void Add(double part, WorkerPool pool)
    {
        _part = part;
        _result = null;
        pool.Run(this, _chunks.Length);
    }

    /// <summary>Writes the sum, with the gradient L2 w of penalties.</summary>
    public void Finish(Span<float> gradient, WorkerPool pool)
    {
        fixed (float* result = gradient)
        {
            _result = result;
            pool.Run(this, _chunks.Length);
        }
    }

    /// <inheritdoc/>
    public override void Run(int part)
    {
        (Parameter parameter, int start, int offset, int length) = _chunks[part];
        Span<double> sums = _sums.AsSpan(start + offset, length);
        if (_result is null)
        {
            Add(new ReadOnlySpan<float>(parameter.Gradient + offset, length), sums, _part);
            return;
        }

        double decay = _penalties[parameter.Index].L2;
        float* weights = parameter.Data + offset;
        float* result = _result + start + offset;
        for (int i = 0; i < length; i++)
        {
            result[i] = (float)(sums[i] + (decay * weights[i]));
        }
    }

    private static void Add(ReadOnlySpan<float> gradient, Span<double> sums, double part)
    {
        int i = 0;
        for (; i <= sums.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            Vector.Widen(new Vector<float>(gradient[i..]), out Vector<double> low, out Vector<double> high);
            (new Vector<double>(sums[i..]) + (low * part)).CopyTo(sums[i..]);
            Span<double> next = sums[(i + Vector<double>.Count)..];
            (new Vector<double>(next) + (high * part)).CopyTo(next);
        }

        for (; i < sums.Length; i++)
        {
            sums[i] += gradient[i] * part;
        }
    }
}
