using System.Collections;
using System.Globalization;
using System.Management.Automation;

namespace NeuralPS.Binding;

/// <summary>Numbers with a shape, read from what people write: numbers, arrays, nested and rectangular arrays.</summary>
public sealed class NestedArray
{
    private NestedArray(float[] data, int[] shape)
    {
        Data = data;
        Shape = shape;
    }

    /// <summary>The numbers, last dimension fastest.</summary>
    public float[] Data { get; }

    /// <summary>The sizes of the levels, outermost first.</summary>
    public int[] Shape { get; }

    /// <summary>Reads nested arrays.</summary>
    /// <exception cref="ArgumentTransformationMetadataException">
    /// Something is no number, or arrays at one level have different lengths; says where.
    /// </exception>
    public static NestedArray From(object? value)
    {
        value = Unwrap(value);
        if (value is NestedArray nested)
        {
            return nested;
        }

        if (value is Array { Rank: > 1 } rectangular)
        {
            return new NestedArray(
                [.. rectangular.Cast<object>().Select(item => ToFloat(item, "the array"))],
                [.. Enumerable.Range(0, rectangular.Rank).Select(rectangular.GetLength)]);
        }

        var shape = new List<int>();
        for (object? level = value; level is IList list; level = list.Count > 0 ? Unwrap(list[0]) : null)
        {
            shape.Add(list.Count);
        }

        if (shape.Contains(0))
        {
            throw new ArgumentTransformationMetadataException("The array is empty; give at least one number.");
        }

        var data = new List<float>();
        Read(value, shape, 0, "value", data);
        return new NestedArray([.. data], shape.Count == 0 ? [1] : [.. shape]);
    }

    /// <summary>Numbers as nested arrays: float[] for one dimension, float[][] for two, and so on.</summary>
    public static Array ToNested(ReadOnlySpan<float> data, ReadOnlySpan<int> shape)
    {
        if (shape.Length <= 1)
        {
            return data.ToArray();
        }

        int length = data.Length / shape[0];
        var result = Array.CreateInstance(NestedType(shape.Length - 1), shape[0]);
        for (int i = 0; i < shape[0]; i++)
        {
            result.SetValue(ToNested(data.Slice(i * length, length), shape[1..]), i);
        }

        return result;
    }

    /// <summary>The value without PowerShell's wrapper.</summary>
    internal static object? Unwrap(object? value) => value is PSObject wrapped ? wrapped.BaseObject : value;

    /// <summary>A number out of what PowerShell passes; text is read with the invariant culture.</summary>
    internal static float ToFloat(object? value, string where)
    {
        value = Unwrap(value);
        try
        {
            return value switch
            {
                float number => number,
                double number => (float)number,
                int number => number,
                null => throw new ArgumentTransformationMetadataException($"{where} is empty; expected a number."),
                _ => Convert.ToSingle(value, CultureInfo.InvariantCulture),
            };
        }
        catch (Exception e) when (e is FormatException or InvalidCastException or OverflowException)
        {
            throw new ArgumentTransformationMetadataException($"{where} is '{value}'; expected a number.", e);
        }
    }

    private static Type NestedType(int rank)
    {
        Type type = typeof(float);
        for (int i = 0; i < rank; i++)
        {
            type = type.MakeArrayType();
        }

        return type;
    }

    private static void Read(object? value, List<int> shape, int level, string where, List<float> data)
    {
        value = Unwrap(value);
        if (level == shape.Count)
        {
            if (value is IList)
            {
                throw new ArgumentTransformationMetadataException(
                    $"{where} is an array where the first rows have a number. Nest all rows to the same depth.");
            }

            data.Add(ToFloat(value, where));
            return;
        }

        if (value is not IList list || list.Count != shape[level])
        {
            throw new ArgumentTransformationMetadataException(
                $"{where} has {(value is IList other ? other.Count : 1)} element(s), but the first of its level has {shape[level]}. "
                + "Rows must have the same length.");
        }

        for (int i = 0; i < list.Count; i++)
        {
            Read(list[i], shape, level + 1, $"{where}[{i}]", data);
        }
    }
}
