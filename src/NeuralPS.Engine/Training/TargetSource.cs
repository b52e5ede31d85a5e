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

    /// <summary>Checks that the data fit the network.</summary>
    /// <exception cref="ShapeException">The targets do not fit the outputs; names both and the remedy.</exception>
    /// <exception cref="DataException">The data set has neither labels nor targets.</exception>
    public TargetSource(Dataset dataset, Network network, Loss loss)
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
