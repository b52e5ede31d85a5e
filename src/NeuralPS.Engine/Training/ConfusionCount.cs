using NeuralPS.Engine.Data;
using NeuralPS.Engine.Metrics;
using NeuralPS.Engine.Networks;

namespace NeuralPS.Engine.Training;

/// <summary>Counts which classes a network takes for which.</summary>
public static class ConfusionCount
{
    /// <summary>Predicts every sample and counts.</summary>
    /// <exception cref="DataException">The data set has no class labels.</exception>
    /// <exception cref="ShapeException">The data do not fit the network.</exception>
    public static ConfusionMatrix Run(Network network, Dataset dataset)
    {
        NetworkChecks.RequireReady(network);
        NetworkChecks.RequireInput(network, dataset);
        ObjectivePart main = new Objective(network, dataset, null).Parts[^1];
        var source = new TargetSource(dataset, main);
        if (!source.IsClassification)
        {
            throw new DataException(
                "NoLabels", $"Data set '{dataset.Name}' has no class labels; a confusion matrix counts classes. Use Measure-Network for numbers.");
        }

        using var predictor = new Predictor(network, Math.Min(InferenceBatch.Usual, dataset.Count));
        var interpretation = new Interpretation(network);
        var matrix = new ConfusionMatrix(Math.Max(2, dataset.ClassCount));
        var inputs = new float[predictor.Batch * predictor.InputLength];
        var outputs = new float[predictor.Batch * predictor.OutputLength];
        using var scan = new RowScan(dataset.Inputs);
        for (int first = 0; first < dataset.Count; first += predictor.Batch)
        {
            int rows = Math.Min(predictor.Batch, dataset.Count - first);
            for (int row = 0; row < rows; row++)
            {
                scan.CopyRow(first + row, inputs.AsSpan(row * predictor.InputLength, predictor.InputLength));
            }

            predictor.Predict(inputs.AsSpan(0, rows * predictor.InputLength), outputs.AsSpan(0, rows * predictor.OutputLength));
            for (int row = 0; row < rows; row++)
            {
                Span<float> output = outputs.AsSpan((row * predictor.OutputLength) + main.FirstTarget, main.Shape.Length);
                interpretation.ToProbabilities(output);
                int predicted = interpretation.Decide(output);
                matrix.Add(source.GetClass(first + row), Math.Min(predicted, matrix.ClassCount - 1));
            }
        }

        return matrix;
    }
}
