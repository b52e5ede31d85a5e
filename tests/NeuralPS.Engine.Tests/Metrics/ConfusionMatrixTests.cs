using NeuralPS.Engine.Metrics;

namespace NeuralPS.Engine.Tests.Metrics;

public class ConfusionMatrixTests
{
    [Fact]
    public void Rows_are_labels_and_columns_predictions()
    {
        // The example of scikit-learn's confusion_matrix: [[2, 0, 0], [0, 0, 1], [1, 0, 2]].
        var matrix = new ConfusionMatrix(3);
        int[] actual = [2, 0, 2, 2, 0, 1];
        int[] predicted = [0, 0, 2, 2, 0, 2];
        for (int i = 0; i < actual.Length; i++)
        {
            matrix.Add(actual[i], predicted[i]);
        }

        long[] counts = [.. Enumerable.Range(0, 9).Select(i => matrix[i / 3, i % 3])];
        Assert.Equal([2, 0, 0, 0, 0, 1, 1, 0, 2], counts);
        Assert.Equal(6, matrix.Total);
        Assert.Equal(4, matrix.CorrectCount);
        Assert.Equal(4.0 / 6, matrix.Accuracy, 1e-12);
        Assert.Equal([2L, 1, 3], Enumerable.Range(0, 3).Select(matrix.GetSupport));
        Assert.Equal([3L, 0, 3], Enumerable.Range(0, 3).Select(matrix.GetPredictedCount));
        Assert.Equal(2.0 / 3, matrix.GetPrecision(0), 1e-12);
        Assert.Equal(0, matrix.GetPrecision(1));
        Assert.Equal(1, matrix.GetRecall(0));
        Assert.Equal(0.8, matrix.GetF1(0), 1e-12);
        Assert.Equal(0, matrix.GetF1(1));
    }

    [Theory]
    [InlineData(3, 0)]
    [InlineData(0, -1)]
    public void A_class_out_of_range_is_refused(int actual, int predicted)
    {
        var e = Assert.Throws<EngineException>(() => new ConfusionMatrix(3).Add(actual, predicted));
        Assert.Equal("ClassOutOfRange", e.ErrorId);
        Assert.Contains("0 to 2", e.Message);
    }

    [Fact]
    public void One_class_is_not_enough() =>
        Assert.Equal("ClassCountOutOfRange", Assert.Throws<EngineException>(() => new ConfusionMatrix(1)).ErrorId);
}
