using NeuralPS.Engine.Metrics;

namespace NeuralPS.Engine.Tests.Metrics;

public class MetricTests
{
    // True and predicted classes of scikit-learn's user guide: y_true = [0, 1, 2, 0, 1, 2], y_pred = [0, 2, 1, 0, 0, 1].
    private static readonly int[] _true = [0, 1, 2, 0, 1, 2];
    private static readonly int[] _predicted = [0, 2, 1, 0, 0, 1];

    [Fact]
    public void Accuracy_is_the_share_of_right_predictions()
    {
        Assert.Equal(2.0 / 6, OverClasses(Accuracy.Instance, 3, _true, _predicted), 1e-12);
        Assert.Equal(1, OverClasses(Accuracy.Instance, 3, _true, _true), 1e-12);
    }

    [Fact]
    public void Precision_recall_and_F1_of_three_classes_are_macro_averages()
    {
        Assert.Equal(2.0 / 9, OverClasses(Precision.Instance, 3, _true, _predicted), 1e-12);
        Assert.Equal(1.0 / 3, OverClasses(Recall.Instance, 3, _true, _predicted), 1e-12);
        Assert.Equal(0.8 / 3, OverClasses(F1.Instance, 3, _true, _predicted), 1e-12);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Precision_recall_and_F1_of_two_classes_are_those_of_class_one(int outputs)
    {
        // 3 true positives, 1 false positive, 2 false negatives, 4 true negatives.
        int[] labels = [1, 1, 1, 0, 1, 1, 0, 0, 0, 0];
        int[] predictions = [1, 1, 1, 1, 0, 0, 0, 0, 0, 0];
        Assert.Equal(3.0 / 4, OverClasses(Precision.Instance, outputs, labels, predictions), 1e-12);
        Assert.Equal(3.0 / 5, OverClasses(Recall.Instance, outputs, labels, predictions), 1e-12);
        Assert.Equal(2.0 / 3, OverClasses(F1.Instance, outputs, labels, predictions), 1e-12);
    }

    [Fact]
    public void Classes_that_do_not_occur_are_left_out_and_nothing_predicted_counts_zero()
    {
        Assert.Equal(2.0 / 9, OverClasses(Precision.Instance, 5, _true, _predicted), 1e-12);
        Assert.Equal(0, OverClasses(Precision.Instance, 2, [1, 0], [0, 0]));
        Assert.Equal(0, OverClasses(Recall.Instance, 2, [0, 0], [0, 1]));
    }

    [Fact]
    public void Top_k_accuracy_counts_the_true_class_among_the_k_largest()
    {
        float[][] outputs = [[0.1f, 0.2f, 0.3f, 0.4f], [0.4f, 0.3f, 0.2f, 0.1f], [0.25f, 0.25f, 0.25f, 0.25f]];
        int[] labels = [2, 3, 1];
        Assert.Equal(2.0 / 3, Over(new TopKAccuracy(2), outputs, labels), 1e-12);
        Assert.Equal(0, Over(new TopKAccuracy(1), outputs, labels), 1e-12);
        Assert.Equal(1, Over(TopKAccuracy.Instance, outputs, labels), 1e-12);
        Assert.Equal("Top5Accuracy", TopKAccuracy.Instance.Name);
        Assert.Equal(0, Over(new TopKAccuracy(1), [[float.NaN, 0]], [0]));
    }

    [Fact]
    public void AUC_of_the_published_example_is_three_quarters()
    {
        // The example of scikit-learn's roc_auc_score.
        float[][] scores = [[0.1f], [0.4f], [0.35f], [0.8f]];
        Assert.Equal(0.75, Over(AUC.Instance, scores, [0, 0, 1, 1]), 1e-12);
        Assert.Equal(0.75, Over(AUC.Instance, [.. scores.Select(s => new[] { 1 - s[0], s[0] })], [0, 0, 1, 1]), 1e-12);
    }

    [Fact]
    public void AUC_counts_ties_one_half()
    {
        // Pairs (positive, negative): 0.5 against 0.5, 0.2: 1/2 + 1; 0.9 against both: 2; 0.2 against both: 0 + 1/2.
        Assert.Equal(4.0 / 6, Over(AUC.Instance, [[0.5f], [0.9f], [0.2f], [0.5f], [0.2f]], [1, 1, 1, 0, 0]), 1e-12);
        Assert.Equal(0.5, Over(AUC.Instance, [[3], [3], [3]], [1, 0, 0]), 1e-12);
    }

    [Fact]
    public void AUC_equals_the_share_of_ordered_pairs()
    {
        var random = new Random(8);
        float[][] scores = [.. Enumerable.Range(0, 300).Select(_ => new[] { (float)random.Next(40) })];
        int[] labels = [.. scores.Select(s => random.Next(60) < s[0] ? 1 : 0)];
        double pairs = 0, wins = 0;
        for (int i = 0; i < labels.Length; i++)
        {
            for (int j = 0; j < labels.Length; j++)
            {
                if (labels[i] == 1 && labels[j] == 0)
                {
                    pairs++;
                    wins += scores[i][0] > scores[j][0] ? 1 : scores[i][0] == scores[j][0] ? 0.5 : 0;
                }
            }
        }

        Assert.Equal(wins / pairs, Over(AUC.Instance, scores, labels), 1e-12);
    }

    [Fact]
    public void AUC_of_three_classes_is_the_mean_of_each_against_the_rest()
    {
        float[][] outputs = [[0.8f, 0.1f, 0.1f], [0.2f, 0.5f, 0.3f], [0.1f, 0.2f, 0.7f], [0.5f, 0.4f, 0.1f]];

        // Class 0: 1; class 1 (rows 1 and 3, 0.5 and 0.4 against 0.1 and 0.2): 1; class 2 (0.7 first): 1.
        Assert.Equal(1, Over(AUC.Instance, outputs, [0, 1, 2, 1]), 1e-12);

        // Class 0 (rows 0, 1): 0.8 beats 0.1, 0.5; 0.2 beats 0.1: 3/4. Class 1 (row 2): 0.2 beats 0.1: 1/3. Class 2 (row 3): 0.1
        // ties with row 0 only: 1/6.
        Assert.Equal((0.75 + (1.0 / 3) + (0.5 / 3)) / 3, Over(AUC.Instance, outputs, [0, 0, 1, 2]), 1e-12);
    }

    [Fact]
    public void AUC_is_undefined_for_one_class_and_for_NaN()
    {
        Assert.True(double.IsNaN(Over(AUC.Instance, [[1], [2]], [1, 1])));
        Assert.True(double.IsNaN(Over(AUC.Instance, [[1], [float.NaN]], [1, 0])));
        Assert.True(double.IsNaN(Over(AUC.Instance, [[1, 0, 0], [float.NaN, 0, 0], [0, 0, 1]], [0, 1, 2])));
    }

    [Fact]
    public void Errors_of_numbers_are_those_of_the_published_example()
    {
        // The example of scikit-learn's r2_score and mean_absolute_error.
        float[][] targets = [[3], [-0.5f], [2], [7]];
        float[][] outputs = [[2.5f], [0], [2], [8]];
        Assert.Equal(0.5, OverNumbers(MAE.Instance, outputs, targets), 1e-12);
        Assert.Equal(Math.Sqrt(0.375), OverNumbers(RMSE.Instance, outputs, targets), 1e-12);
        Assert.Equal(0.948608137, OverNumbers(R2.Instance, outputs, targets), 1e-8);
    }

    [Fact]
    public void R2_of_several_outputs_is_the_mean_of_theirs()
    {
        // scikit-learn: r2_score([[0.5, 1], [-1, 1], [7, -6]], [[0, 2], [-1, 2], [8, -5]], multioutput='uniform_average').
        float[][] targets = [[0.5f, 1, 3], [-1, 1, 3], [7, -6, 3]];
        float[][] outputs = [[0, 2, 3], [-1, 2, 3], [8, -5, 3]];
        Assert.Equal((0.9654377880184332 + 0.9081632653061225) / 2, OverNumbers(R2.Instance, outputs, targets), 1e-12);
    }

    [Fact]
    public void R2_of_equal_targets_is_undefined() =>
        Assert.True(double.IsNaN(OverNumbers(R2.Instance, [[1], [2]], [[3], [3]])));

    [Fact]
    public void Nothing_counted_gives_NaN() =>
        Assert.All(MetricCatalog.Names, name => Assert.True(double.IsNaN(MetricCatalog.Get(name).CreateAccumulator().Result), name));

    [Fact]
    public void Counting_allocates_nothing_once_warm()
    {
        foreach (string name in MetricCatalog.Names.Where(n => n != "AUC"))
        {
            MetricAccumulator accumulator = MetricCatalog.Get(name).CreateAccumulator();
            float[] output = [1, 2, 3];
            accumulator.Add(output, output, 2, 1);
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < 100; i++)
            {
                accumulator.Add(output, output, 2, 1);
            }

            Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
        }
    }

    [Theory]
    [InlineData("accuracy", "Accuracy")]
    [InlineData("top3accuracy", "Top3Accuracy")]
    [InlineData("TopKAccuracy", "Top5Accuracy")]
    [InlineData("f1-score", "F1")]
    [InlineData("MeanAbsoluteError", "MAE")]
    public void Metrics_are_found_by_name(string spelling, string name) => Assert.Equal(name, MetricCatalog.Get(spelling).Name);

    [Fact]
    public void Every_name_gives_the_metric_of_that_name() =>
        Assert.All(MetricCatalog.Names, name => Assert.Equal(name, MetricCatalog.Get(name).Name));

    [Fact]
    public void An_unknown_metric_lists_the_known_ones()
    {
        var e = Assert.Throws<EngineException>(() => MetricCatalog.Get("Banana"));
        Assert.Equal("UnknownMetric", e.ErrorId);
        Assert.All(MetricCatalog.Names, name => Assert.Contains(name, e.Message));
        Assert.Equal("UnknownMetric", Assert.Throws<EngineException>(() => MetricCatalog.Get("TopAccuracy")).ErrorId);
        Assert.Equal("TopKOutOfRange", Assert.Throws<EngineException>(() => MetricCatalog.Get("Top0Accuracy")).ErrorId);
    }

    [Fact]
    public void Defaults_fit_the_task()
    {
        Assert.Equal("Accuracy", Assert.Single(MetricCatalog.Default(classification: true)).Name);
        Assert.Equal("MAE", Assert.Single(MetricCatalog.Default(classification: false)).Name);
    }

    private static double OverClasses(Metric metric, int outputs, int[] labels, int[] predictions)
    {
        MetricAccumulator accumulator = metric.CreateAccumulator();
        for (int i = 0; i < labels.Length; i++)
        {
            accumulator.Add(new float[outputs], new float[outputs], predictions[i], labels[i]);
        }

        return accumulator.Result;
    }

    private static double Over(Metric metric, float[][] outputs, int[] labels)
    {
        MetricAccumulator accumulator = metric.CreateAccumulator();
        for (int i = 0; i < labels.Length; i++)
        {
            accumulator.Add(outputs[i], outputs[i], 0, labels[i]);
        }

        return accumulator.Result;
    }

    private static double OverNumbers(Metric metric, float[][] outputs, float[][] targets)
    {
        MetricAccumulator accumulator = metric.CreateAccumulator();
        for (int i = 0; i < outputs.Length; i++)
        {
            accumulator.Add(outputs[i], targets[i], -1, -1);
        }

        return accumulator.Result;
    }
}
