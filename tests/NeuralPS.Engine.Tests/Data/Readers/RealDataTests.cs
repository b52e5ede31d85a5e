using NeuralPS.Engine.Data;
using NeuralPS.Engine.Data.Readers;
using NeuralPS.Engine.Data.Tables;
using NeuralPS.Engine.Tensors;

namespace NeuralPS.Engine.Tests.Data.Readers;

/// <summary>The data sets of the literature, against their published counts.</summary>
public class RealDataTests
{
    [DataFact]
    public void Mnist_has_its_rows_labels_and_mean()
    {
        Dataset train = Read("mnist/train-images-idx3-ubyte.gz");
        Assert.Equal(60000, train.Count);
        Assert.Equal(new Shape(28, 28, 1), train.InputShape);
        Assert.Equal(["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"], train.ClassNames);
        Assert.Equal([5, 0, 4, 1, 9], train.Labels!.Take(5));
        Assert.Equal(0.1307, MeanOf(train), 4);
        Dataset test = DatasetReader.Read(TestData.PathOf("mnist"), new ReadOptions { Part = DatasetPart.Test });
        Assert.Equal(10000, test.Count);
        Assert.Equal(7, test.Labels![0]);
        Assert.Equal(0.1325, MeanOf(test), 4);
    }

    [DataFact]
    public void Mnist_is_kept_as_bytes()
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        Dataset train = Read("mnist/train-images-idx3-ubyte.gz");
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 47_000_000, 50_000_000);
        GC.KeepAlive(train);
    }

    [DataFact]
    public void Fashion_mnist_has_6000_of_each_class()
    {
        Dataset train = Read("fashion-mnist/train-images-idx3-ubyte.gz");
        Assert.All(CountClasses(train), count => Assert.Equal(6000, count));
        Assert.Equal(10000, DatasetReader.Read(TestData.PathOf("fashion-mnist"), new ReadOptions { Part = DatasetPart.Test }).Count);
    }

    [DataFact]
    public void Cifar_has_its_classes()
    {
        Dataset train = Read("cifar-10/data_batch_1.bin.gz");
        Dataset test = Read("cifar-10/test_batch_first2000.bin.gz");
        Assert.Equal([1005, 974, 1032, 1016, 999, 937, 1030, 1001, 1025, 981], CountClasses(train));
        Assert.Equal([196, 198, 195, 199, 198, 185, 216, 193, 217, 203], CountClasses(test));
        Assert.Equal(
            ["airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"], train.ClassNames);
        Assert.Equal(new Shape(32, 32, 3), train.InputShape);
        float[] row = new float[3072];
        train.Inputs.CopyRow(0, row);
        // The first picture of the file is a frog; its first pixel is 59, 62, 63.
        Assert.Equal([59f, 62f, 63f], row[..3].Select(value => MathF.Round(value * 255)));
        Assert.Equal(12000, Dataset.Concatenate([train, test]).Count);
    }

    [DataFact]
    public void Scikit_learn_files_give_their_class_names()
    {
        Dataset iris = Read("iris/iris.csv");
        Assert.Equal(["setosa", "versicolor", "virginica"], iris.ClassNames);
        Assert.Equal([50, 50, 50], CountClasses(iris));
        Assert.Equal(new Shape(4), iris.InputShape);
        Assert.Equal(2, iris.SourceOf(0));
        Assert.Equal([5.1f, 3.5f, 1.4f, 0.2f], iris.Inputs.ToArray()[..4]);
        Assert.Equal([59, 71, 48], CountClasses(Read("wine/wine_data.csv")));
        Dataset cancer = Read("breast-cancer/breast_cancer.csv");
        Assert.Equal(["malignant", "benign"], cancer.ClassNames);
        Assert.Equal([212, 357], CountClasses(cancer));
        Assert.Equal(30, cancer.InputShape.Length);
    }

    [DataFact]
    public void Penguins_need_a_rule_for_their_missing_values()
    {
        string path = TestData.PathOf("palmer-penguins/penguins.csv");
        var options = new ReadOptions { LabelColumn = "species" };
        DataException error = Assert.Throws<DataException>(() => CsvReader.Read(path, options));
        Assert.Equal("ValueMissing", error.ErrorId);
        Assert.Contains("penguins.csv', line 5", error.Message);
        Assert.Contains("'bill_length_mm'", error.Message);
        Dataset skipped = CsvReader.Read(path, options with { Missing = MissingValueRule.SkipRow });
        Assert.Equal(333, skipped.Count);
        Assert.Equal([146, 68, 119], CountClasses(skipped));
        Dataset filled = CsvReader.Read(path, options with { Missing = MissingValueRule.Mean });
        Assert.Equal(344, filled.Count);
        Assert.Equal(["Adelie", "Chinstrap", "Gentoo"], filled.ClassNames);
        Assert.Equal([152, 68, 124], CountClasses(filled));
        Assert.Equal(
            [
                "island=Biscoe", "island=Dream", "island=Torgersen", "bill_length_mm", "bill_depth_mm", "flipper_length_mm", "body_mass_g",
                "sex=female", "sex=male", "year",
            ],
            filled.Schema.FeatureNames);
        Assert.Equal(43.92193f, filled.Schema.Columns[1].FillNumber!.Value, 4);
        Assert.Equal("male", filled.Schema.Columns[5].FillText);
    }

    [DataFact]
    public void California_housing_has_207_rows_without_bedrooms()
    {
        string path = TestData.PathOf("california-housing/housing.csv");
        var options = new ReadOptions { TargetColumns = ["median_house_value"], Missing = MissingValueRule.Median };
        Dataset housing = CsvReader.Read(path, options);
        Assert.Equal(20640, housing.Count);
        Assert.Equal(13, housing.InputShape.Length);
        Assert.Equal(new Shape(1), housing.TargetShape);
        Assert.Equal(435f, housing.Schema.Columns[4].FillNumber);
        Assert.Equal(["<1H OCEAN", "INLAND", "ISLAND", "NEAR BAY", "NEAR OCEAN"], housing.Schema.Columns[8].Categories);
        Assert.Equal(20640 - 207, CsvReader.Read(path, options with { Missing = MissingValueRule.SkipRow }).Count);
        Assert.Contains("'total_bedrooms'", Assert.Throws<DataException>(
            () => CsvReader.Read(path, options with { Missing = MissingValueRule.Error })).Message);
        float[] target = new float[1];
        housing.Targets!.CopyRow(0, target);
        Assert.Equal(452600f, target[0]);
    }

    [DataFact]
    public void Digits_are_64_features_or_small_images()
    {
        Dataset digits = Read("uci-digits/digits.csv.gz");
        Assert.Equal(1797, digits.Count);
        Assert.Equal(64, digits.InputShape.Length);
        Assert.Equal([178, 182, 177, 183, 181, 182, 181, 179, 174, 180], CountClasses(digits));
        var images = new ReadOptions { InputShape = new Shape(8, 8, 1) };
        Assert.Equal(new Shape(8, 8, 1), DatasetReader.Read(TestData.PathOf("uci-digits/digits.csv.gz"), images).InputShape);
    }

    [DataFact]
    public void Diabetes_is_regression_with_and_without_header()
    {
        Dataset diabetes = Read("diabetes/diabetes.csv");
        Assert.False(diabetes.HasLabels);
        Assert.Equal(442, diabetes.Count);
        Assert.Equal(10, diabetes.InputShape.Length);
        Assert.Equal(["target"], diabetes.Schema.TargetColumns);
        Assert.Equal(152.13348, diabetes.Targets!.ToArray().Average(value => (double)value), 4);
        var unlabelled = new ReadOptions { Kind = TargetKind.None };
        Dataset bare = DatasetReader.Read(TestData.PathOf("diabetes/diabetes_data.csv.gz"), unlabelled);
        Assert.Equal(442, bare.Count);
        Assert.Equal(diabetes.Inputs.ToArray(), bare.Inputs.ToArray());
    }

    [DataFact]
    public void Time_series_say_that_dates_are_no_features()
    {
        string path = TestData.PathOf("time-series/airline-passengers.csv");
        DataException error = Assert.Throws<DataException>(() => CsvReader.Read(path));
        Assert.Equal("CategoriesTooMany", error.ErrorId);
        Assert.Contains("144 different texts", error.Message);
    }

    private static Dataset Read(string file) => DatasetReader.Read(TestData.PathOf(file));

    private static int[] CountClasses(Dataset dataset)
    {
        int[] counts = new int[dataset.ClassCount];
        foreach (int label in dataset.Labels!)
        {
            counts[label]++;
        }

        return counts;
    }

    private static double MeanOf(Dataset dataset)
    {
        float[] row = new float[dataset.InputShape.Length];
        double sum = 0;
        for (int i = 0; i < dataset.Count; i++)
        {
            dataset.Inputs.CopyRow(i, row);
            foreach (float value in row)
            {
                sum += value;
            }
        }

        return sum / dataset.Count / row.Length;
    }
}
