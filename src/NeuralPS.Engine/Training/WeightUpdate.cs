using System.Runtime.CompilerServices;
using NeuralPS.Engine.Kernels.Elementwise;
using NeuralPS.Engine.Layers;
using NeuralPS.Engine.Networks;
using NeuralPS.Engine.Optimizers;
using NeuralPS.Engine.Threading;
using Tensor = NeuralPS.Engine.Tensors.Tensor;

namespace NeuralPS.Engine.Training;

/// <summary>
/// Adds the penalties to the gradients, clips them, and lets the optimizer update the weights: during the backward pass, piece
/// by piece, those that are streamed; after it the others, in chunks of a fixed size. Clipping by the norm needs the whole gradient
/// first: then nothing is streamed, and the chunks give sums the same bits on any number of threads.
/// </summary>
internal sealed unsafe class WeightUpdate : ParallelWork, IGradientConsumer
{
    private const int ChunkLength = 8192;

    private readonly Parameter[] _parameters;
    private readonly Penalty[] _penalties;
    private readonly Optimizer _optimizer;
    private readonly float[][] _slots;
    private readonly (int Parameter, int Start, int Length)[] _chunks;
    private readonly double[] _partialSquares;
    private readonly double _clipNorm;
    private readonly float _clipValue;
    private UpdateStep _step;
    private bool _isPreparing;
    private float _scale;

    /// <summary>Prepares for a plan.</summary>
    /// <param name="plan">The plan whose weights are updated.</param>
    /// <param name="penalties">The penalty of each of the plan's parameters.</param>
    /// <param name="optimizer">The rule.</param>
    /// <param name="clipNorm">The largest norm of the gradient, or 0.</param>
    /// <param name="clipValue">The largest absolute element of the gradient, or 0.</param>
    public WeightUpdate(Plan plan, Penalty[] penalties, Optimizer optimizer, double clipNorm, double clipValue)
    {
        _parameters = plan.Parameters;
        _penalties = penalties;
        _optimizer = optimizer;
        _clipNorm = clipNorm;
        _clipValue = (float)clipValue;
        _slots = new float[_parameters.Length * 2][];
        var chunks = new List<(int, int, int)>();
        for (int p = 0; p < _parameters.Length; p++)
        {
            for (int slot = 0; slot < 2; slot++)
            {
                _slots[(2 * p) + slot] = slot < optimizer.SlotCount && _parameters[p].IsTrainable ? new float[_parameters[p].PackedLength] : [];
            }

            bool isLeft = _parameters[p].IsTrainable && (clipNorm != 0 || !_parameters[p].IsStreamed);
            for (int start = 0; isLeft && start < _parameters[p].PackedLength; start += ChunkLength)
            {
                chunks.Add((p, start, Math.Min(ChunkLength, _parameters[p].PackedLength - start)));
            }
        }

        _chunks = [.. chunks];
        _partialSquares = new double[_chunks.Length];
    }

    /// <summary>Who takes the streamed gradients: this, or null where they are needed as a whole.</summary>
    public IGradientConsumer? Consumer => _clipNorm == 0 ? this : null;

    /// <summary>The optimizer's state as it is packed: two arrays a parameter, empty where the rule has none.</summary>
    public IReadOnlyList<float[]> Slots => _slots;

    /// <summary>Begins an update, before the backward pass.</summary>
    /// <param name="learningRate">The learning rate of this step.</param>
    /// <param name="number">The number of this update, from 1.</param>
    public void Begin(double learningRate, long number)
    {
        _step = _optimizer.BeginStep(learningRate, number);
        _scale = 1;
    }

    /// <summary>Updates all weights that were not updated during the backward pass.</summary>
    /// <param name="pool">The threads.</param>
    public void Run(WorkerPool pool)
    {
        if (_clipNorm > 0)
        {
            _isPreparing = true;
            pool.Run(this, _chunks.Length);
            double squares = 0;
            foreach (double partial in _partialSquares)
            {
                squares += partial;
            }

            _scale = GradientClip.FactorForNorm(squares, _clipNorm);
        }

        _isPreparing = false;
        pool.Run(this, _chunks.Length);
    }

    /// <inheritdoc/>
    public override void Run(int part)
    {
        (int p, int start, int length) = _chunks[part];
        Parameter parameter = _parameters[p];
        var gradient = new Span<float>(parameter.Gradient + start, length);
        if (!_isPreparing)
        {
            Consume(parameter, start, gradient);
            return;
        }

        AddPenalty(_penalties[p], new Span<float>(parameter.Data + start, length), gradient);
        _partialSquares[part] = GradientClip.SumOfSquares(gradient);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Consume(Parameter parameter, int start, Span<float> gradient)
    {
        int p = parameter.Index;
        int length = gradient.Length;
        var weights = new Span<float>(parameter.Data + start, length);
        if (_clipNorm == 0)
        {
            AddPenalty(_penalties[p], weights, gradient);
        }

        if (_scale != 1)
        {
            GradientClip.Scale(gradient, _scale);
        }

        if (_clipValue > 0)
        {
            GradientClip.ByValue(gradient, _clipValue);
        }

        Span<float> slot0 = _slots[2 * p];
        Span<float> slot1 = _slots[(2 * p) + 1];
        _optimizer.Update(
            weights,
            gradient,
            slot0.IsEmpty ? slot0 : slot0.Slice(start, length),
            slot1.IsEmpty ? slot1 : slot1.Slice(start, length),
            _step with { IsPenalised = parameter.IsPenalised });
    }

    /// <inheritdoc/>
    public float GetPlainRate(Parameter parameter) =>
        _optimizer is SGD { WeightDecay: 0 } && _clipValue == 0 && _clipNorm == 0 && _penalties[parameter.Index].IsNone
            ? (float)_step.LearningRate
            : 0;

    /// <summary>What the penalties add to the loss: the sum of L1 |w| + L2/2 w^2 over the weights, in double precision.</summary>
    public double MeasurePenalty() => PenaltySum.Measure(_parameters, _penalties);

    /// <summary>Puts the state of an earlier training back.</summary>
    public void LoadSlots(IReadOnlyDictionary<string, Tensor> slots)
    {
        ForEachSlot((parameter, name, packed) =>
        {
            if (slots.TryGetValue(name, out Tensor? tensor) && tensor.Shape.Equals(parameter.Shape))
            {
                fixed (float* pointer = packed)
                {
                    parameter.Pack(tensor.Data, pointer);
                }
            }
        });
    }

    /// <summary>Copies the state out, in the shapes of the weights.</summary>
    public Dictionary<string, Tensor> ReadSlots()
    {
        var slots = new Dictionary<string, Tensor>();
        ForEachSlot((parameter, name, packed) =>
        {
            var tensor = new Tensor(parameter.Shape);
            fixed (float* pointer = packed)
            {
                parameter.Unpack(pointer, tensor.Data);
            }

            slots[name] = tensor;
        });
        return slots;
    }

    /// <summary>Adds L1 sign(w) + L2 w to the gradient.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddPenalty(Penalty penalty, Span<float> weights, Span<float> gradient)
    {
        if (penalty.L2 != 0)
        {
            Arithmetic.MultiplyAdd(weights, (float)penalty.L2, gradient, gradient);
        }

        if (penalty.L1 != 0)
        {
            float l1 = (float)penalty.L1;
            for (int i = 0; i < weights.Length; i++)
            {
                gradient[i] += weights[i] > 0 ? l1 : weights[i] < 0 ? -l1 : 0;
            }
        }
    }

    private void ForEachSlot(Action<Parameter, string, float[]> action)
    {
        for (int p = 0; p < _parameters.Length; p++)
        {
            for (int slot = 0; slot < _optimizer.SlotCount && _parameters[p].IsTrainable; slot++)
            {
                action(_parameters[p], $"{_parameters[p].Name}/{slot}", _slots[(2 * p) + slot]);
            }
        }
    }
}
