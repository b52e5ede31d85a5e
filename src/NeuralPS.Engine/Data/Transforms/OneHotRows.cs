using NeuralPS.Engine.Tensors;

namespace NeuralPS.Engine.Data.Transforms;

/// <summary>Labels as rows of zeros with a one at the label; only the labels are kept.</summary>
public sealed class OneHotRows : RowStore
{
    private readonly ClassLabels _labels;

    /// <summary>Creates the rows.</summary>
    /// <param name="labels">The label of each row, from 0 to <paramref name="classes"/> - 1.</param>
    /// <param name="classes">The number of classes: the length of a row.</param>
    /// <exception cref="DataException">A label is out of range (LabelOutOfRange).</exception>
    public OneHotRows(ClassLabels labels, int classes)
        : this(labels, new Shape(classes))
    {
        foreach (int label in _labels)
        {
            if ((uint)label >= (uint)classes)
            {
                throw new DataException("LabelOutOfRange", $"The label {label} is not from 0 to {classes - 1}.");
            }
        }
    }

    private OneHotRows(ClassLabels labels, Shape shape)
        : base(labels.Count, shape) => _labels = labels;

    /// <inheritdoc/>
    public override void CopyRow(int row, Span<float> destination)
    {
        CheckCopy(row, destination);
        destination[..RowShape.Length].Clear();
        destination[_labels[row]] = 1;
    }

    /// <inheritdoc/>
    public override RowStore Reshape(Shape shape)
    {
        CheckReshape(shape);
        return new OneHotRows(_labels, shape);
    }
}
