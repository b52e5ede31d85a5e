using NeuralPS.Engine.Data;
using NeuralPS.Engine.Losses;
using NeuralPS.Engine.Networks;

namespace NeuralPS.Engine.Training;

/// <summary>The targets of a data set as vectors of a network's outputs, and the classes behind them.</summary>
internal sealed class TargetSource
{
    private readonly int[]? _classes;
    private readonly bool _hasLabels;
    private readonly RowStore? _targets;
    private readonly int _outputs;
    private readonly float _off;
    private readonly DataSchema? _transformed;
    private readonly float[]? _weights;
    private readonly float _smoothing;
    private readonly float _smoothingTerm;

    /// <summary>Checks that the data fit the network.</summary>
    /// <param name="dataset">The data.</param>
    /// <param name="network">The network.</param>
    /// <param name="loss">The loss.</param>
    /// <param name="smoothing">The label smoothing s, 0 for none.</param>
    /// <param name="classWeights">The weights of the classes; null where all count alike.</param>
    /// <exception cref="ShapeException">The targets do not fit the outputs; names both and the remedy.</exception>
    /// <exception cref="DataException">The data set has neither labels nor targets.</exception>
    public TargetSource(Dataset dataset, Network network, Loss loss, double smoothing = 0, ClassWeights? classWeights = null)
    {
        _outputs = network.OutputShape.Length;
        _off = loss.Encoding == TargetEncoding.Signed ? -1 : 0;
        string layer = network.Layers.IsEmpty ? "input" : network.Layers[^1].Name;
        if (dataset.HasLabels)
        {
            int most = _outputs == 1 ? 2 : _outputs;
            if (dataset.ClassCount > most)
            {
                throw new ShapeException(
                    "TooManyClasses",
                    $"Data set '{dataset.Name}' has {dataset.ClassCount} classes, but layer '{layer}' has {_outputs} output(s), enough for "
                    + $"{most}. Give the last layer {dataset.ClassCount} units.");
            }

            _classes = dataset.Labels!.Value.ToArray();
            _hasLabels = true;
        }
        else if (dataset.Targets is { } targets)
        {
            if (targets.RowShape.Length != _outputs)
            {
                throw new ShapeException(
                    "TargetShape",
                    $"Data set '{dataset.Name}' has targets of shape {targets.RowShape}, but layer '{layer}' puts out {network.OutputShape}. "
                    + $"Give the last layer {targets.RowShape.Length} unit(s).");
            }

            _targets = targets;
            _transformed = dataset.Schema.TargetTransforms.Count > 0 ? dataset.Schema : null;
            _classes = dataset.ClassCount == _outputs ? ReadClasses(targets) : null;
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
    public void InvertTransforms(Span<float> values) => _transformed?.InverseTarget(values);

    // One-hot targets are classes too: metrics about classes need their numbers.
    private static int[] ReadClasses(RowStore targets)
    {
        var classes = new int[targets.Count];
        var row = new float[targets.RowShape.Length];
        for (int i = 0; i < classes.Length; i++)
        {
            targets.CopyRow(i, row);
            classes[i] = System.Numerics.Tensors.TensorPrimitives.IndexOfMax<float>(row);
        }

        return classes;
    }
}
