using System.Numerics;
using System.Runtime.CompilerServices;
using NeuralPS.Engine.Tensors;

namespace NeuralPS.Engine.Layers;

/// <summary>
/// The sparsity penalty of a layer at work: mean activations of its units, and what they add to the gradient of every sample:
/// dJ/da_ij += beta (-rho / rhohat_j + (1 - rho) / (1 - rhohat_j)) / m for the m samples of a batch. The means are those of the batch,
/// or of several batches that were gathered before, where a gradient is taken in pieces.
/// </summary>
internal sealed unsafe class SparsityTerm
{
    private const int BlockSize = Layout.BlockSize;

    private readonly SparsityPenalty _penalty;
    private readonly Value _output;
    private readonly double[] _sums;
    private readonly double[] _means;
    private bool _isGathered;
    private int _gathered;

    /// <summary>Prepares for the output of a layer, flat rows.</summary>
    public SparsityTerm(SparsityPenalty penalty, Value output)
    {
        _penalty = penalty;
        _output = output;
        _sums = new double[output.Layout.Blocks * BlockSize];
        _means = new double[_sums.Length];
    }

    /// <summary>The penalty at the means that were taken last.</summary>
    public double Penalty
    {
        get
        {
            double sum = 0;
            for (int unit = 0; unit < _output.Layout.Channels; unit++)
            {
                sum += _penalty.Evaluate(_means[unit]);
            }

            return sum;
        }
    }

    /// <summary>Starts to gather means over several batches.</summary>
    public void StartGathering()
    {
        Array.Clear(_sums);
        _gathered = 0;
        _isGathered = false;
    }

    /// <summary>Adds the activations of the batch that ran forwards last.</summary>
    public void Gather(int rows)
    {
        _gathered += rows;
        for (int block = 0; block < _output.Layout.Blocks; block++)
        {
            AddRows(block, rows);
        }
    }

    /// <summary>Ends gathering: gradients go by these means from now on.</summary>
    public void EndGathering()
    {
        _isGathered = true;
        for (int unit = 0; unit < _sums.Length; unit++)
        {
            _means[unit] = _sums[unit] / _gathered;
        }
    }

    /// <summary>Adds the gradient of the penalty to dL/da of a block of 16 units; different blocks may go at once.</summary>
    /// <param name="block">The block.</param>
    /// <param name="rows">Samples in the batch.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void AddGradient(int block, int rows)
    {
        int first = block * BlockSize;
        if (!_isGathered)
        {
            _sums.AsSpan(first, BlockSize).Clear();
            AddRows(block, rows);
            for (int unit = first; unit < first + BlockSize; unit++)
            {
                _means[unit] = _sums[unit] / rows;
            }
        }

        // Lanes beyond the last unit keep a gradient of zero.
        int lanes = Math.Min(BlockSize, _output.Layout.Channels - first);
        float* slope = stackalloc float[BlockSize];
        for (int lane = 0; lane < BlockSize; lane++)
        {
            slope[lane] = lane < lanes ? (float)(_penalty.Differentiate(_means[first + lane]) / rows) : 0;
        }

        float* gradient = _output.Gradient + (block * _output.Layout.BlockStride);
        for (int row = 0; row < rows; row++, gradient += BlockSize)
        {
            for (int lane = 0; lane < BlockSize; lane += Vector<float>.Count)
            {
                Vector.Store(Vector.Load(gradient + lane) + Vector.Load(slope + lane), gradient + lane);
            }
        }
    }

    // Each unit adds up in order of the rows, whatever the width of vectors.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void AddRows(int block, int rows)
    {
        float* activations = _output.Data + (block * _output.Layout.BlockStride);
        Span<double> sums = _sums.AsSpan(block * BlockSize, BlockSize);
        for (int lane = 0; lane < BlockSize; lane += Vector<float>.Count)
        {
            Vector<double> low = new(sums[lane..]);
            Vector<double> high = new(sums[(lane + Vector<double>.Count)..]);
            for (int row = 0; row < rows; row++)
            {
                Vector.Widen(Vector.Load(activations + (row * BlockSize) + lane), out Vector<double> a, out Vector<double> b);
                low += a;
                high += b;
            }

            low.CopyTo(sums[lane..]);
            high.CopyTo(sums[(lane + Vector<double>.Count)..]);
        }
    }
}
