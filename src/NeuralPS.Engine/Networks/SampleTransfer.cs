using NeuralPS.Engine.Kernels;
using NeuralPS.Engine.Layers;
using NeuralPS.Engine.Tensors;
using NeuralPS.Engine.Threading;

namespace NeuralPS.Engine.Networks;

/// <summary>
/// Copies samples that lie one after the other, each with its values in turn and row-major, into the places of a plan, or out of
/// them: some neighbouring samples at a time. What reads samples where they lie is only told where that is.
/// </summary>
internal sealed unsafe class SampleTransfer : ParallelWork
{
    private const int SamplesPerPart = 16;

    private readonly Value[] _values;
    private readonly int _length;
    private readonly bool _isStore;
    private float* _samples;
    private int _count;

    /// <summary>Prepares for the values of a plan.</summary>
    /// <param name="values">The plan's inputs or outputs.</param>
    /// <param name="isStore">True to copy into them, false to copy out of them.</param>
    public SampleTransfer(IReadOnlyList<Value> values, bool isStore)
    {
        _values = [.. values];
        _length = values.Sum(value => value.Shape.Length);
        _isStore = isStore;
    }

    /// <summary>Copies <paramref name="count"/> samples, from the plan's first row on.</summary>
    /// <param name="pool">The threads.</param>
    /// <param name="samples">The samples, which stay where they are until the plan has run.</param>
    /// <param name="count">The number of samples.</param>
    public void Run(WorkerPool pool, float* samples, int count)
    {
        _samples = samples;
        _count = count;
        if (_isStore && PlaceSamples())
        {
            return;
        }

        WorkSharing.Run(pool, this, (count + SamplesPerPart - 1) / SamplesPerPart, WorkSharing.CostOfElement * count * _length);
    }

    /// <inheritdoc/>
    public override void Run(int part)
    {
        int end = Math.Min((part + 1) * SamplesPerPart, _count);
        for (int row = part * SamplesPerPart; row < end; row++)
        {
            float* sample = _samples + ((long)row * _length);
            foreach (Value value in _values)
            {
                int length = value.Shape.Length;
                if (!_isStore)
                {
                    LayoutConverter.Load(value.Data, value.Layout, row, new Span<float>(sample, length));
                }
                else if (value.Samples is not { AreOutside: true })
                {
                    LayoutConverter.Store(new ReadOnlySpan<float>(sample, length), value.Data, value.Layout, row);
                }

                sample += length;
            }
        }
    }

    // True when nothing is left to copy. Positions are 32 bits wide: samples that reach further are copied.
    private bool PlaceSamples()
    {
        bool areAllOutside = true;
        bool areNear = (long)_count * _length <= int.MaxValue;
        float* first = _samples;
        foreach (Value value in _values)
        {
            if (value.Samples is null || !areNear)
            {
                value.Samples?.PlaceInPlan();
                areAllOutside = false;
            }
            else
            {
                value.Samples.PlaceAt(first);
                for (int row = 0; row < _count; row++)
                {
                    value.Samples.Starts[row] = row * _length;
                }
            }

            first += value.Shape.Length;
        }

        return areAllOutside;
    }
}
