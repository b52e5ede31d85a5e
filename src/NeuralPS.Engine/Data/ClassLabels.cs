using System.Collections;

namespace NeuralPS.Engine.Data;

/// <summary>
/// The labels of rows: the numbers of their classes, from 0. Takes a byte for each where no label is above 255, since the labels of a long
/// and narrow file may be most of what it takes in memory. Immutable; any number of threads may read at once.
/// </summary>
public sealed class ClassLabels : IReadOnlyList<int>
{
    private const int ByteCount = 256;

    private readonly byte[]? _bytes;
    private readonly int[] _numbers;

    /// <summary>Copies labels.</summary>
    public ClassLabels(ReadOnlySpan<int> labels)
    {
        if (labels.ContainsAnyExceptInRange(0, ByteCount - 1))
        {
            _numbers = labels.ToArray();
            return;
        }

        _numbers = [];
        _bytes = new byte[labels.Length];
        for (int row = 0; row < labels.Length; row++)
        {
            _bytes[row] = (byte)labels[row];
        }
    }

    /// <summary>Takes labels that nobody else has or changes.</summary>
    internal ClassLabels(byte[] labels)
    {
        _bytes = labels;
        _numbers = [];
    }

    private ClassLabels(int[] labels) => _numbers = labels;

    /// <inheritdoc/>
    public int Count => _bytes?.Length ?? _numbers.Length;

    /// <inheritdoc/>
    public int this[int index] => _bytes is { } bytes ? bytes[index] : _numbers[index];

    /// <summary>Asks for the label of each row in turn.</summary>
    /// <param name="rows">The number of rows.</param>
    /// <param name="classes">The number of classes: labels are smaller.</param>
    /// <param name="getLabel">The label of a row.</param>
    internal static ClassLabels Create(int rows, int classes, Func<int, int> getLabel)
    {
        if (classes <= ByteCount)
        {
            byte[] bytes = new byte[rows];
            for (int row = 0; row < rows; row++)
            {
                bytes[row] = checked((byte)getLabel(row));
            }

            return new ClassLabels(bytes);
        }

        int[] numbers = new int[rows];
        for (int row = 0; row < rows; row++)
        {
            numbers[row] = getLabel(row);
        }

        return new ClassLabels(numbers);
    }

    /// <summary>The labels of some rows.</summary>
    internal ClassLabels Select(int[] rows) => _bytes is { } bytes
        ? new ClassLabels(Array.ConvertAll(rows, row => bytes[row]))
        : new ClassLabels(Array.ConvertAll(rows, row => _numbers[row]));

    /// <summary>Copies the labels from <paramref name="first"/> on.</summary>
    internal void CopyTo(int first, Span<int> labels)
    {
        for (int i = 0; i < labels.Length; i++)
        {
            labels[i] = this[first + i];
        }
    }

    /// <inheritdoc/>
    public IEnumerator<int> GetEnumerator()
    {
        for (int row = 0; row < Count; row++)
        {
            yield return this[row];
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
