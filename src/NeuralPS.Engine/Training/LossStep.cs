using System.Runtime.CompilerServices;
using NeuralPS.Engine.Activations;
using NeuralPS.Engine.Kernels;
using NeuralPS.Engine.Kernels.Elementwise;
using NeuralPS.Engine.Layers;
using NeuralPS.Engine.Losses;
using NeuralPS.Engine.Metrics;
using NeuralPS.Engine.Networks;
using NeuralPS.Engine.Tensors;
using NeuralPS.Engine.Threading;

namespace NeuralPS.Engine.Training;

/// <summary>
/// Compares the outputs of a batch with the targets: sums the loss in double precision and in a fixed order, writes the
/// gradient of the mean over the batch into the plan, and counts the metrics. With weights, losses and gradients are multiplied by them
/// before the mean is taken over the number of samples: sum(w_i L_i) / n, as in Keras.
/// </summary>
internal sealed unsafe class LossStep : ParallelWork
{
    private const int RowsPerPart = CrossEntropySquareKernel.Samples;

    private readonly Value _output;
    private readonly Loss _loss;
    private readonly Activation? _head;
    private readonly double _weight;
    private readonly int _width;
    private readonly float[] _outputs;
    private readonly float[] _targets;
    private readonly float[] _gradients;
    private readonly double[] _rowLoss;
    private readonly int[] _predicted;
    private readonly bool[] _partCorrected;
    private readonly bool _isFewClasses;
    private TargetSource? _source;
    private int[] _samples = [];
    private int _rows;
    private bool _writeGradient;

    /// <summary>Prepares for a plan's output.</summary>
    /// <param name="output">The output of the plan.</param>
    /// <param name="loss">The loss.</param>
    /// <param name="head">The activation that the plan left out, since the loss contains it; null where it left out none.</param>
    /// <param name="weight">How much the loss counts.</param>
    public LossStep(Value output, Loss loss, Activation? head, double weight)
    {
        _weight = weight;
        _output = output;
        _loss = loss;
        _head = head;
        _width = output.Shape.Length;
        int batch = output.Layout.Batch;
        _outputs = new float[batch * _width];
        _targets = new float[batch * _width];
        _gradients = new float[batch * _width];
        _rowLoss = new double[batch];
        _predicted = new int[batch];
        _partCorrected = new bool[(batch + RowsPerPart - 1) / RowsPerPart];
        _isFewClasses = loss is CrossEntropy && head is SoftmaxActivation && output.Layout.IsRows
            && _width is > 1 and <= CrossEntropyKernel.MaximumClasses;
    }

    /// <summary>True when some sample of the last batch had a gradient other than zero.</summary>
    public bool HasCorrection { get; private set; }

    /// <summary>Compares a batch.</summary>
    /// <param name="source">The targets.</param>
    /// <param name="samples">The rows of the data set that the batch has; they must stay until its metrics are counted.</param>
    /// <param name="rows">Rows in the batch.</param>
    /// <param name="writeGradient">True to write the gradient of the batch's mean loss.</param>
    /// <param name="pool">The threads.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run(TargetSource source, int[] samples, int rows, bool writeGradient, WorkerPool pool)
    {
        _source = source;
        _samples = samples;
        _rows = rows;
        _writeGradient = writeGradient;
        int parts = (rows + RowsPerPart - 1) / RowsPerPart;
        pool.Run(this, parts);
        HasCorrection = _partCorrected.AsSpan(0, parts).Contains(true);
    }

    /// <summary>The loss of a row of the batch that was compared last, with all its weights.</summary>
    public double GetLoss(int row) => _rowLoss[row];

    /// <summary>
    /// Counts a metric of the batch that was compared last, in order of its rows: after the head, and in the units that
    /// the targets had before they were transformed.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Count(MetricAccumulator metric)
    {
        for (int row = 0; row < _rows; row++)
        {
            Span<float> output = _outputs.AsSpan(row * _width, _width);
            Span<float> target = _targets.AsSpan(row * _width, _width);
            metric.Add(output, target, _predicted[row], _source!.GetClass(_samples[row]));
        }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Run(int part)
    {
        int end = Math.Min((part + 1) * RowsPerPart, _rows);
        float scale = (float)_weight / _rows;
        if (_isFewClasses && _source!.HasPlainLabels)
        {
            _partCorrected[part] = RunFewClasses(part * RowsPerPart, end, scale);
            return;
        }

        bool corrected = false;
        for (int row = part * RowsPerPart; row < end; row++)
        {
            Span<float> output = _outputs.AsSpan(row * _width, _width);
            Span<float> target = _targets.AsSpan(row * _width, _width);
            Span<float> gradient = _gradients.AsSpan(row * _width, _width);
            LayoutConverter.Load(_output.Data, _output.Layout, row, output);
            int sample = _samples[row];
            _source!.CopyTarget(sample, target);
            bool isSmoothed = _source.Smooth(target);
            float weight = _source.GetWeight(sample);
            double loss = _loss.Evaluate(output, target, gradient, _head is not null);

            // A sample of weight 0 is as if it were not there, even where its loss is not finite.
            _rowLoss[row] = weight == 0 ? 0 : _weight * weight * loss;
            if (_writeGradient)
            {
                if (weight == 0)
                {
                    gradient.Clear();
                }

                corrected |= gradient.ContainsAnyExcept(0f);
                Arithmetic.Multiply(gradient, weight * scale, gradient);
                LayoutConverter.Store(gradient, _output.Gradient, _output.Layout, row);
            }

            if (isSmoothed)
            {
                _source.CopyTarget(sample, target);
            }

            _predicted[row] = PrepareForMetrics(output, target);
        }

        _partCorrected[part] = corrected;
    }

    // The usual case of classification in one go, sixteen samples at a time where there are as many. What it does is what the general way
    // does.
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool RunFewClasses(int row, int end, float scale)
    {
        int* labels = stackalloc int[RowsPerPart];
        float* weights = stackalloc float[RowsPerPart], scales = stackalloc float[RowsPerPart];
        double* losses = stackalloc double[RowsPerPart];
        int rows = end - row;
        for (int i = 0; i < rows; i++)
        {
            int sample = _samples[row + i];
            labels[i] = _source!.GetClass(sample);
            weights[i] = _source.GetWeight(sample);
            scales[i] = weights[i] * scale;
        }

        int stride = (int)_output.Layout.SampleStride;
        float* z = _output.Data + _output.Layout.Origin + (row * stride);
        float* gradient = _writeGradient ? _output.Gradient + _output.Layout.Origin + (row * stride) : null;
        fixed (float* outputs = _outputs)
        fixed (int* predicted = _predicted)
        {
            float* output = outputs + (row * _width);
            if (rows == CrossEntropySquareKernel.Samples)
            {
                CrossEntropySquareKernel.Run(z, _width, labels, scales, output, gradient, losses, predicted + row);
            }
            else
            {
                for (int i = 0; i < rows; i++)
                {
                    float* own = gradient == null ? null : gradient + (i * stride);
                    losses[i] = CrossEntropyKernel.Run(
                        z + (i * stride), _width, labels[i], scales[i], output + (i * _width), own, out predicted[row + i]);
                }
            }
        }

        bool corrected = false;
        new Span<float>(_targets, row * _width, rows * _width).Clear();
        for (int i = 0; i < rows; i++)
        {
            if (weights[i] == 0 && gradient != null)
            {
                // Even where 0 times an infinite gradient is not 0.
                new Span<float>(gradient + (i * stride), CrossEntropyKernel.MaximumClasses).Clear();
            }

            _rowLoss[row + i] = weights[i] == 0 ? 0 : _weight * weights[i] * losses[i];
            corrected |= _rowLoss[row + i] != 0;
            _targets[((row + i) * _width) + labels[i]] = 1;
        }

        return corrected;
    }

    // What the metrics see, made here where the threads share the rows: counting itself goes row by row on one thread.
    private int PrepareForMetrics(Span<float> output, Span<float> target)
    {
        if (_head is not null)
        {
            _head.Forward(output, output);
        }

        _source!.InvertTransforms(output);
        _source.InvertTransforms(target);
        return _source.IsClassification ? ClassDecision.Decide(output, _loss.Encoding) : -1;
    }
}
