using System.Numerics;
using NeuralPS.Engine.Layers;
using NeuralPS.Engine.Networks;
using NeuralPS.Engine.Tensors;
using NeuralPS.Engine.Threading;

namespace NeuralPS.Engine.Training;

/// <summary>
/// The average of the weights of a plan as they change, running statistics included: a += share (w - a), in chunks of a fixed size, so
/// that the bits do not depend on threads. Allocates nothing as it goes.
/// </summary>
internal sealed unsafe class WeightAverage : ParallelWork
{
    private const int ChunkLength = 8192;

    private readonly WeightAveraging _settings;
    private readonly Plan _plan;
    private readonly WorkerPool _pool;
    private readonly float[][] _averages;
    private readonly (int Parameter, int Start, int Length)[] _chunks;
    private long _count;
    private float _share;
    private bool _isSwapping;

    /// <summary>Prepares for a plan whose weights are loaded, and takes up the average of the training before.</summary>
    /// <param name="settings">How to average.</param>
    /// <param name="plan">The plan.</param>
    /// <param name="pool">The threads.</param>
    /// <param name="network">The network, whose weights are the averages where there are some.</param>
    public WeightAverage(WeightAveraging settings, Plan plan, WorkerPool pool, Network network)
    {
        _settings = settings;
        _plan = plan;
        _pool = pool;
        _averages = [.. plan.Parameters.Select(parameter => new float[parameter.PackedLength])];
        var chunks = new List<(int, int, int)>();
        for (int p = 0; p < _averages.Length; p++)
        {
            for (int start = 0; start < _averages[p].Length; start += ChunkLength)
            {
                chunks.Add((p, start, Math.Min(ChunkLength, _averages[p].Length - start)));
            }
        }

        _chunks = [.. chunks];

        // An average of another kind, or of weights that are gone, says nothing about this one.
        if (network.State?.Averaging is { Count: > 0 } state && state.Settings.Method == settings.Method)
        {
            _count = state.Count;
            ForEach((parameter, average) => parameter.Pack(network.Weights[parameter.Name].Data, average));
        }
    }

    /// <summary>Takes note of an update of the weights.</summary>
    /// <param name="epoch">The epoch, from 1.</param>
    public void AfterUpdate(int epoch) => Add(AveragingMethod.Exponential, epoch);

    /// <summary>Takes note of the end of an epoch.</summary>
    /// <param name="epoch">The epoch, from 1.</param>
    public void AfterEpoch(int epoch) => Add(AveragingMethod.Uniform, epoch);

    /// <summary>Exchanges weights and averages: called before and after measuring. Does nothing where there is no average yet.</summary>
    public void Swap()
    {
        if (_count > 0)
        {
            _isSwapping = true;
            _pool.Run(this, _chunks.Length);
            _isSwapping = false;
            _plan.OnParametersChanged(new Step { Rows = _plan.Batch, IsTraining = true, Pool = _pool });
        }
    }

    /// <summary>The state, and the weights that come out.</summary>
    /// <param name="weights">The weights that the plan has.</param>
    public (AveragingState State, KeyValuePair<string, Tensor>[] Weights) Save(KeyValuePair<string, Tensor>[] weights)
    {
        if (_count == 0)
        {
            return (new AveragingState(_settings, 0, null), weights);
        }

        var averages = new List<KeyValuePair<string, Tensor>>();
        ForEach((parameter, average) =>
        {
            var tensor = new Tensor(parameter.Shape);
            parameter.Unpack(average, tensor.Data);
            averages.Add(KeyValuePair.Create(parameter.Name, tensor));
        });
        return (new AveragingState(_settings, _count, NetworkWeights.Empty.With(weights)), [.. averages]);
    }

    /// <inheritdoc/>
    public override void Run(int part)
    {
        (int p, int start, int length) = _chunks[part];
        var weights = new Span<float>(_plan.Parameters[p].Data + start, length);
        Span<float> average = _averages[p].AsSpan(start, length);
        if (_isSwapping)
        {
            for (int i = 0; i < length; i++)
            {
                (weights[i], average[i]) = (average[i], weights[i]);
            }
        }
        else if (_share == 1)
        {
            weights.CopyTo(average);
        }
        else
        {
            Approach(average, weights, _share);
        }
    }

    // As a difference: (1 - share) a + share w would lose a little in each of thousands of updates, since the two factors are rounded.
    private static void Approach(Span<float> average, ReadOnlySpan<float> weights, float share)
    {
        int i = 0;
        for (; i <= average.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            var a = new Vector<float>(average[i..]);
            (a + (share * (new Vector<float>(weights[i..]) - a))).CopyTo(average[i..]);
        }

        for (; i < average.Length; i++)
        {
            average[i] += share * (weights[i] - average[i]);
        }
    }

    private void Add(AveragingMethod method, int epoch)
    {
        if (_settings.Method == method && (_count > 0 || epoch >= _settings.Start))
        {
            _share = (float)_settings.GetShare(_count);
            _count++;
            _pool.Run(this, _chunks.Length);
        }
    }

    private void ForEach(ParameterAction action)
    {
        for (int p = 0; p < _averages.Length; p++)
        {
            fixed (float* average = _averages[p])
            {
                action(_plan.Parameters[p], average);
            }
        }
    }

    private delegate void ParameterAction(Parameter parameter, float* average);
}
