using System.Globalization;
using System.Numerics.Tensors;
using System.Text;
using NeuralPS.Engine.Data;
using NeuralPS.Engine.Metrics;
using NeuralPS.Engine.Networks;

namespace NeuralPS.Examples.CSharpDemo;

/// <summary>Compares a network's predictions with the labels of test data.</summary>
internal static class TestReport
{
    /// <summary>The accuracy and the confusion matrix: a row per true class, a column per predicted one.</summary>
    public static string Render(Network network, Dataset test)
    {
        float[] outputs = Predict(network, test);
        ClassLabels labels = test.Labels!;
        var matrix = new ConfusionMatrix(test.ClassCount);
        for (int row = 0; row < test.Count; row++)
        {
            matrix.Add(labels[row], TensorPrimitives.IndexOfMax<float>(GetRow(outputs, row, test.ClassCount)));
        }

        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"Test accuracy {matrix.Accuracy:P2}: {matrix.CorrectCount} of {matrix.Total} right");
        text.AppendLine().Append("true\\predicted");
        foreach (string name in test.ClassNames)
        {
            text.Append(CultureInfo.InvariantCulture, $"{name,5}");
        }

        text.AppendLine("   recall");
        for (int actual = 0; actual < matrix.ClassCount; actual++)
        {
            text.Append(CultureInfo.InvariantCulture, $"{test.ClassNames[actual],14}");
            for (int predicted = 0; predicted < matrix.ClassCount; predicted++)
            {
                long count = matrix[actual, predicted];
                text.Append(CultureInfo.InvariantCulture, $"{(count == 0 ? "." : count.ToString(CultureInfo.InvariantCulture)),5}");
            }

            text.AppendLine(CultureInfo.InvariantCulture, $"  {matrix.GetRecall(actual),7:P1}");
        }

        return text.ToString();
    }

    /// <summary>The first predictions, each with its probability and the label.</summary>
    public static string RenderPredictions(Network network, Dataset test, int count)
    {
        Dataset first = test.Select([.. Enumerable.Range(0, count)]);
        float[] outputs = Predict(network, first);
        var text = new StringBuilder();
        for (int row = 0; row < count; row++)
        {
            ReadOnlySpan<float> probabilities = GetRow(outputs, row, test.ClassCount);
            int best = TensorPrimitives.IndexOfMax(probabilities);
            text.AppendLine(
                CultureInfo.InvariantCulture,
                $"  row {row}: {network.ClassNames![best]} with confidence {probabilities[best]:P1} (label {first.Labels![row]})");
        }

        return text.ToString();
    }

    /// <summary>The network's outputs for all rows, one after the other.</summary>
    public static float[] Predict(Network network, Dataset dataset)
    {
        using var predictor = new Predictor(network);
        float[] outputs = new float[dataset.Count * predictor.OutputLength];
        predictor.Predict(dataset.Inputs.ToArray(), outputs);
        return outputs;
    }

    private static ReadOnlySpan<float> GetRow(float[] outputs, int row, int length) => outputs.AsSpan(row * length, length);
}
