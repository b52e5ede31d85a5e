using System.Buffers;
using NeuralPS.Engine.Activations;
using NeuralPS.Engine.Data;
using NeuralPS.Engine.Losses;

namespace NeuralPS.Engine.Training;

/// <summary>The targets of a data set as vectors of one of a network's outputs, and the classes behind them.</summary>
internal sealed class TargetSource
{
    private readonly ClassLabels? _classes;
    private readonly bool _hasLabels;
    private readonly RowStore? _targets;
    private readonly int _outputs;
    private readonly float _off;
    private readonly DataSchema? _transformed;
    private readonly int _firstTarget;
    private readonly int _targetLength;
    private readonly float[]? _weights;
    private readonly float _smoothing;
    private readonly float _smoothingTerm;

    /// <summary>Checks that the data fit the network.</summary>
    /// <param name="dataset">The data.</param>
    /// <param name="part">The output and its loss.</param>
    /// <param name="smoothing">The label smoothing s, 0 for none.</param>
    /// <param name="classWeights">The weights of the classes; null where all count alike.</param>
    /// <exception cref="ShapeException">The targets do not fit the outputs; names both and the remedy.</exception>
    /// <exception cref="DataException">The data set has neither labels nor targets.</exception>
    public TargetSource(Dataset dataset, ObjectivePart part, double smoothing = 0, ClassWeights? classWeights = null)
    {
        Loss loss = part.Loss;
        _outputs = part.Shape.Length;
        _off = loss.Encoding == TargetEncoding.Signed ? -1 : 0;
        if (dataset.HasLabels)
        {
            int most = _outputs == 1 ? 2 : _outputs;
            if (dataset.ClassCount > most)
            {
                throw new ShapeException(
                    "TooManyClasses",
                    $"Data set '{dataset.Name}' has {dataset.ClassCount} classes, but layer '{part.Output}' has {_outputs} output(s), enough for "
                    + $"{most}. Give it {dataset.ClassCount} units.");
            }

            _classes = dataset.Labels;
            _hasLabels = true;
        }
        else if (dataset.Targets is { } targets)
        {
            bool isWhole = targets.RowShape.Length == _outputs;
            if (!isWhole && targets.RowShape.Length != part.TargetLength)
            {
                throw new ShapeException(
                    "TargetShape",
                    $"Data set '{dataset.Name}' has targets of shape {targets.RowShape}, but layer '{part.Output}' puts out {part.Shape}"
                    + (part.TargetLength == _outputs ? "" : $", and all outputs together {part.TargetLength} values")
                    + (part.TargetLength == _outputs
                        ? $". Give the last layer {targets.RowShape.Length} unit(s)."
                        : ". Layers that no other reads are outputs: if this is none, let another layer read it."));
            }

            _targets = isWhole ? targets : new ColumnRange(targets, part.FirstTarget, part.Shape);
            _transformed = dataset.Schema.TargetTransforms.Count > 0 ? dataset.Schema : null;
            _firstTarget = isWhole ? 0 : part.FirstTarget;
            _targetLength = targets.RowShape.Length;
            bool isClass = isWhole ? dataset.ClassCount == _outputs : part.Head.Activation is SoftmaxActivation;
            _classes = isClass ? ReadClasses(_targets) : null;
        }
        else
        {
            throw new DataException(
                "NoTargets", $"Data set '{dataset.Name}' has neither labels nor targets: there is nothing to compare outputs with.");
        }

        _weights = SampleWeights.Combine(dataset, _classes, classWeights);
        _smoothing = (float)smoothing;
        _smoothingTerm = smoothing == 0 ? 0 : (float)(smoothing * LossChoice.RequireSmoothing(loss, _outputs));
    }

    /// <summary>True when the targets stand for classes, false when they are numbers.</summary>
    public bool IsClassification => _classes is not null;

    /// <summary>True when each target is a single class among several, as it is: without label smoothing.</summary>
    public bool HasPlainLabels => _hasLabels && _outputs > 1 && _smoothing == 0 && _off == 0;

    /// <summary>The class of <paramref name="row"/>, or -1 for numbers.</summary>
    public int GetClass(int row) => _classes is null ? -1 : _classes[row];

    /// <summary>Writes the target vector of <paramref name="row"/>.</summary>
    public void CopyTarget(int row, Span<float> target)
    {
        if (!_hasLabels)
        {
            _targets!.CopyRow(row, target);
        }
        else if (_outputs == 1)
        {
            target[0] = _classes![row] == 1 ? 1 : _off;
        }
        else
        {
            target.Fill(_off);
            target[_classes![row]] = 1;
        }
    }

    /// <summary>The weight of <paramref name="row"/> in the loss: that of the sample times that of its class.</summary>
    public float GetWeight(int row) => _weights is null ? 1 : _weights[row];

    /// <summary>Writes the target vector that the loss sees: y, or (1 - s) y + s c with label smoothing.</summary>
    /// <returns>True when it differs from the target itself.</returns>
    public bool Smooth(Span<float> target)
    {
        if (_smoothing == 0)
        {
            return false;
        }

        for (int i = 0; i < target.Length; i++)
        {
            target[i] = ((1 - _smoothing) * target[i]) + _smoothingTerm;
        }

        return true;
    }

    /// <summary>Brings targets, or outputs that estimate them, back to their units before they were transformed.</summary>
    public void InvertTransforms(Span<float> values)
    {
        if (_transformed is null || _targetLength == values.Length)
        {
            _transformed?.InverseTarget(values);
            return;
        }

        // The transforms are those of whole rows.
        float[] row = ArrayPool<float>.Shared.Rent(_targetLength);
        Array.Clear(row);
        values.CopyTo(row.AsSpan(_firstTarget));
        _transformed.InverseTarget(row.AsSpan(0, _targetLength));
        row.AsSpan(_firstTarget, values.Length).CopyTo(values);
        ArrayPool<float>.Shared.Return(row);
    }

    // One-hot targets are classes too: metrics about classes need their numbers.
    private static ClassLabels ReadClasses(RowStore targets)
    {
        var values = new float[targets.RowShape.Length];
        return ClassLabels.Create(targets.Count, values.Length, row =>
        {
            targets.CopyRow(row, values);
            return System.Numerics.Tensors.TensorPrimitives.IndexOfMax<float>(values);
        });
    }
}
